import { be16, be32, bytesOf } from '../media/sample.ts'

/** What the picture shows, a letter for each block of eight by eight points. */
const rows = [
  'ssssssssssssssss',
  'ssssssssssssyyss',
  'sssssrssssssyyss',
  'ssssrrrsssssssss',
  'sssrrrrrsssssfss',
  'ssrrrrrrrsssfffs',
  'ssswwwwwsssfffff',
  'ssswbwdwssssfffs',
  'ssswwwdwssssskss',
  'ggggggdggggggkgg',
  'gggggggggggggggg',
  'gggggggggggggggg',
]
const colours: Readonly<Record<string, readonly [number, number, number]>> = {
  s: [160, 205, 235],
  y: [250, 210, 80],
  r: [190, 75, 55],
  w: [245, 235, 215],
  b: [90, 140, 180],
  d: [120, 80, 50],
  f: [60, 130, 70],
  k: [110, 80, 55],
  g: [130, 180, 90],
}

/** Where the picture says that it was taken: degrees, minutes and seconds, north and east. */
const place = { latitude: [21, 1, 42], longitude: [105, 51, 12] }
/** The phone that the picture says it comes from. */
export const sampleCamera = 'La Chan Phone 7'

const segment = (code: number, ...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array => {
  const data = bytesOf(...parts)
  return bytesOf([0xff, code], be16(data.length + 2), data)
}

/** A JPEG of a house under a tree, as a phone would send it: with the place where it was taken and the phone's name. */
export function samplePicture(): Uint8Array {
  const width = rows[0]?.length ?? 0
  const components = [1, 2, 3].flatMap((id) => [id, 0x11, 0])
  return bytesOf(
    [0xff, 0xd8],
    segment(0xe1, 'Exif\0\0', exif()),
    // Steps of eight: the mean of a block is written as it is.
    segment(0xdb, [0], new Array<number>(64).fill(8)),
    segment(0xc0, [8], be16(rows.length * 8), be16(width * 8), [3], components),
    segment(0xc4, [0x00, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    segment(0xc4, [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
    scan(),
    [0xff, 0xd9],
  )
}

/** A camera's name and a position, each where EXIF keeps it. */
function exif(): Uint8Array {
  const camera = bytesOf(sampleCamera, '\0')
  const cameraAt = 8 + 2 + 2 * 12 + 4
  const gpsAt = cameraAt + camera.length
  const latitudeAt = gpsAt + 2 + 4 * 12 + 4
  const entry = (tag: number, type: number, count: number, value: Uint8Array): Uint8Array =>
    bytesOf(be16(tag), be16(type), be32(count), value)
  const angle = (parts: readonly number[]): Uint8Array => bytesOf(...parts.flatMap((part) => [be32(part), be32(1)]))
  return bytesOf(
    'MM\0*',
    be32(8),
    be16(2),
    entry(0x110, 2, camera.length, be32(cameraAt)),
    entry(0x8825, 4, 1, be32(gpsAt)),
    be32(0),
    camera,
    be16(4),
    entry(1, 2, 2, bytesOf('N\0\0\0')),
    entry(2, 5, 3, be32(latitudeAt)),
    entry(3, 2, 2, bytesOf('E\0\0\0')),
    entry(4, 5, 3, be32(latitudeAt + 24)),
    be32(0),
    angle(place.latitude),
    angle(place.longitude),
  )
}

/** Codes of the table above for how many bits a difference has. */
const sizeCodes = ['00', '010', '011', '100', '101', '110', '1110', '11110', '111110', '1111110']

/** One mean for each block and colour, no detail. */
function scan(): Uint8Array {
  const last = [0, 0, 0]
  let bits = ''
  for (const letter of rows.join('')) {
    for (const [index, value] of lumaOf(colours[letter] ?? [0, 0, 0]).entries()) {
      const difference = value - (last[index] ?? 0)
      last[index] = value
      const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1
      const written = difference < 0 ? difference + 2 ** size - 1 : difference
      bits += (sizeCodes[size] ?? '') + (size === 0 ? '' : written.toString(2).padStart(size, '0')) + '0'
    }
  }
  const bytes = (bits.match(/.{1,8}/g) ?? []).map((each) => Number.parseInt(each.padEnd(8, '1'), 2))
  return bytesOf(bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])))
}

/** Brightness and the two differences of colour, around nought. */
function lumaOf([red, green, blue]: readonly [number, number, number]): readonly number[] {
  const light = 0.299 * red + 0.587 * green + 0.114 * blue
  return [light - 128, (blue - light) / 1.772, (red - light) / 1.402].map(Math.round)
}
