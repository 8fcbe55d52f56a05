import type { Allowance } from '../allowance.ts'
import { part, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { createPdfReader } from './pdf-reader.ts'
import { nameAt, numberAt, valueAt, type PdfValue } from './pdf-value.ts'
import { readObject } from './read-object.ts'
import { unpackStream } from './unpack-stream.ts'

/** Where an object is: at a place in the file, packed in another, or nowhere any more. */
export type Location =
  | { readonly kind: 'plain'; readonly offset: number }
  | { readonly kind: 'packed'; readonly pack: number }
  | { readonly kind: 'free' }

export interface Locations {
  readonly locations: ReadonlyMap<number, Location>
  /** The newest first. */
  readonly trailers: readonly PdfValue[]
}

const mostObjects = 1_000_000
const mostRevisions = 1000
const free: Location = { kind: 'free' }

/** Reads the cross-reference tables and streams from the newest back to the oldest; the newest word on an object counts. */
export function readLocations(bytes: Uint8Array, offset: number, allowance: Allowance): Locations {
  const locations = new Map<number, Location>()
  const trailers: PdfValue[] = []
  const seen = new Set<number>()
  const waiting = [offset]
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (seen.has(at)) continue
    seen.add(at)
    if (seen.size > mostRevisions) throw new Refusal('cannot-clean')
    const note = (id: number, location: Location): void => {
      if (!locations.has(id)) locations.set(id, location)
      if (locations.size > mostObjects) throw new Refusal('cannot-clean')
    }
    const reader = createPdfReader(bytes, at)
    const isTable = reader.word() === 'xref'
    const trailer = isTable ? readTable(bytes, reader.at, note, allowance) : readStream(bytes, at, note, allowance)
    trailers.push(trailer)
    const hybrid = numberAt(trailer, 'XRefStm')
    const previous = numberAt(trailer, 'Prev')
    waiting.push(...[hybrid, previous].filter((each) => each !== undefined))
  }
  return { locations, trailers }
}

function readTable(
  bytes: Uint8Array,
  start: number,
  note: (id: number, location: Location) => void,
  allowance: Allowance,
): PdfValue {
  const reader = createPdfReader(bytes, start)
  for (let word = reader.word(); word !== 'trailer'; word = reader.word()) {
    if (!/^\d{1,10}$/.test(word)) throw new Refusal('damaged')
    const first = Number(word)
    const count = reader.integer()
    for (let i = 0; i < count; i++) {
      const offset = reader.integer()
      reader.integer()
      note(first + i, reader.word() === 'n' ? { kind: 'plain', offset } : free)
    }
  }
  const trailer = reader.value()
  allowance.spend(reader.at - start)
  return trailer
}

function readStream(
  bytes: Uint8Array,
  offset: number,
  note: (id: number, location: Location) => void,
  allowance: Allowance,
): PdfValue {
  const { value, data } = readObject(bytes, offset, allowance, (length) => {
    if (length?.kind !== 'number') throw new Refusal('damaged')
    return length.value
  })
  if (data === undefined || nameAt(value, 'Type') !== 'XRef') throw new Refusal('damaged')
  const table = unpackStream(value, data, allowance)
  const widths = numbersAt(value, 'W')
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths
  const width = typeWidth + secondWidth + thirdWidth
  if (widths.length !== 3 || width === 0 || widths.some((each) => each > 8)) throw new Refusal('damaged')
  const sections = numbersAt(value, 'Index')
  if (sections.length === 0) sections.push(0, Math.floor(table.length / width))
  let at = 0
  for (let i = 0; i + 1 < sections.length; i += 2) {
    const first = sections[i] ?? 0
    const end = first + (sections[i + 1] ?? 0)
    for (let id = first; id < end; id++) {
      const entry = part(table, at, at + width)
      const type = typeWidth === 0 ? 1 : number(entry, 0, typeWidth)
      const second = number(entry, typeWidth, secondWidth)
      note(id, type === 1 ? { kind: 'plain', offset: second } : type === 2 ? { kind: 'packed', pack: second } : free)
      at += width
    }
  }
  return value
}

function number(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let i = 0; i < width; i++) value = value * 256 + u8(bytes, at + i)
  return value
}

function numbersAt(value: PdfValue, key: string): number[] {
  const found = valueAt(value, key)
  const items = found?.kind === 'array' ? found.items : []
  return items.map((item) => (item.kind === 'number' ? item.value : 0))
}
