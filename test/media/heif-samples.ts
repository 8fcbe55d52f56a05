import { box, dataInformation, fullBox } from './boxes.ts'
import type { Planter } from './canaries.ts'
import { exifOf, profileOf, xmpOf } from './exif-sample.ts'
import { be16, be32, bytesOf, noise, zeros, type BuildSample } from './sample.ts'

interface Item {
  readonly id: number
  readonly type: string
  readonly data: Uint8Array
  readonly isInside?: boolean
  /** Places in the list of properties, from 1. */
  readonly properties?: readonly number[]
}

/** A HEIC or AVIF of these items; the first is shown. */
export function heifOf(
  plant: Planter,
  brands: string,
  items: readonly Item[],
  references: readonly Uint8Array[],
  properties: readonly Uint8Array[],
  inMeta: readonly Uint8Array[] = [],
): Uint8Array {
  const front = box('ftyp', brands)
  const inside = items.filter((each) => each.isInside === true)
  const outside = items.filter((each) => each.isInside !== true)
  const meta = (at: number): Uint8Array => {
    const locations = items.map((each) => {
      const among = each.isInside === true ? inside : outside
      const before = among.slice(0, among.indexOf(each)).reduce((sum, { data }) => sum + data.length, 0)
      return bytesOf(
        be16(each.id),
        be16(each.isInside === true ? 1 : 0),
        be16(0),
        be16(1),
        be32((each.isInside === true ? 0 : at) + before),
        be32(each.data.length),
      )
    })
    const infos = items.map(({ id, type }) =>
      fullBox(
        'infe',
        2,
        0,
        be16(id),
        be16(0),
        type,
        plant.word(`item-${type.replace(/[^a-z]/g, '')}`),
        '\0',
        ...(type === 'mime' ? ['application/rdf+xml\0'] : []),
      ),
    )
    const owners = items
      .filter(({ properties: own }) => own !== undefined)
      .map(({ id, properties: own = [] }) => bytesOf(be16(id), [own.length], own))
    return fullBox(
      'meta',
      0,
      0,
      fullBox('hdlr', 0, 0, zeros(4), 'pict', zeros(12), plant.word('handler'), '\0'),
      dataInformation,
      fullBox('pitm', 0, 0, be16(items[0]?.id ?? 0)),
      fullBox('iinf', 0, 0, be16(infos.length), ...infos),
      ...(references.length === 0 ? [] : [fullBox('iref', 0, 0, ...references)]),
      box('iprp', box('ipco', ...properties), fullBox('ipma', 0, 0, be32(owners.length), ...owners)),
      ...(inside.length === 0 ? [] : [box('idat', ...inside.map(({ data }) => data))]),
      fullBox('iloc', 1, 0, be16(0x4400), be16(items.length), ...locations),
      ...inMeta,
    )
  }
  const at = front.length + meta(0).length + 8
  return bytesOf(front, meta(at), box('mdat', ...outside.map(({ data }) => data)), box('sefd', plant.word('samsung')))
}

export const reference = (type: string, from: number, ...to: readonly number[]): Uint8Array =>
  box(type, be16(from), be16(to.length), ...to.map(be16))
const sizeOf = (width: number, height: number): Uint8Array => fullBox('ispe', 0, 0, be32(width), be32(height))
const hevcConfiguration = box('hvcC', [1], noise(22, 41))

const alpha = fullBox('auxC', 0, 0, 'urn:mpeg:hevc:2015:auxid:1\0')
const depth = fullBox('auxC', 0, 0, 'urn:mpeg:hevc:2015:auxid:2\0')

export const heifSamples: Readonly<Record<string, BuildSample>> = {
  'a HEIC of a phone, with tiles': (plant) => {
    const tiles = [noise(300, 51), noise(310, 52)]
    const grid = bytesOf([0, 0, 0, 1], be16(16), be16(8))
    const items: readonly Item[] = [
      { id: 1, type: 'grid', data: grid, isInside: true, properties: [1, 0x80 + 6] },
      { id: 2, type: 'hvc1', data: tiles[0] ?? grid, properties: [0x80 + 2, 3] },
      { id: 3, type: 'hvc1', data: tiles[1] ?? grid, properties: [0x80 + 2, 3] },
      { id: 4, type: 'hvc1', data: bytesOf(plant.word('thumbnail')), properties: [0x80 + 2, 4] },
      { id: 5, type: 'Exif', data: bytesOf(be32(6), 'Exif\0\0', exifOf(plant, 6)) },
      { id: 6, type: 'mime', data: bytesOf(xmpOf(plant)) },
      { id: 7, type: 'hvc1', data: bytesOf(plant.word('depth')), properties: [0x80 + 2, 5] },
      { id: 8, type: 'uri ', data: bytesOf(plant.word('inside')), isInside: true },
    ]
    const bytes = heifOf(
      plant,
      'heic\0\0\0\0mif1heic',
      items,
      [
        reference('dimg', 1, 2, 3),
        reference('thmb', 4, 1),
        reference('cdsc', 5, 1),
        reference('cdsc', 6, 1),
        reference('auxl', 7, 1),
      ],
      [sizeOf(16, 8), hevcConfiguration, sizeOf(8, 8), sizeOf(4, 2), depth, box('irot', [1])],
      [box('grpl', plant.word('groups')), box('uuid', plant.word('meta-uuid'))],
    )
    return {
      mediaType: 'image/heic',
      bytes,
      kept: [...tiles, grid, hevcConfiguration, sizeOf(16, 8), reference('dimg', 1, 2, 3)],
    }
  },
  'a HEIC with transparency and texts among its properties': (plant) => {
    const [picture, mask] = [noise(300, 61), noise(60, 62)]
    const texts = fullBox('udes', 0, 0, 'vi\0', plant.word('description'), '\0', plant.word('tags'), '\0\0')
    const bytes = heifOf(
      plant,
      'heix\0\0\0\0mif1heix',
      [
        { id: 1, type: 'hvc1', data: picture, properties: [0x80 + 2, 1, 3, 4, 6] },
        { id: 2, type: 'hvc1', data: mask, properties: [0x80 + 2, 1, 5] },
      ],
      [reference('auxl', 2, 1)],
      [
        sizeOf(16, 8),
        hevcConfiguration,
        texts,
        fullBox('crtt', 0, 0, plant.number('made-at')),
        alpha,
        box('colr', 'prof', profileOf(plant)),
      ],
    )
    return { mediaType: 'image/heic', bytes, kept: [picture, mask, alpha, reference('auxl', 2, 1)] }
  },
  'an AVIF with EXIF': (plant) => {
    const picture = noise(300, 71)
    const bytes = heifOf(
      plant,
      'avif\0\0\0\0avifmif1miaf',
      [
        { id: 1, type: 'av01', data: picture, properties: [0x80 + 2, 1] },
        { id: 2, type: 'Exif', data: bytesOf(be32(0), exifOf(plant)) },
      ],
      [reference('cdsc', 2, 1)],
      [sizeOf(16, 8), box('av1C', [0x81, 0, 12, 0])],
    )
    return { mediaType: 'image/avif', bytes, kept: [picture] }
  },
  'a HEIC of several pictures': (plant) => {
    const picture = noise(300, 81)
    const bytes = heifOf(
      plant,
      'mif1\0\0\0\0mif1heic',
      [
        { id: 1, type: 'hvc1', data: picture, properties: [0x80 + 2, 1] },
        { id: 2, type: 'hvc1', data: bytesOf(plant.word('other-picture')), properties: [0x80 + 2, 1] },
      ],
      [],
      [sizeOf(16, 8), hevcConfiguration],
    )
    return { mediaType: 'image/heic', bytes, kept: [picture] }
  },
}
