import { Refusal } from './refusal.ts'

/** The same bytes as a plain array: a Buffer's `slice` would not copy. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** One byte; a read past the end means a damaged file, here and below. */
export function u8(bytes: Uint8Array, at: number): number {
  const value = bytes[at]
  if (value === undefined) throw new Refusal('damaged')
  return value
}

/** 16 bits, the high byte first. */
export function u16(bytes: Uint8Array, at: number): number {
  return u8(bytes, at) * 0x100 + u8(bytes, at + 1)
}

/** 32 bits, the high byte first. */
export function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x1_0000 + u16(bytes, at + 2)
}

/** 64 bits, the high byte first; beyond 2^53 the value is not exact, but still beyond any file. */
export function u64(bytes: Uint8Array, at: number): number {
  return u32(bytes, at) * 0x1_0000_0000 + u32(bytes, at + 4)
}

/** 16 bits, the low byte first. */
export function u16le(bytes: Uint8Array, at: number): number {
  return u8(bytes, at) + u8(bytes, at + 1) * 0x100
}

/** 24 bits, the low byte first. */
export function u24le(bytes: Uint8Array, at: number): number {
  return u16le(bytes, at) + u8(bytes, at + 2) * 0x1_0000
}

/** 32 bits, the low byte first. */
export function u32le(bytes: Uint8Array, at: number): number {
  return u16le(bytes, at) + u16le(bytes, at + 2) * 0x1_0000
}

/** Up to `length` bytes as Latin-1 text; fewer where the bytes end. */
export function ascii(bytes: Uint8Array, at: number, length: number): string {
  const from = Math.min(at, bytes.length)
  return bufferOf(bytes).toString('latin1', from, Math.min(from + length, bytes.length))
}

/** The bytes of a text in Latin-1. */
export function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

/** A view of `from` up to `to`, both of which have to be inside. */
export function part(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (from < 0 || to < from || to > bytes.length) throw new Refusal('damaged')
  return bytes.subarray(from, to)
}

/** 16 bits as bytes, the high byte first. */
export function be16(value: number): Uint8Array {
  return Uint8Array.of((value >>> 8) & 0xff, value & 0xff)
}

/** 32 bits as bytes, the high byte first. */
export function be32(value: number): Uint8Array {
  return Uint8Array.of((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)
}

/** 16 bits as bytes, the low byte first. */
export function le16(value: number): Uint8Array {
  return be16(value).reverse()
}

/** 32 bits as bytes, the low byte first. */
export function le32(value: number): Uint8Array {
  return be32(value).reverse()
}

/** The parts behind each other, as bytes of their own. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, each) => length + each.length, 0))
  let at = 0
  for (const each of parts) {
    whole.set(each, at)
    at += each.length
  }
  return whole
}

/** Where `text` next stands at or after `from`; -1 when nowhere. */
export function indexOfText(bytes: Uint8Array, text: string, from = 0): number {
  return bufferOf(bytes).indexOf(text, from, 'latin1')
}

/** Where `text` last stands; -1 when nowhere. */
export function lastIndexOfText(bytes: Uint8Array, text: string): number {
  return bufferOf(bytes).lastIndexOf(text, undefined, 'latin1')
}

/** The same bytes as a Buffer, not copied. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
