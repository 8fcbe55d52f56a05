import { ascii, u16, u32, u64, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { boxAt, findBox, type Box } from './boxes.ts'
import type { Ranges } from './ranges.ts'

/** Sound of which a sample has a size of its own making in QuickTime: the table need not say how many bytes it takes. */
const plainSound = new Set(['sowt', 'twos', 'lpcm', 'raw ', 'in24', 'in32', 'fl32', 'fl64', 'ulaw', 'alaw', 'NONE'])

/** Notes where the samples of a track lie, chunk by chunk. `isKept`: else only where they start. */
export function addSamples(bytes: Uint8Array, track: Box, isKept: boolean, ranges: Ranges): void {
  const table = boxAt(bytes, track, 'mdia', 'minf', 'stbl')
  if (table === undefined) throw new Refusal('damaged')
  const find = (type: string): Box | undefined => findBox(bytes, table.body, table.end, type)
  const short = find('stco')
  const offsets = short ?? find('co64')
  const chunks = find('stsc')
  if (offsets === undefined || chunks === undefined) throw new Refusal('damaged')
  const width = short === undefined ? 8 : 4
  const count = countIn(bytes, offsets, 4, width)
  const sizes = readSizes(bytes, find('stsz'), find('stz2'))
  const descriptions = find('stsd')
  const coding = descriptions === undefined ? '' : ascii(bytes, descriptions.body + 12, 4)
  const isOpen = sizes.constant === 1 || (sizes.constant > 0 && plainSound.has(coding))
  const runs = countIn(bytes, chunks, 4, 12)
  let run = -1
  let perChunk = 0
  let sample = 0
  for (let chunk = 0; chunk < count; chunk++) {
    while (run + 1 < runs && u32(bytes, chunks.body + 8 + (run + 1) * 12) <= chunk + 1) {
      run++
      perChunk = u32(bytes, chunks.body + 12 + run * 12)
    }
    const at = offsets.body + 8 + chunk * width
    const from = width === 4 ? u32(bytes, at) : u64(bytes, at)
    if (!isKept) ranges.add(from, from)
    else if (isOpen) ranges.addOpen(from)
    else if (sizes.constant > 0) ranges.add(from, from + perChunk * sizes.constant)
    else {
      const end = Math.min(sample + perChunk, sizes.count)
      let length = 0
      for (; sample < end; sample++) length += sizes.at(sample)
      ranges.add(from, from + length)
    }
  }
}

interface Sizes {
  /** One size for all; 0 when each has its own. */
  readonly constant: number
  readonly count: number
  at(sample: number): number
}

function readSizes(bytes: Uint8Array, plain: Box | undefined, compact: Box | undefined): Sizes {
  if (plain !== undefined) {
    const constant = u32(bytes, plain.body + 4)
    const count = constant > 0 ? 0 : countIn(bytes, plain, 8, 4)
    return { constant, count, at: (sample) => u32(bytes, plain.body + 12 + sample * 4) }
  }
  if (compact === undefined) throw new Refusal('damaged')
  const bits = u8(bytes, compact.body + 7)
  if (bits !== 4 && bits !== 8 && bits !== 16) throw new Refusal('damaged')
  const start = compact.body + 12
  return {
    constant: 0,
    count: countIn(bytes, compact, 8, bits / 8),
    at(sample) {
      if (bits === 16) return u16(bytes, start + sample * 2)
      if (bits === 8) return u8(bytes, start + sample)
      const pair = u8(bytes, start + (sample >> 1))
      return sample % 2 === 0 ? pair >> 4 : pair & 15
    },
  }
}

/** How many entries of `width` bytes a table says to have, which have to be there. */
function countIn(bytes: Uint8Array, box: Box, at: number, width: number): number {
  const count = u32(bytes, box.body + at)
  if (box.body + at + 4 + count * width > box.end) throw new Refusal('damaged')
  return count
}
