import { describe, expect, it } from 'vitest'
import { canMove, tipStatuses, type TipStatus } from '../../src/core/tip.ts'

const legal: readonly (readonly [TipStatus, TipStatus])[] = [
  ['open', 'acknowledged'],
  ['acknowledged', 'classified'],
  ['acknowledged', 'transferred'],
  ['classified', 'verifying'],
  ['classified', 'transferred'],
  ['classified', 'resolved'],
  ['verifying', 'transferred'],
  ['verifying', 'resolved'],
  ['transferred', 'verifying'],
  ['transferred', 'resolved'],
  ['resolved', 'verifying'],
  ['resolved', 'closed'],
]
const all = tipStatuses.flatMap((from) => tipStatuses.map((to) => [from, to] as const))

describe('the statuses of a tip', () => {
  it.each(all)('%s → %s', (from, to) => {
    expect(canMove(from, to)).toBe(legal.some(([a, b]) => a === from && b === to))
  })

  it('let every tip come to an end', () => {
    const reaches = (from: TipStatus, seen: readonly TipStatus[] = []): boolean =>
      from === 'closed' ||
      tipStatuses.some((to) => !seen.includes(to) && canMove(from, to) && reaches(to, [...seen, from]))
    for (const status of tipStatuses) expect(reaches(status)).toBe(true)
  })
})
