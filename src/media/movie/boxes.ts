import { ascii, latin1, u32, u64 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'

/** A box of the ISO base media format (MP4, MOV, 3GP, HEIC, AVIF): where it starts, where its content starts, where it ends. */
export interface Box {
  readonly type: string
  readonly start: number
  readonly body: number
  readonly end: number
}

/** What is to become of boxes by their type: kept, looked into, or changed in place. A type that is not named is blanked. */
export type BoxRule = 'keep' | BoxRules | ((bytes: Uint8Array, box: Box) => void)
export interface BoxRules {
  readonly [type: string]: BoxRule
}

/** The box at `at`, if one fits in there. A size of 0 reaches to `to`. */
export function readBox(bytes: Uint8Array, at: number, to: number): Box | undefined {
  if (at + 8 > to) return undefined
  const short = u32(bytes, at)
  const isLong = short === 1
  if (isLong && at + 16 > to) return undefined
  const size = isLong ? u64(bytes, at + 8) : short === 0 ? to - at : short
  const body = at + (isLong ? 16 : 8)
  const end = at + size
  return end < body || end > to ? undefined : { type: ascii(bytes, at + 4, 4), start: at, body, end }
}

/** The boxes from `from` up to `to`, which they have to fill; QuickTime may end a list with a few zeros. */
export function* boxesIn(bytes: Uint8Array, from: number, to: number): Generator<Box> {
  let at = from
  while (at + 8 <= to) {
    const isTerminator = u32(bytes, at) === 0
    const box = isTerminator ? undefined : readBox(bytes, at, to)
    if (box === undefined) {
      if (isTerminator) break
      throw new Refusal('damaged')
    }
    yield box
    at = box.end
  }
  bytes.fill(0, at, to)
}

/** The first box of this type. */
export function findBox(bytes: Uint8Array, from: number, to: number, type: string): Box | undefined {
  for (const box of boxesIn(bytes, from, to)) if (box.type === type) return box
  return undefined
}

/** The box at the end of a path of types below `box`. */
export function boxAt(bytes: Uint8Array, box: Box, ...path: readonly string[]): Box | undefined {
  return path.reduce<Box | undefined>(
    (above, type) => (above === undefined ? undefined : findBox(bytes, above.body, above.end, type)),
    box,
  )
}

/** Makes a box free space of zeros: what stands behind it keeps its place, which offsets elsewhere count on. */
export function blankBox(bytes: Uint8Array, box: Box): void {
  bytes.set(latin1('free'), box.start + 4)
  bytes.fill(0, box.body, box.end)
}

/** Applies the rules to the boxes from `from` up to `to`, in place. */
export function applyRules(bytes: Uint8Array, from: number, to: number, rules: BoxRules): void {
  for (const box of boxesIn(bytes, from, to)) {
    const rule = rules[box.type]
    if (rule === undefined) blankBox(bytes, box)
    else if (typeof rule === 'function') rule(bytes, box)
    else if (rule !== 'keep') applyRules(bytes, box.body, box.end, rule)
  }
}
