import { ascii, part, u16, u32, u64, u8 } from '../bytes.ts'
import { boxesIn, type Box } from '../movie/boxes.ts'
import { Refusal } from '../refusal.ts'

/** Where the bytes of an item lie: in the file, or in the box idat. */
export interface Extent {
  readonly isInside: boolean
  readonly from: number
  readonly to: number
}

/** An item's own bytes in one of the tables of a meta box. */
interface Entry {
  readonly id: number
  readonly raw: Uint8Array
}

export interface ItemInfo extends Entry {
  readonly type: string
}

export interface ItemLocation extends Entry {
  readonly extents: readonly Extent[]
}

export interface ItemReference {
  readonly type: string
  readonly from: number
  readonly to: readonly number[]
  readonly raw: Uint8Array
}

const mostEntries = 65_536
const mostAssociations = 500_000

/** The kind of each item (iinf). */
export function readInfos(bytes: Uint8Array, box: Box): readonly ItemInfo[] {
  const start = box.body + (u8(bytes, box.body) === 0 ? 6 : 8)
  const infos: ItemInfo[] = []
  for (const entry of boxesIn(bytes, start, box.end)) {
    const version = u8(bytes, entry.body)
    if (entry.type !== 'infe' || version < 2 || infos.length >= mostEntries) throw new Refusal('cannot-clean')
    const at = entry.body + 4 + (version === 2 ? 2 : 4)
    // Protected items are encrypted.
    if (u16(bytes, at) !== 0) throw new Refusal('cannot-clean')
    const raw = part(bytes, entry.start, entry.end).slice()
    // Behind the kind stands a name.
    raw.fill(0, at + 6 - entry.start)
    infos.push({
      id: version === 2 ? u16(bytes, entry.body + 4) : u32(bytes, entry.body + 4),
      type: ascii(bytes, at + 2, 4),
      raw,
    })
  }
  return infos
}

/** Where each item lies (iloc). */
export function readLocations(bytes: Uint8Array, box: Box): readonly ItemLocation[] {
  const version = u8(bytes, box.body)
  const widths = u16(bytes, box.body + 4)
  const offsetWidth = widths >> 12
  const lengthWidth = (widths >> 8) & 15
  const baseWidth = (widths >> 4) & 15
  const indexWidth = version === 0 ? 0 : widths & 15
  // Without a length an item would be the whole file.
  if (version > 2 || lengthWidth === 0) throw new Refusal('cannot-clean')
  const read = (at: number, width: number): number => {
    if (width === 0) return 0
    if (width === 4) return u32(bytes, at)
    if (width === 8) return u64(bytes, at)
    throw new Refusal('damaged')
  }
  const locations: ItemLocation[] = []
  const count = version < 2 ? u16(bytes, box.body + 6) : u32(bytes, box.body + 6)
  let at = box.body + (version < 2 ? 8 : 10)
  for (let i = 0; i < count; i++) {
    const start = at
    const id = version < 2 ? u16(bytes, at) : u32(bytes, at)
    at += version < 2 ? 2 : 4
    const method = version === 0 ? 0 : u16(bytes, at) & 15
    at += version === 0 ? 0 : 2
    // Data in another file, or put together from other items.
    if (method > 1 || u16(bytes, at) !== 0) throw new Refusal('cannot-clean')
    const base = read(at + 2, baseWidth)
    const extentCount = u16(bytes, at + 2 + baseWidth)
    at += 4 + baseWidth
    const extents: Extent[] = []
    for (let j = 0; j < extentCount; j++) {
      const from = base + read(at + indexWidth, offsetWidth)
      const length = read(at + indexWidth + offsetWidth, lengthWidth)
      if (length === 0 && j > 0) throw new Refusal('damaged')
      extents.push({ isInside: method === 1, from, to: from + length })
      at += indexWidth + offsetWidth + lengthWidth
    }
    if (at > box.end || locations.length >= mostEntries) throw new Refusal('damaged')
    locations.push({ id, extents, raw: part(bytes, start, at).slice() })
  }
  return locations
}

/** Which item is made of which (iref). */
export function readReferences(bytes: Uint8Array, box: Box): readonly ItemReference[] {
  const width = u8(bytes, box.body) === 0 ? 2 : 4
  const read = (at: number): number => (width === 2 ? u16(bytes, at) : u32(bytes, at))
  const references: ItemReference[] = []
  for (const entry of boxesIn(bytes, box.body + 4, box.end)) {
    const count = u16(bytes, entry.body + width)
    const first = entry.body + width + 2
    if (first + count * width > entry.end || references.length >= mostEntries) throw new Refusal('damaged')
    const to = Array.from({ length: count }, (_, i) => read(first + i * width))
    references.push({ type: entry.type, from: read(entry.body), to, raw: part(bytes, entry.start, entry.end).slice() })
  }
  return references
}

/** A property of an item, by its place in the list of all (from 1). */
export interface Association {
  readonly property: number
  readonly isEssential: boolean
}

/** Which properties an item has (ipma). */
export function readAssociations(bytes: Uint8Array, box: Box): ReadonlyMap<number, readonly Association[]> {
  const wideId = u8(bytes, box.body) > 0
  const isWide = (u8(bytes, box.body + 3) & 1) === 1
  const byItem = new Map<number, readonly Association[]>()
  const count = u32(bytes, box.body + 4)
  let at = box.body + 8
  let total = 0
  for (let i = 0; i < count; i++) {
    if (at + 3 > box.end || i >= mostEntries || total > mostAssociations) throw new Refusal('damaged')
    const id = wideId ? u32(bytes, at) : u16(bytes, at)
    at += wideId ? 4 : 2
    const length = u8(bytes, at++)
    const associations = Array.from({ length }, (_, j) => {
      const value = isWide ? u16(bytes, at + j * 2) : u8(bytes, at + j)
      const top = isWide ? 0x8000 : 0x80
      return { property: value & (top - 1), isEssential: value >= top }
    })
    byItem.set(id, associations)
    total += length
    at += length * (isWide ? 2 : 1)
  }
  return byItem
}
