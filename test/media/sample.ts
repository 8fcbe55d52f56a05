import type { Planter } from './canaries.ts'

/** A file with canaries in it. */
export interface Sample {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** What must be there byte for byte afterwards: compressed pictures and sound, content. */
  readonly kept: readonly Uint8Array[]
}

/** Builds a sample, planting as it goes. */
export type BuildSample = (plant: Planter) => Omit<Sample, 'name'>

/** Parts behind each other; texts in Latin-1. */
export function bytesOf(...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Uint8Array.from(part))),
    ),
  )
}

const number = (write: (buffer: Buffer) => void, length: number): Uint8Array => {
  const buffer = Buffer.alloc(length)
  write(buffer)
  return new Uint8Array(buffer)
}

export const be16 = (value: number): Uint8Array => number((buffer) => buffer.writeUInt16BE(value), 2)
export const be32 = (value: number): Uint8Array => number((buffer) => buffer.writeUInt32BE(value), 4)
export const le16 = (value: number): Uint8Array => number((buffer) => buffer.writeUInt16LE(value), 2)
export const le32 = (value: number): Uint8Array => number((buffer) => buffer.writeUInt32LE(value), 4)
export const zeros = (length: number): Uint8Array => new Uint8Array(length)
export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

/** Bytes that look like packed ones and are the same each time. */
export function noise(length: number, seed = 1): Uint8Array {
  let state = seed
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223
    // Neither 0xFF nor 0x00: no marker of JPEG, no start code.
    return 1 + ((state >>> 24) % 250)
  })
}
