import type { Planter } from './canaries.ts'
import { be16, be32, bytesOf, le16, le32 } from './sample.ts'

interface Entry {
  readonly tag: number
  readonly type: number
  readonly count: number
  readonly data: Uint8Array
}

/** EXIF as a phone writes it: maker, model, owner, serial numbers, times, maker's notes, position, thumbnail. */
export function exifOf(plant: Planter, orientation = 1, isLittle = false): Uint8Array {
  const [short, long] = isLittle ? [le16, le32] : [be16, be32]
  const text = (tag: number, place: string): Entry => {
    const data = bytesOf(plant.word(place), '\0')
    return { tag, type: 2, count: data.length, data }
  }
  const blob = (tag: number, place: string): Entry => ({ ...text(tag, place), type: 7 })
  const numberAt = (tag: number, value: number): Entry => ({ tag, type: 4, count: 1, data: long(value) })
  const gps = [
    { tag: 1, type: 2, count: 2, data: bytesOf('N\0') },
    { tag: 2, type: 5, count: 1, data: plant.number('latitude') },
    { tag: 4, type: 5, count: 1, data: plant.number('longitude') },
    text(0x1d, 'gps-date'),
  ]
  const camera = [
    text(0x9003, 'taken-at'),
    blob(0x927c, 'maker-note'),
    blob(0x9286, 'comment'),
    text(0xa430, 'owner'),
    text(0xa431, 'body-serial'),
    text(0xa435, 'lens-serial'),
  ]
  const thumbnail = bytesOf([0xff, 0xd8, 0xff, 0xfe, 0, 40], plant.word('exif-thumbnail'), [0xff, 0xd9])
  const main = (gpsAt: number, cameraAt: number): readonly Entry[] => [
    text(0x10f, 'make'),
    text(0x110, 'model'),
    { tag: 0x112, type: 3, count: 1, data: short(orientation) },
    text(0x131, 'software'),
    text(0x132, 'changed-at'),
    text(0x13b, 'artist'),
    numberAt(0x8769, cameraAt),
    numberAt(0x8825, gpsAt),
  ]
  const length = (entries: readonly Entry[]): number =>
    6 + entries.reduce((sum, { data }) => sum + 12 + (data.length > 4 ? data.length : 0), 0)
  const write = (entries: readonly Entry[], at: number, next: number): Uint8Array => {
    let dataAt = at + 6 + entries.length * 12
    const extra: Uint8Array[] = []
    const rows = entries.map(({ tag, type, count, data }) => {
      const head = bytesOf(short(tag), short(type), long(count))
      if (data.length <= 4) return bytesOf(head, data, new Uint8Array(4 - data.length))
      extra.push(data)
      dataAt += data.length
      return bytesOf(head, long(dataAt - data.length))
    })
    return bytesOf(short(entries.length), ...rows, long(next), ...extra)
  }
  const gpsAt = 8 + length(main(0, 0))
  const cameraAt = gpsAt + length(gps)
  const smallAt = cameraAt + length(camera)
  const small = [numberAt(0x201, smallAt + 30), numberAt(0x202, thumbnail.length)]
  return bytesOf(
    isLittle ? 'II*\0' : 'MM\0*',
    long(8),
    write(main(gpsAt, cameraAt), 8, smallAt),
    write(gps, gpsAt, 0),
    write(camera, cameraAt, 0),
    write(small, smallAt, 0),
    thumbnail,
  )
}

/** XMP as programs write it. */
export function xmpOf(plant: Planter): string {
  return (
    `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>` +
    `<dc:creator>${plant.word('xmp-creator')}</dc:creator><exif:GPSLatitude>${plant.word('xmp-gps')}</exif:GPSLatitude>` +
    `<xmpMM:DocumentID>${plant.word('xmp-id')}</xmpMM:DocumentID></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
  )
}

/** A colour profile with the primaries of `Display P3`, a description, and a private tag as Macs write it. */
export function profileOf(plant: Planter): Uint8Array {
  const fixed = (value: number): Uint8Array => be32(Math.round(value * 65_536) >>> 0)
  const xyz = (x: number, y: number, z: number): Uint8Array => bytesOf('XYZ \0\0\0\0', fixed(x), fixed(y), fixed(z))
  const curve = bytesOf('para\0\0\0\0', be16(0), be16(0), fixed(2.2))
  const text = (place: string): Uint8Array => {
    const word = plant.word(place)
    const wide = Buffer.from(word, 'utf16le').swap16()
    return bytesOf('mluc\0\0\0\0', be32(1), be32(12), 'viVN', be32(wide.length), be32(28), wide)
  }
  const tags: readonly (readonly [string, Uint8Array])[] = [
    ['desc', text('profile-description')],
    ['cprt', text('profile-copyright')],
    ['wtpt', xyz(0.96419, 1, 0.82489)],
    ['rXYZ', xyz(0.51512, 0.2412, -0.00105)],
    ['gXYZ', xyz(0.29198, 0.69225, 0.04189)],
    ['bXYZ', xyz(0.1571, 0.06657, 0.78407)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
    ['mmod', bytesOf('mmod\0\0\0\0', plant.word('display-serial'))],
  ]
  let at = 132 + tags.length * 12
  const table: Uint8Array[] = []
  const data: Uint8Array[] = []
  for (const [name, each] of tags) {
    const padded = bytesOf(each, new Uint8Array(-each.length & 3))
    table.push(bytesOf(name, be32(at), be32(each.length)))
    data.push(padded)
    at += padded.length
  }
  const header = Buffer.alloc(128)
  header.writeUInt32BE(at, 0)
  header.writeUInt32BE(0x0400_0000, 8)
  header.write('mntrRGB XYZ ', 12, 'latin1')
  Buffer.from(plant.number('profile-time')).copy(header, 24)
  header.write('acsp', 36, 'latin1')
  Buffer.from(plant.number('profile-maker')).copy(header, 48)
  header.writeUInt32BE(0xf6d6, 68)
  header.writeUInt32BE(0x1_0000, 72)
  header.writeUInt32BE(0xd32d, 76)
  Buffer.from(plant.number('profile-id')).copy(header, 84)
  return bytesOf(header, be32(tags.length), ...table, ...data)
}
