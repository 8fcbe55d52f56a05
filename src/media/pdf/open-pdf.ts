import type { Allowance } from '../allowance.ts'
import { lastIndexOfText } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { createPdfReader } from './pdf-reader.ts'
import { numberAt, valueAt, type PdfValue } from './pdf-value.ts'
import { readObject, type PdfObject } from './read-object.ts'
import { unpackStream } from './unpack-stream.ts'
import { readLocations } from './xref.ts'

/** A PDF as its own tables tell it: old revisions are never seen. */
export interface Pdf {
  readonly root: Extract<PdfValue, { kind: 'ref' }>
  /** An object as it stands last; undefined when there is none, which PDF takes for null. */
  load(id: number): PdfObject | undefined
}

/** Objects that are packed together: their bytes, and where each starts. */
interface Pack {
  readonly bytes: Uint8Array
  readonly starts: ReadonlyMap<number, number>
}

/** Opens a PDF. Encrypted ones cannot be cleaned. */
export function openPdf(bytes: Uint8Array, allowance: Allowance): Pdf {
  const tables = lastIndexOfText(bytes, 'startxref')
  if (tables < 0) throw new Refusal('damaged')
  const { locations, trailers } = readLocations(bytes, createPdfReader(bytes, tables + 9).integer(), allowance)
  if (trailers.some((trailer) => valueAt(trailer, 'Encrypt') !== undefined)) throw new Refusal('cannot-clean')
  const root = valueAt(trailers[0], 'Root')
  if (root?.kind !== 'ref') throw new Refusal('damaged')
  const packs = new Map<number, Pack>()

  function load(id: number): PdfObject | undefined {
    const location = locations.get(id)
    if (location === undefined || location.kind === 'free') return undefined
    if (location.kind === 'packed') return loadPacked(id, location.pack)
    const object = readObject(bytes, location.offset, allowance, lengthOf)
    return object.id === id ? object : undefined
  }

  function loadPacked(id: number, packId: number): PdfObject | undefined {
    let pack = packs.get(packId)
    if (pack === undefined) {
      pack = openPack(packId)
      packs.set(packId, pack)
    }
    const start = pack.starts.get(id)
    if (start === undefined) return undefined
    const reader = createPdfReader(pack.bytes, start)
    const value = reader.value()
    allowance.spend(reader.at - start)
    return { id, generation: 0, value }
  }

  function openPack(id: number): Pack {
    const location = locations.get(id)
    if (location?.kind !== 'plain') throw new Refusal('damaged')
    const { value, data } = readObject(bytes, location.offset, allowance, plainLength)
    if (data === undefined) throw new Refusal('damaged')
    const unpacked = unpackStream(value, data, allowance)
    const reader = createPdfReader(unpacked, 0)
    const first = numberAt(value, 'First') ?? 0
    const starts = new Map<number, number>()
    for (let left = numberAt(value, 'N') ?? 0; left > 0; left--) {
      const member = reader.integer()
      const start = first + reader.integer()
      const place = locations.get(member)
      if (place?.kind === 'packed' && place.pack === id) starts.set(member, start)
    }
    return { bytes: unpacked, starts }
  }

  function lengthOf(length: PdfValue | undefined): number {
    const location = length?.kind === 'ref' ? locations.get(length.id) : undefined
    if (length?.kind !== 'ref' || location?.kind !== 'packed') return plainLength(length)
    const value = loadPacked(length.id, location.pack)?.value
    if (value?.kind !== 'number') throw new Refusal('damaged')
    return value.value
  }

  /** A length that stands in the stream's own dictionary or in an object by itself, in no pack. */
  function plainLength(length: PdfValue | undefined): number {
    if (length?.kind === 'number') return length.value
    const location = length?.kind === 'ref' ? locations.get(length.id) : undefined
    if (location?.kind !== 'plain') throw new Refusal('damaged')
    const reader = createPdfReader(bytes, location.offset)
    reader.integer()
    reader.integer()
    if (reader.word() !== 'obj') throw new Refusal('damaged')
    return reader.integer()
  }

  return { root, load }
}
