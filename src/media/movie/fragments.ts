import { u32, u64 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { applyRules, blankBox, boxesIn, findBox, type Box, type BoxRules } from './boxes.ts'
import type { Ranges } from './ranges.ts'

const header = { base: 0x1, description: 0x2, duration: 0x8, size: 0x10, baseIsMoof: 0x2_0000 } as const
const run = { offset: 0x1, firstFlags: 0x4, duration: 0x100, size: 0x200, flags: 0x400, composition: 0x800 } as const

const partRules: BoxRules = { tfhd: 'keep', tfdt: 'keep', trun: 'keep', sbgp: 'keep', sgpd: 'keep', sdtp: 'keep' }

/** The size that samples of each track have when nothing else is said (trex). */
export function readDefaultSizes(bytes: Uint8Array, extends_: Box | undefined): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>()
  if (extends_ === undefined) return sizes
  for (const box of boxesIn(bytes, extends_.body, extends_.end))
    if (box.type === 'trex') sizes.set(u32(bytes, box.body + 4), u32(bytes, box.body + 16))
  return sizes
}

/** Cleans a moof in place and notes where the samples of kept tracks lie. Parts of other tracks are blanked. */
export function cleanFragment(
  bytes: Uint8Array,
  fragment: Box,
  tracks: ReadonlySet<number>,
  defaultSizes: ReadonlyMap<number, number>,
  ranges: Ranges,
): void {
  let dataEnd = fragment.start
  applyRules(bytes, fragment.body, fragment.end, {
    mfhd: 'keep',
    traf: (_bytes, box) => {
      const head = findBox(bytes, box.body, box.end, 'tfhd')
      if (head === undefined) throw new Refusal('damaged')
      const flags = u32(bytes, head.body) & 0xff_ffff
      const id = u32(bytes, head.body + 4)
      const afterBase = head.body + 8 + ((flags & header.base) === 0 ? 0 : 8)
      const sizeAt =
        afterBase + ((flags & header.description) === 0 ? 0 : 4) + ((flags & header.duration) === 0 ? 0 : 4)
      const size = (flags & header.size) === 0 ? (defaultSizes.get(id) ?? 0) : u32(bytes, sizeAt)
      const fallback = (flags & header.baseIsMoof) === 0 ? dataEnd : fragment.start
      const base = (flags & header.base) === 0 ? fallback : u64(bytes, head.body + 8)
      const isKept = tracks.has(id)
      dataEnd = addRuns(bytes, box, base, size, isKept ? ranges : undefined)
      if (isKept) applyRules(bytes, box.body, box.end, partRules)
      else blankBox(bytes, box)
    },
  })
}

/** Notes the runs of one part of a fragment; answers where its data end. */
function addRuns(bytes: Uint8Array, part: Box, base: number, size: number, ranges: Ranges | undefined): number {
  let at = base
  for (const box of boxesIn(bytes, part.body, part.end)) {
    if (box.type !== 'trun') continue
    const flags = u32(bytes, box.body) & 0xff_ffff
    const count = u32(bytes, box.body + 4)
    let entry = box.body + 8
    if ((flags & run.offset) !== 0) {
      at = base + (u32(bytes, entry) | 0)
      entry += 4
    }
    if ((flags & run.firstFlags) !== 0) entry += 4
    const sizeOffset = (flags & run.duration) === 0 ? 0 : 4
    const width = [run.duration, run.size, run.flags, run.composition].filter((flag) => (flags & flag) !== 0).length * 4
    if (entry + count * width > box.end) throw new Refusal('damaged')
    let length = count * size
    if ((flags & run.size) !== 0) {
      length = 0
      for (let i = 0; i < count; i++) length += u32(bytes, entry + i * width + sizeOffset)
    }
    ranges?.add(at, at + length)
    at += length
  }
  return at
}
