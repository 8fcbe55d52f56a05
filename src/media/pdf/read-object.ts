import type { Allowance } from '../allowance.ts'
import { indexOfText, part } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { createPdfReader } from './pdf-reader.ts'
import { valueAt, type PdfValue } from './pdf-value.ts'

/** An object of a PDF; `data` when it is a stream. */
export interface PdfObject {
  readonly id: number
  readonly generation: number
  readonly value: PdfValue
  readonly data?: Uint8Array
}

/** Reads `N G obj … endobj`, with its stream if there is one. */
export function readObject(
  bytes: Uint8Array,
  offset: number,
  allowance: Allowance,
  lengthOf: (length: PdfValue | undefined) => number,
): PdfObject {
  const reader = createPdfReader(bytes, offset)
  const id = reader.integer()
  const generation = reader.integer()
  if (reader.word() !== 'obj') throw new Refusal('damaged')
  const value = reader.value()
  const end = reader.at
  allowance.spend(end - offset)
  if (value.kind !== 'dict' || reader.word() !== 'stream') return { id, generation, value }
  let from = reader.at
  if (bytes[from] === 0x0d) from++
  if (bytes[from] === 0x0a) from++
  const data = streamData(bytes, from, lengthOf(valueAt(value, 'Length')))
  allowance.spend(data.length)
  return { id, generation, value, data }
}

/** The stream that starts at `from`. A length that is wrong counts for nothing, as with viewers: the end mark does. */
function streamData(bytes: Uint8Array, from: number, length: number): Uint8Array {
  const isRight = length >= 0 && createPdfReader(bytes, from + length).word() === 'endstream'
  if (isRight) return part(bytes, from, from + length)
  const mark = indexOfText(bytes, 'endstream', from)
  if (mark < 0) throw new Refusal('damaged')
  let end = mark
  if (bytes[end - 1] === 0x0a) end--
  if (bytes[end - 1] === 0x0d) end--
  return part(bytes, from, Math.max(from, end))
}
