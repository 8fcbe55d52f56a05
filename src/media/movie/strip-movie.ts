import { ascii } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { applyRules, blankBox, boxAt, findBox, readBox, type Box } from './boxes.ts'
import { cleanBrands } from './clean-brands.ts'
import { cleanFragment, readDefaultSizes } from './fragments.ts'
import { createRanges, type Ranges } from './ranges.ts'
import { addSamples } from './sample-tables.ts'
import { handlerType, isKnownCoding, trackId, trackRules, zeroTimes } from './track-rules.ts'

/** A cleaned file of boxes, and what can be seen or heard in it. */
export interface CleanMovie {
  readonly bytes: Uint8Array
  readonly hasVideo: boolean
  readonly hasSound: boolean
}

interface Tracks {
  readonly kept: Set<number>
  hasVideo: boolean
  hasSound: boolean
  /** Of a kind that is kept, but written in a way that is not known to be clean: a preview of JPEGs, say. */
  hasUnknownVideo: boolean
  hasUnknownSound: boolean
}

/**
 * An MP4, MOV, 3GP or M4A with its pictures and sound byte for byte and at their places. Every box that playing does not need
 * becomes free space of zeros; tracks that are neither seen nor heard (positions, sensors, subtitles) go with their samples,
 * and so does media data that no kept track uses.
 */
export function stripMovie(original: Uint8Array): CleanMovie {
  const boxes = topBoxes(original)
  const bytes = original.slice(0, boxes.at(-1)?.end ?? 0)
  const movie = boxes.find((box) => box.type === 'moov')
  if (movie === undefined) throw new Refusal('damaged')
  const ranges = createRanges()
  const tracks = cleanMovieBox(bytes, movie, ranges)
  const defaultSizes = readDefaultSizes(bytes, findBox(bytes, movie.body, movie.end, 'mvex'))
  for (const box of boxes) {
    switch (box.type) {
      case 'ftyp':
      case 'styp':
        cleanBrands(bytes, box)
        break
      case 'moof':
        cleanFragment(bytes, box, tracks.kept, defaultSizes, ranges)
        break
      case 'mdat':
      case 'sidx':
      case 'mfra':
        break
      default:
        if (box !== movie) blankBox(bytes, box)
    }
  }
  ranges.zeroOutside(bytes, mediaData(boxes))
  return { bytes, hasVideo: tracks.hasVideo, hasSound: tracks.hasSound }
}

const mostTopBoxes = 200_000

/** The boxes of the file. What follows a whole movie and is no box (makers append sensor data and serial numbers) is left out. */
export function topBoxes(bytes: Uint8Array): readonly Box[] {
  const boxes: Box[] = []
  for (let at = 0; at < bytes.length;) {
    const box = readBox(bytes, at, bytes.length)
    if (box === undefined) {
      const isCutOff = ['mdat', 'moov', 'moof', 'meta'].includes(ascii(bytes, at + 4, 4))
      if (isCutOff || !boxes.some(({ type }) => type === 'moov' || type === 'meta')) throw new Refusal('damaged')
      break
    }
    if (boxes.push(box) > mostTopBoxes) throw new Refusal('cannot-clean')
    at = box.end
  }
  return boxes
}

/** Where media data lie. */
export function mediaData(boxes: readonly Box[]): readonly { readonly from: number; readonly to: number }[] {
  return boxes.filter((box) => box.type === 'mdat').map((box) => ({ from: box.body, to: box.end }))
}

/** Cleans moov in place and notes the samples of its tracks. */
export function cleanMovieBox(bytes: Uint8Array, movie: Box, ranges: Ranges): Tracks {
  const tracks: Tracks = {
    kept: new Set(),
    hasVideo: false,
    hasSound: false,
    hasUnknownVideo: false,
    hasUnknownSound: false,
  }
  applyRules(bytes, movie.body, movie.end, {
    mvhd: zeroTimes,
    mvex: { mehd: 'keep', trex: 'keep' },
    trak: (_bytes, track) => cleanTrack(bytes, track, tracks, ranges),
  })
  const isPictureLost = tracks.hasUnknownVideo && !tracks.hasVideo
  if (isPictureLost || (tracks.hasUnknownSound && !tracks.hasSound)) throw new Refusal('cannot-clean')
  if (!tracks.hasVideo && !tracks.hasSound) throw new Refusal('damaged')
  return tracks
}

function cleanTrack(bytes: Uint8Array, track: Box, tracks: Tracks, ranges: Ranges): void {
  const handler = boxAt(bytes, track, 'mdia', 'hdlr')
  const header = findBox(bytes, track.body, track.end, 'tkhd')
  if (handler === undefined || header === undefined) throw new Refusal('damaged')
  const type = handlerType(bytes, handler)
  const isVideo = type === 'vide' || type === 'pict'
  const isSound = type === 'soun'
  const isKnown = isKnownCoding(bytes, track, isVideo)
  const isKept = (isVideo || isSound) && isKnown
  addSamples(bytes, track, isKept, ranges)
  if (!isKept) {
    tracks.hasUnknownVideo ||= isVideo
    tracks.hasUnknownSound ||= isSound
    blankBox(bytes, track)
    return
  }
  tracks.kept.add(trackId(bytes, header))
  tracks.hasVideo ||= isVideo
  tracks.hasSound ||= isSound
  applyRules(bytes, track.body, track.end, trackRules(isVideo))
}
