import { be16, be32, joined, latin1, part, u16, u32, u8 } from '../bytes.ts'
import { applyRules, blankBox, boxesIn, findBox, type Box } from '../movie/boxes.ts'
import { cleanBrands } from '../movie/clean-brands.ts'
import { createRanges, type Ranges } from '../movie/ranges.ts'
import { cleanMovieBox, mediaData, topBoxes } from '../movie/strip-movie.ts'
import { cleanColor, cleanDataReference, cleanHandler } from '../movie/track-rules.ts'
import { Refusal } from '../refusal.ts'
import { readAssociations, readInfos, readLocations, readReferences, type Association } from './heif-items.ts'
import { isShown, keptItems } from './heif-kept.ts'

/**
 * A HEIC or AVIF with the items of the shown picture byte for byte and at their places. The tables of items are written anew
 * and shorter; free space makes up for it. Media data of no kept item are zeros.
 */
export function stripHeif(original: Uint8Array): Uint8Array {
  const boxes = topBoxes(original)
  const bytes = original.slice(0, boxes.at(-1)?.end ?? 0)
  const ranges = createRanges()
  const meta = boxes.find((box) => box.type === 'meta')
  if (meta === undefined) throw new Refusal('damaged')
  cleanMeta(bytes, meta, ranges)
  for (const box of boxes) {
    if (box.type === 'ftyp') cleanBrands(bytes, box)
    // Pictures that move have a movie beside the still one.
    else if (box.type === 'moov') cleanMovieBox(bytes, box, ranges)
    else if (box !== meta && box.type !== 'mdat') blankBox(bytes, box)
  }
  ranges.zeroOutside(bytes, mediaData(boxes))
  return bytes
}

function cleanMeta(bytes: Uint8Array, meta: Box, ranges: Ranges): void {
  const start = meta.body + 4
  const find = (type: string): Box | undefined => findBox(bytes, start, meta.end, type)
  const need = (type: string): Box => {
    const box = find(type)
    if (box === undefined) throw new Refusal('damaged')
    return box
  }
  const properties = need('iprp')
  const list = findBox(bytes, properties.body, properties.end, 'ipco')
  const owners = findBox(bytes, properties.body, properties.end, 'ipma')
  if (list === undefined || owners === undefined) throw new Refusal('damaged')
  // One table of properties is what everybody writes; several would have to be merged.
  if (findBox(bytes, owners.end, properties.end, 'ipma') !== undefined) throw new Refusal('cannot-clean')
  const all = readProperties(bytes, list)
  const associations = readAssociations(bytes, owners)
  const references = find('iref')
  const allReferences = references === undefined ? [] : readReferences(bytes, references)
  const primaryBox = need('pitm')
  const primary = u8(bytes, primaryBox.body) === 0 ? u16(bytes, primaryBox.body + 4) : u32(bytes, primaryBox.body + 4)
  const kept = keptItems(bytes, primary, allReferences, all, associations)
  const isKept = ({ id }: { readonly id: number }): boolean => kept.has(id)
  const locations = readLocations(bytes, need('iloc')).filter(isKept)
  const infos = readInfos(bytes, need('iinf')).filter(isKept)
  if (!infos.some(({ id }) => id === primary)) throw new Refusal('damaged')
  const idat = find('idat')
  for (const { isInside, from, to } of locations.flatMap(({ extents }) => extents)) {
    if (!isInside) ranges.add(from, to)
    else if (idat !== undefined) ranges.add(idat.body + from, idat.body + to)
  }
  const owned = new Map([...associations].filter(([id]) => kept.has(id)).map(([id, each]) => [id, shown(each, all)]))
  const used = new Set([...owned.values()].flat().map(({ property }) => property))
  all.forEach((box, index) => {
    if (!used.has(index + 1)) blankBox(bytes, box)
    else if (box.type === 'colr') cleanColor(bytes, box)
  })
  if (idat !== undefined) ranges.zeroOutside(bytes, [{ from: idat.body, to: idat.end }])

  const header = (box: Box, length: number): Uint8Array => part(bytes, box.body, box.body + length).slice()
  const written: Record<string, (box: Box) => Uint8Array> = {
    hdlr: (box) => {
      cleanHandler(bytes, box)
      return raw(bytes, box)
    },
    pitm: (box) => raw(bytes, box),
    dinf: (box) => {
      applyRules(bytes, box.body, box.end, { dref: cleanDataReference })
      return raw(bytes, box)
    },
    idat: (box) => raw(bytes, box),
    iinf: (box) => {
      const count = u8(bytes, box.body) === 0 ? be16(infos.length) : be32(infos.length)
      return writeBox('iinf', [header(box, 4), count, ...infos.map((info) => info.raw)])
    },
    iloc: (box) => {
      const count = u8(bytes, box.body) < 2 ? be16(locations.length) : be32(locations.length)
      return writeBox('iloc', [header(box, 6), count, ...locations.map((location) => location.raw)])
    },
    iref: (box) => {
      const between = allReferences.filter(
        ({ type, from, to }) =>
          (type === 'dimg' || type === 'auxl') && kept.has(from) && to.every((id) => kept.has(id)),
      )
      // Readers refuse an empty list.
      if (between.length === 0) return new Uint8Array()
      return writeBox('iref', [header(box, 4), ...between.map((reference) => reference.raw)])
    },
    iprp: () => writeBox('iprp', [raw(bytes, list), writeAssociations(bytes, owners, owned)]),
  }
  const parts: Uint8Array[] = [part(bytes, meta.body, start).slice()]
  for (const box of boxesIn(bytes, start, meta.end)) parts.push(written[box.type]?.(box) ?? new Uint8Array())
  place(bytes, meta, writeBox('meta', parts))
}

/** More cannot be told apart by their numbers. */
const mostProperties = 32_767

function readProperties(bytes: Uint8Array, list: Box): readonly Box[] {
  const properties: Box[] = []
  for (const box of boxesIn(bytes, list.body, list.end))
    if (properties.push(box) > mostProperties) throw new Refusal('damaged')
  return properties
}

/** Properties that are not part of the picture become none (0). If it must not be shown without one, everything stops. */
function shown(associations: readonly Association[], all: readonly Box[]): readonly Association[] {
  return associations.map((association) => {
    const { property, isEssential } = association
    if (isShown(all[property - 1])) return association
    if (isEssential && property !== 0) throw new Refusal('cannot-clean')
    return { property: 0, isEssential: false }
  })
}

function writeAssociations(
  bytes: Uint8Array,
  box: Box,
  owned: ReadonlyMap<number, readonly Association[]>,
): Uint8Array {
  const wideId = u8(bytes, box.body) > 0
  const isWide = (u8(bytes, box.body + 3) & 1) === 1
  const entries = [...owned].flatMap(([id, associations]) => [
    wideId ? be32(id) : be16(id),
    Uint8Array.of(associations.length),
    ...associations.map(({ property, isEssential }) =>
      isWide ? be16(property + (isEssential ? 0x8000 : 0)) : Uint8Array.of(property + (isEssential ? 0x80 : 0)),
    ),
  ])
  return writeBox('ipma', [part(bytes, box.body, box.body + 4).slice(), be32(owned.size), ...entries])
}

function raw(bytes: Uint8Array, box: Box): Uint8Array {
  return part(bytes, box.start, box.end).slice()
}

function writeBox(type: string, parts: readonly Uint8Array[]): Uint8Array {
  const body = joined(parts)
  return joined([be32(body.length + 8), latin1(type), body])
}

/** Puts the new box in the place of the old one, with free space behind it. */
function place(bytes: Uint8Array, old: Box, box: Uint8Array): void {
  const rest = old.end - old.start - box.length
  if (rest !== 0 && rest < 8) throw new Refusal('cannot-clean')
  bytes.set(box, old.start)
  if (rest === 0) return
  bytes.fill(0, old.start + box.length, old.end)
  bytes.set(joined([be32(rest), latin1('free')]), old.start + box.length)
}
