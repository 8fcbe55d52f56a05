import { ascii, be16, joined, latin1, part, u16, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { createWriter } from '../writer.ts'
import { cleanColorProfile, profileSegments } from './color-profile.ts'
import { readOrientation, writeOrientation } from './orientation.ts'

const marker = { end: 0xd9, scan: 0xda, jfif: 0xe0, exif: 0xe1, profile: 0xe2, adobe: 0xee } as const

/**
 * A JPEG with what is needed to decode it: tables, frame and scans byte for byte. JFIF loses its thumbnail; of EXIF the
 * orientation remains, of a colour profile its numbers. Nothing after the end of the picture remains.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array {
  if (u16(bytes, 0) !== 0xffd8) throw new Refusal('damaged')
  const body = createWriter(bytes.length)
  const profile: Profile = { pieces: new Map(), count: 0 }
  let jfif: Uint8Array | undefined
  let orientation = 1
  let hasFrame = false
  let hasScan = false
  let at = 2
  for (;;) {
    at = nextMarker(bytes, at)
    // A picture that was cut off in its last scan can still be looked at.
    if (at >= bytes.length && hasScan) break
    const code = u8(bytes, at + 1)
    if (code === marker.end) break
    if (isLoneMarker(code)) {
      at += 2
      continue
    }
    const end = at + 2 + u16(bytes, at + 2)
    const segment = part(bytes, at, end)
    const data = part(segment, 4, segment.length)
    at = end
    if (code === marker.scan) {
      if (!hasFrame) throw new Refusal('damaged')
      hasScan = true
      at = endOfScan(bytes, end)
      body.add(segment, part(bytes, end, at))
    } else if (isNeeded(code)) {
      hasFrame ||= isFrame(code)
      body.add(segment)
    } else if (code === marker.jfif && ascii(data, 0, 5) === 'JFIF\0' && data.length >= 12) {
      jfif ??= joined([Uint8Array.of(0xff, marker.jfif), be16(16), data.subarray(0, 12), be16(0)])
    } else if (code === marker.exif && ascii(data, 0, 6) === 'Exif\0\0') {
      orientation = orientation === 1 ? readOrientation(data.subarray(6)) : orientation
    } else if (code === marker.profile && ascii(data, 0, 12) === 'ICC_PROFILE\0') {
      profile.pieces.set(u8(data, 12), data.subarray(14))
      profile.count = u8(data, 13)
    } else if (code === marker.adobe && ascii(data, 0, 5) === 'Adobe' && data.length >= 12) {
      body.add(Uint8Array.of(0xff, marker.adobe), be16(14), data.subarray(0, 12))
    } else if (code < 0xe0 || code > 0xfe) throw new Refusal('damaged')
  }
  if (!hasScan) throw new Refusal('damaged')
  return joined([
    Uint8Array.of(0xff, 0xd8),
    ...(jfif === undefined ? [] : [jfif]),
    ...(orientation === 1 ? [] : [orientationSegment(orientation)]),
    ...profileOf(profile),
    body.bytes(),
    Uint8Array.of(0xff, marker.end),
  ])
}

interface Profile {
  readonly pieces: Map<number, Uint8Array>
  count: number
}

function profileOf({ pieces, count }: Profile): readonly Uint8Array[] {
  const inOrder = Array.from({ length: count }, (_, i) => pieces.get(i + 1)).filter((piece) => piece !== undefined)
  const cleaned = inOrder.length < count || count === 0 ? undefined : cleanColorProfile(joined(inOrder))
  return cleaned === undefined ? [] : profileSegments(cleaned)
}

function orientationSegment(orientation: number): Uint8Array {
  const data = joined([latin1('Exif\0\0'), writeOrientation(orientation)])
  return joined([Uint8Array.of(0xff, marker.exif), be16(data.length + 2), data])
}

/** Where the next marker's 0xFF stands; what lies before it belongs to nothing. */
function nextMarker(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && (bytes[at + 1] === 0xff || bytes[at + 1] === 0x00)) at = bytes.indexOf(0xff, at + 1)
  return at < 0 ? bytes.length : at
}

/** Where the first marker after a scan stands that is neither a restart nor a stuffed 0xFF. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0) {
    const next = bytes[at + 1]
    if (next === undefined) break
    if (next !== 0x00 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
    at = bytes.indexOf(0xff, at + 1)
  }
  return bytes.length
}

/** Markers without a length: TEM and restarts. */
function isLoneMarker(code: number): boolean {
  return code === 0x01 || (code >= 0xd0 && code <= 0xd7)
}

function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc
}

/** Frames and tables: SOFn, DHT, DAC, DQT, DNL, DRI, DHP, EXP. */
function isNeeded(code: number): boolean {
  return (code >= 0xc0 && code <= 0xcf && code !== 0xc8) || (code >= 0xdb && code <= 0xdf)
}
