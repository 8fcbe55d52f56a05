import { ascii, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { applyElementRules, findElement, readElement, voidElement, type Element } from './ebml.ts'
import { blankVorbisComment } from './vorbis-private.ts'
import { codecs, groupRules, headerRules, id, infoRules, topLevel, trackRules } from './webm-rules.ts'

/** A cleaned WebM or Matroska file, and what can be seen or heard in it. */
export interface CleanWebm {
  readonly bytes: Uint8Array
  readonly isWebm: boolean
  readonly hasVideo: boolean
}

/** A WebM or Matroska file with its pictures and sound byte for byte and at their places; all else becomes void. */
export function stripWebm(original: Uint8Array): CleanWebm {
  const header = readElement(original, 0, original.length)
  const segment = readElement(original, header.end, original.length)
  if (segment.id !== id.segment) throw new Refusal('damaged')
  // Nothing that is read stands behind the segment.
  const bytes = original.slice(0, segment.end)
  applyElementRules(bytes, header.body, header.end, headerRules)
  const docType = findElement(bytes, header, id.docType)
  const tracks = new Map<number, number>()
  let at = segment.body
  while (at < segment.end) at = cleanTop(bytes, readElement(bytes, at, segment.end), tracks)
  if (tracks.size === 0) throw new Refusal('damaged')
  return {
    bytes,
    isWebm: docType !== undefined && text(bytes, docType).startsWith('webm'),
    hasVideo: [...tracks.values()].includes(1),
  }
}

/** Cleans a child of the segment; answers where it ends. `tracks`: the kinds of those that are kept. */
function cleanTop(bytes: Uint8Array, element: Element, tracks: Map<number, number>): number {
  if (element.isOpen && element.id !== id.cluster) throw new Refusal('damaged')
  switch (element.id) {
    case id.info:
      applyElementRules(bytes, element.body, element.end, infoRules)
      break
    case id.seekHead:
      applyElementRules(bytes, element.body, element.end, new Map([[id.seek, cleanSeek]]))
      break
    case id.tracks:
      applyElementRules(
        bytes,
        element.body,
        element.end,
        new Map([[id.track, (_bytes, track) => cleanTrack(bytes, track, tracks)]]),
      )
      break
    case id.cluster:
      return cleanCluster(bytes, element, tracks)
    case id.cues:
      break
    default:
      voidElement(bytes, element)
  }
  return element.end
}

/** A signpost to what is gone goes too. */
function cleanSeek(bytes: Uint8Array, seek: Element): void {
  const target = numberIn(bytes, findElement(bytes, seek, id.seekId))
  if (target === id.info || target === id.tracks || target === id.cues) return
  voidElement(bytes, seek)
}

function cleanTrack(bytes: Uint8Array, track: Element, tracks: Map<number, number>): void {
  const find = (each: number): Element | undefined => findElement(bytes, track, each)
  const number = numberIn(bytes, find(id.trackNumber))
  const type = numberIn(bytes, find(id.trackType))
  if (type !== 1 && type !== 2) {
    voidElement(bytes, track)
    return
  }
  const codec = find(id.codec)
  const name = codec === undefined ? '' : text(bytes, codec)
  if (!codecs.test(name)) throw new Refusal('cannot-clean')
  const setup = find(id.codecPrivate)
  if (name.startsWith('A_VORBIS') && setup !== undefined) blankVorbisComment(bytes.subarray(setup.body, setup.end))
  applyElementRules(bytes, track.body, track.end, trackRules)
  tracks.set(number, type)
}

function cleanCluster(bytes: Uint8Array, cluster: Element, tracks: ReadonlyMap<number, number>): number {
  let at = cluster.body
  while (at < cluster.end) {
    const element = readElement(bytes, at, cluster.end)
    if (cluster.isOpen && topLevel.has(element.id)) break
    if (element.isOpen) throw new Refusal('damaged')
    if (element.id === id.simpleBlock) voidUnless(bytes, element, element, tracks)
    else if (element.id === id.blockGroup) {
      const block = findElement(bytes, element, id.block)
      applyElementRules(bytes, element.body, element.end, groupRules)
      voidUnless(bytes, element, block, tracks)
    } else if (element.id !== 0xe7 && element.id !== 0xa7 && element.id !== 0xab) voidElement(bytes, element)
    at = element.end
  }
  return at
}

function voidUnless(
  bytes: Uint8Array,
  element: Element,
  block: Element | undefined,
  tracks: ReadonlyMap<number, number>,
): void {
  if (block === undefined || !tracks.has(blockTrack(bytes, block))) voidElement(bytes, element)
}

/** The number of the track, at the front of a block in the form of a size. */
function blockTrack(bytes: Uint8Array, block: Element): number {
  const length = Math.clz32(u8(bytes, block.body)) - 23
  let value = u8(bytes, block.body) & (2 ** (8 - Math.min(length, 8)) - 1)
  for (let i = 1; i < length; i++) value = value * 256 + u8(bytes, block.body + i)
  return value
}

function numberIn(bytes: Uint8Array, element: Element | undefined): number {
  let value = 0
  for (let at = element?.body ?? 0; at < (element?.end ?? 0); at++) value = value * 256 + u8(bytes, at)
  return value
}

function text(bytes: Uint8Array, element: Element): string {
  return ascii(bytes, element.body, Math.min(element.end - element.body, 64))
}
