import { ascii, be16, be32, joined, latin1, part, u16, u32, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'

/** What turns numbers into colours; everything else in a profile is words, dates and names of devices. */
const colorTags = new Set(
  'rXYZ gXYZ bXYZ wtpt bkpt chad rTRC gTRC bTRC kTRC cicp A2B0 A2B1 A2B2 B2A0 B2A1 B2A2'.split(' '),
)
const headerLength = 128
const mostTags = 200

/**
 * An ICC profile of the same colours without its description, copyright, date, ids, device names and private tags (a Mac's
 * screenshots carry the serial number of the display). `length` asks for the old length, filled up with zeros.
 * Undefined when it cannot be read, or says colours in a way that could hide something else.
 */
export function cleanColorProfile(profile: Uint8Array, length?: number): Uint8Array | undefined {
  try {
    const cleaned = rebuild(profile)
    if (cleaned === undefined || length === undefined) return cleaned
    if (cleaned.length > length) return undefined
    const filled = joined([cleaned, new Uint8Array(length - cleaned.length)])
    filled.set(be32(length), 0)
    return filled
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

function rebuild(profile: Uint8Array): Uint8Array | undefined {
  if (ascii(profile, 36, 4) !== 'acsp') return undefined
  const count = u32(profile, headerLength)
  if (count > mostTags) return undefined
  const tags: { readonly name: string; readonly from: number; readonly data: Uint8Array }[] = []
  for (let i = 0; i < count; i++) {
    const at = headerLength + 4 + i * 12
    const name = ascii(profile, at, 4)
    if (!colorTags.has(name) || tags.some((tag) => tag.name === name)) continue
    const from = u32(profile, at + 4)
    const declared = part(profile, from, from + u32(profile, at + 8))
    const exact = exactLength(declared)
    if (exact === undefined) return undefined
    tags.push({ name, from, data: part(declared, 0, exact) })
  }
  const has = (name: string): boolean => tags.some((tag) => tag.name === name)
  if (!has('A2B0') && !has('kTRC') && !['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'].every(has)) return undefined
  // Two required texts come first, both empty.
  const isFour = u8(profile, 8) >= 4
  const empty = isFour ? joined([latin1('mluc'), be32(0), be32(0), be32(12)]) : undefined
  const description = empty ?? joined([latin1('desc'), be32(0), be32(1), new Uint8Array(80)])
  const copyright = empty ?? joined([latin1('text'), be32(0), new Uint8Array(4)])
  return assemble(profile, [
    { name: 'desc', from: -1, data: description },
    { name: 'cprt', from: -2, data: copyright },
    ...tags,
  ])
}

function assemble(
  profile: Uint8Array,
  tags: readonly { readonly name: string; readonly from: number; readonly data: Uint8Array }[],
): Uint8Array {
  const table: Uint8Array[] = [be32(tags.length)]
  const data: Uint8Array[] = []
  /** Tags often share their data: the three curves of a display. */
  const placed = new Map<number, number>()
  let end = headerLength + 4 + tags.length * 12
  for (const tag of tags) {
    let at = placed.get(tag.from)
    if (at === undefined) {
      at = end
      placed.set(tag.from, at)
      const padded = joined([tag.data, new Uint8Array(-tag.data.length & 3)])
      data.push(padded)
      end += padded.length
    }
    table.push(latin1(tag.name), be32(at), be32(tag.data.length))
  }
  const header = profile.slice(0, headerLength)
  header.set(be32(end), 0)
  // Preferred engine; date and time; maker and model of the device; creator, id and what is reserved.
  header.fill(0, 4, 8)
  header.fill(0, 24, 36)
  header.fill(0, 48, 56)
  header.fill(0, 80, headerLength)
  return joined([header, ...table, ...data])
}

/** How long a tag's data are by what they say of themselves. */
function exactLength(data: Uint8Array): number | undefined {
  switch (ascii(data, 0, 4)) {
    case 'XYZ ':
      return 20
    case 'sf32':
      return 44
    case 'cicp':
      return 12
    case 'curv':
      return 12 + 2 * u32(data, 8)
    case 'para': {
      const numbers = [1, 3, 4, 5, 7][u16(data, 8)]
      return numbers === undefined ? undefined : 12 + 4 * numbers
    }
    case 'mft1':
      return 48 + 256 * u8(data, 8) + u8(data, 10) ** u8(data, 8) * u8(data, 9) + 256 * u8(data, 9)
    case 'mft2': {
      const [ins, outs] = [u8(data, 8), u8(data, 9)]
      return 52 + 2 * (u16(data, 48) * ins + u8(data, 10) ** ins * outs + u16(data, 50) * outs)
    }
    case 'mAB ':
    case 'mBA ':
      return data.length
    default:
      return undefined
  }
}

/** The profile in pieces for JPEG's APP2 segments, each with its number and how many there are. */
export function profileSegments(profile: Uint8Array): readonly Uint8Array[] {
  const most = 65_519
  const count = Math.ceil(profile.length / most)
  return Array.from({ length: count }, (_, i) => {
    const piece = profile.subarray(i * most, (i + 1) * most)
    return joined([
      Uint8Array.of(0xff, 0xe2),
      be16(16 + piece.length),
      latin1('ICC_PROFILE\0'),
      Uint8Array.of(i + 1, count),
      piece,
    ])
  })
}
