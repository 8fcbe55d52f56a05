import { crc32, deflateSync } from 'node:zlib'
import type { Allowance } from '../allowance.ts'
import { ascii, be32, joined, latin1, part, u32, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { createWriter } from '../writer.ts'
import { cleanColorProfile } from './color-profile.ts'
import { readOrientation, writeOrientation } from './orientation.ts'

/** What the picture itself is made of. */
const needed = new Set(['IHDR', 'PLTE', 'IDAT', 'fdAT'])
/** Numbers that change how it looks, and how long they can be. */
const numbers: Readonly<Record<string, number>> = {
  tRNS: 256,
  gAMA: 4,
  cHRM: 32,
  sRGB: 1,
  sBIT: 4,
  bKGD: 6,
  pHYs: 9,
  acTL: 8,
  fcTL: 26,
  cICP: 4,
  mDCV: 24,
  cLLI: 8,
}

/** A PNG with its picture byte for byte; no text, no times, no unknown chunk, nothing behind its end. */
export function stripPng(bytes: Uint8Array, allowance: Allowance): Uint8Array {
  const kept = createWriter(bytes.length)
  kept.add(part(bytes, 0, 8))
  let hasPicture = false
  for (let at = 8; ;) {
    const end = at + 12 + u32(bytes, at)
    const chunk = part(bytes, at, end)
    const type = ascii(chunk, 4, 4)
    const data = part(chunk, 8, chunk.length - 4)
    if (at === 8 && type !== 'IHDR') throw new Refusal('damaged')
    if (type === 'IEND') break
    if (needed.has(type) || data.length <= (numbers[type] ?? -1)) kept.add(chunk)
    else if (type === 'iCCP') kept.add(...profileChunk(data, allowance))
    else if (type === 'eXIf') kept.add(...orientationChunk(data))
    // A capital first letter: it cannot be decoded without knowing this chunk.
    else if ((u8(chunk, 4) & 0x20) === 0) throw new Refusal('cannot-clean')
    hasPicture ||= type === 'IDAT'
    at = end
  }
  if (!hasPicture) throw new Refusal('damaged')
  kept.add(writeChunk('IEND', new Uint8Array()))
  return kept.bytes()
}

function profileChunk(data: Uint8Array, allowance: Allowance): readonly Uint8Array[] {
  const nameEnd = data.indexOf(0)
  if (nameEnd < 0) return []
  const cleaned = cleanColorProfile(allowance.unpack(data.subarray(nameEnd + 2), 'zlib'))
  return cleaned === undefined ? [] : [writeChunk('iCCP', joined([latin1('icc\0\0'), deflateSync(cleaned)]))]
}

function orientationChunk(data: Uint8Array): readonly Uint8Array[] {
  const orientation = readOrientation(data)
  return orientation === 1 ? [] : [writeChunk('eXIf', writeOrientation(orientation))]
}

function writeChunk(type: string, data: Uint8Array): Uint8Array {
  const body = joined([latin1(type), data])
  return joined([be32(data.length), body, be32(crc32(body))])
}
