import { ascii, part, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { createWriter } from '../writer.ts'

/** Bits per second in thousands, by the index in the header, for layer III of MPEG 1 and of MPEG 2 and 2.5. */
const bitratesOne = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const bitratesTwo = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
const sampleRates: Readonly<Record<number, readonly number[]>> = {
  3: [44_100, 48_000, 32_000],
  2: [22_050, 24_000, 16_000],
  0: [11_025, 12_000, 8_000],
}
/** So many frames in a row are no accident: a picture in a tag may look like one. */
const sureFrames = 3

interface Frame {
  readonly length: number
  /** Version and sample rate: the same in all frames of a file. */
  readonly kind: number
}

/** True when sound frames start here. */
export function isMp3(bytes: Uint8Array): boolean {
  return countFrames(bytes, 0) === sureFrames
}

/** An MP3 as its frames and nothing else: no ID3, APE or lyrics, wherever they stand. */
export function stripMp3(bytes: Uint8Array): Uint8Array {
  const kept = createWriter(bytes.length)
  const first = nextRun(bytes, endOfTags(bytes))
  if (first < 0) throw new Refusal('unknown-type')
  const kind = readFrame(bytes, first)?.kind
  for (let at = first; at >= 0; at = nextRun(bytes, at, kind)) {
    for (let frame = readFrame(bytes, at); frame !== undefined && frame.kind === kind; frame = readFrame(bytes, at)) {
      kept.add(part(bytes, at, at + frame.length))
      at += frame.length
    }
  }
  return kept.bytes()
}

/** Behind the ID3v2 tags at the front. */
function endOfTags(bytes: Uint8Array): number {
  let at = 0
  while (ascii(bytes, at, 3) === 'ID3') {
    const size = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + (u8(bytes, at + i) & 0x7f), 0)
    const footer = (u8(bytes, at + 5) & 0x10) === 0 ? 0 : 10
    at += 10 + size + footer
  }
  return at
}

function readFrame(bytes: Uint8Array, at: number): Frame | undefined {
  const [first, second, third] = [bytes[at], bytes[at + 1], bytes[at + 2]]
  if (first !== 0xff || second === undefined || third === undefined || (second & 0xe6) !== 0xe2) return undefined
  const version = (second >> 3) & 3
  const bitrate = (version === 3 ? bitratesOne : bitratesTwo)[third >> 4]
  const rate = sampleRates[version]?.[(third >> 2) & 3]
  // Index 0 leaves the length open.
  if (bitrate === undefined || bitrate === 0 || rate === undefined) return undefined
  const length = Math.floor(((version === 3 ? 144_000 : 72_000) * bitrate) / rate) + ((third >> 1) & 1)
  return at + length > bytes.length ? undefined : { length, kind: version * 4 + ((third >> 2) & 3) }
}

/** How many frames of one kind stand in a row, up to `sureFrames`. */
function countFrames(bytes: Uint8Array, from: number, kind?: number): number {
  let at = from
  let count = 0
  let wanted = kind
  while (count < sureFrames) {
    const frame = readFrame(bytes, at)
    if (frame === undefined || (wanted !== undefined && frame.kind !== wanted)) break
    wanted = frame.kind
    at += frame.length
    count++
  }
  return count
}

/** Where the next sure frames start; -1 when nowhere. */
function nextRun(bytes: Uint8Array, from: number, kind?: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && countFrames(bytes, at, kind) < sureFrames) at = bytes.indexOf(0xff, at + 1)
  return at
}
