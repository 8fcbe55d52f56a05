import { ascii } from '../bytes.ts'
import type { Box } from '../movie/boxes.ts'
import type { Association, ItemReference } from './heif-items.ts'

/** Properties that change how an item is decoded and shown. Others hold texts, times and the like. */
const shownProperties = new Set(
  'hvcC av1C avcC ispe pixi irot imir clap pasp colr auxC clli mdcv amve a1op a1lx lsel'.split(' '),
)

const alphaKinds = ['urn:mpeg:mpegB:cicp:systems:auxiliary:alpha', 'urn:mpeg:hevc:2015:auxid:1']

/** True when the property is part of the picture. */
export function isShown(property: Box | undefined): boolean {
  return property !== undefined && shownProperties.has(property.type)
}

/**
 * The items of the picture that is shown: the primary one, what it is made of, and its transparency. Not among them:
 * thumbnails, EXIF, XMP, depth maps, the other pictures of a burst.
 */
export function keptItems(
  bytes: Uint8Array,
  primary: number,
  references: readonly ItemReference[],
  properties: readonly Box[],
  associations: ReadonlyMap<number, readonly Association[]>,
): ReadonlySet<number> {
  const isAlpha = (item: number): boolean =>
    (associations.get(item) ?? []).some(({ property }) => {
      const box = properties[property - 1]
      if (box?.type !== 'auxC') return false
      const kind = ascii(bytes, box.body + 4, Math.min(box.end - box.body - 4, 64))
      return alphaKinds.some((each) => kind.startsWith(`${each}\0`))
    })
  const madeOf = new Map<number, number[]>()
  const alphasOf = new Map<number, number[]>()
  for (const { type, from, to } of references) {
    if (type === 'dimg') for (const item of to) append(madeOf, from, item)
    if (type === 'auxl' && isAlpha(from)) for (const item of to) append(alphasOf, item, from)
  }
  const kept = new Set<number>()
  const waiting = [primary]
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    if (kept.has(item)) continue
    kept.add(item)
    for (const other of madeOf.get(item) ?? []) waiting.push(other)
    for (const other of alphasOf.get(item) ?? []) waiting.push(other)
  }
  return kept
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
