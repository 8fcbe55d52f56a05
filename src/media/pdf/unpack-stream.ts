import type { Allowance } from '../allowance.ts'
import { u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { nameAt, numberAt, valueAt, type PdfValue } from './pdf-value.ts'

/** The names of a stream's filters, in the order in which they are to be undone. */
export function filtersOf(dict: PdfValue): readonly string[] {
  const filter = valueAt(dict, 'Filter')
  if (filter === undefined || (filter.kind === 'word' && filter.word === 'null')) return []
  const items = filter.kind === 'array' ? filter.items : [filter]
  return items.map((item) => {
    if (item.kind !== 'name') throw new Refusal('cannot-clean')
    return { Fl: 'FlateDecode', DCT: 'DCTDecode' }[item.name] ?? item.name
  })
}

/** The bytes of a stream that is packed in no way but Flate's. */
export function unpackStream(dict: PdfValue, data: Uint8Array, allowance: Allowance): Uint8Array {
  const filters = filtersOf(dict)
  if (filters.length === 0) return data
  if (filters.length > 1 || filters[0] !== 'FlateDecode') throw new Refusal('cannot-clean')
  const given = valueAt(dict, 'DecodeParms')
  const options = given?.kind === 'array' ? given.items[0] : given
  if (options?.kind === 'ref') throw new Refusal('cannot-clean')
  const unpacked = allowance.unpack(data, 'zlib')
  const predictor = numberAt(options, 'Predictor') ?? 1
  if (predictor === 1) return unpacked
  if (predictor < 10 || nameAt(options, 'Type') !== '') throw new Refusal('cannot-clean')
  const bits = (numberAt(options, 'Colors') ?? 1) * (numberAt(options, 'BitsPerComponent') ?? 8)
  return undoPrediction(unpacked, Math.ceil(((numberAt(options, 'Columns') ?? 1) * bits) / 8), Math.ceil(bits / 8))
}

/** PNG's filters: each row starts with the one it was written by. */
function undoPrediction(packed: Uint8Array, width: number, step: number): Uint8Array {
  if (!(width > 0) || !(step > 0) || width > packed.length) throw new Refusal('damaged')
  const rows = Math.floor(packed.length / (width + 1))
  const plain = new Uint8Array(rows * width)
  for (let row = 0; row < rows; row++) {
    const from = row * (width + 1)
    const to = row * width
    const kind = u8(packed, from)
    for (let i = 0; i < width; i++) {
      const left = i < step ? 0 : u8(plain, to + i - step)
      const up = row === 0 ? 0 : u8(plain, to + i - width)
      const corner = row === 0 || i < step ? 0 : u8(plain, to + i - width - step)
      plain[to + i] = u8(packed, from + 1 + i) + predict(kind, left, up, corner)
    }
  }
  return plain
}

function predict(kind: number, left: number, up: number, corner: number): number {
  switch (kind) {
    case 0:
      return 0
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >> 1
    case 4: {
      const guess = left + up - corner
      const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
      return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
    }
    default:
      throw new Refusal('damaged')
  }
}
