import { ascii, be32, joined, latin1, le32, part, u32le, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { createWriter } from '../writer.ts'
import { cleanColorProfile } from './color-profile.ts'
import { readOrientation, writeOrientation } from './orientation.ts'

interface Chunk {
  readonly type: string
  readonly data: Uint8Array
  /** With its header, without the zero that fills it up. */
  readonly raw: Uint8Array
}

const fill = new Uint8Array(1)

const flag = { profile: 0x20, alpha: 0x10, exif: 0x08, animation: 0x02 } as const
const pictureChunks = new Set(['VP8 ', 'VP8L', 'ALPH'])

/** A WebP with its pictures byte for byte, its flags right; of EXIF the orientation remains, of a profile its numbers. */
export function stripWebp(bytes: Uint8Array): Uint8Array {
  const kept = createWriter(bytes.length)
  let orientation = 1
  let hasPicture = false
  let hasProfile = false
  let oldFlags: number | undefined
  for (const { type, data, raw } of chunksIn(part(bytes, 12, Math.min(bytes.length, 8 + u32le(bytes, 4))))) {
    if (type === 'VP8X' && kept.length === 0) {
      oldFlags = u8(data, 0)
      kept.add(writeChunk(type, joined([be32(0), part(data, 4, 10)])))
    } else if (type === 'ICCP' && oldFlags !== undefined && !hasProfile) {
      const cleaned = cleanColorProfile(data)
      if (cleaned === undefined) continue
      hasProfile = true
      kept.add(writeChunk(type, cleaned))
    } else if (type === 'EXIF') {
      orientation = readOrientation(ascii(data, 0, 6) === 'Exif\0\0' ? data.subarray(6) : data)
    } else if (type === 'ANMF') kept.add(writeChunk(type, cleanFrame(data)))
    else if (pictureChunks.has(type) || (type === 'ANIM' && data.length === 6)) kept.add(raw, fillOf(raw))
    hasPicture ||= type === 'VP8 ' || type === 'VP8L' || type === 'ANMF'
  }
  if (!hasPicture) throw new Refusal('damaged')
  const hasOrientation = oldFlags !== undefined && orientation !== 1
  if (hasOrientation) kept.add(writeChunk('EXIF', writeOrientation(orientation)))
  const body = kept.bytes()
  if (oldFlags !== undefined)
    body[8] =
      (oldFlags & (flag.alpha | flag.animation)) | (hasProfile ? flag.profile : 0) | (hasOrientation ? flag.exif : 0)
  return joined([latin1('RIFF'), le32(body.length + 4), latin1('WEBP'), body])
}

/** A frame of an animation: 16 bytes of place and timing, then chunks of its own. */
function cleanFrame(data: Uint8Array): Uint8Array {
  const kept = createWriter(data.length)
  kept.add(part(data, 0, 16))
  for (const chunk of chunksIn(data.subarray(16)))
    if (pictureChunks.has(chunk.type)) kept.add(chunk.raw, fillOf(chunk.raw))
  return kept.bytes()
}

function* chunksIn(bytes: Uint8Array): Generator<Chunk> {
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = u32le(bytes, at + 4)
    const raw = part(bytes, at, at + 8 + length)
    yield { type: ascii(bytes, at, 4), data: raw.subarray(8), raw }
    at += 8 + length + (length & 1)
  }
}

/** Chunks start at even places. */
function fillOf(chunk: Uint8Array): Uint8Array {
  return fill.subarray(0, chunk.length & 1)
}

function writeChunk(type: string, data: Uint8Array): Uint8Array {
  return joined([latin1(type), le32(data.length), data, fillOf(data)])
}
