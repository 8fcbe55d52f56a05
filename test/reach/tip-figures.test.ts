import { describe, expect, it } from 'vitest'
import type { TipStatus } from '../../src/core/tip.ts'
import type { TipLogEntry } from '../../src/core/write.ts'
import { tipFigures } from '../../src/reach/tip-figures.ts'

const from = new Date('2026-10-01T00:00:00+07:00')
const to = new Date('2027-01-01T00:00:00+07:00')
const within = new Date('2026-11-22T09:00:00+07:00')

function opened(tip: string, at = within): TipLogEntry {
  return { id: `opened-${tip}`, tip, what: 'opened', officer: undefined, from: undefined, to: 'open', at }
}

function moved(tip: string, ...statuses: readonly TipStatus[]): readonly TipLogEntry[] {
  return statuses.map((status, index) => ({
    id: `moved-${tip}-${index}`,
    tip,
    what: 'moved',
    officer: 'officer-1',
    from: index === 0 ? 'open' : statuses[index - 1],
    to: status,
    at: new Date(to.getTime() + index),
  }))
}

describe('tipFigures', () => {
  it('counts nothing and knows no percentage when no tip was received', () => {
    expect(tipFigures([], from, to)).toEqual({
      received: 0,
      acknowledged: 0,
      classified: 0,
      resolved: 0,
      classifiedPercent: undefined,
      resolvedPercent: undefined,
    })
  })

  it.each([
    { moves: [], reached: [0, 0, 0] },
    { moves: ['acknowledged'], reached: [1, 0, 0] },
    { moves: ['acknowledged', 'classified'], reached: [1, 1, 0] },
    { moves: ['acknowledged', 'transferred'], reached: [1, 1, 0] },
    { moves: ['acknowledged', 'classified', 'verifying'], reached: [1, 1, 0] },
    { moves: ['acknowledged', 'classified', 'resolved'], reached: [1, 1, 1] },
    { moves: ['acknowledged', 'classified', 'resolved', 'verifying'], reached: [1, 1, 1] },
    { moves: ['acknowledged', 'classified', 'resolved', 'closed'], reached: [1, 1, 1] },
  ] as const)(
    'takes a tip that was moved to [$moves] for one that reached it and what lies before',
    ({ moves, reached }) => {
      const figures = tipFigures([opened('A'), ...moved('A', ...moves)], from, to)
      expect([figures.acknowledged, figures.classified, figures.resolved]).toEqual(reached)
    },
  )

  it('gives percentages of what was received with one decimal', () => {
    const log = [opened('A'), opened('B'), opened('C'), ...moved('A', 'acknowledged', 'classified', 'resolved')]
    expect(tipFigures([...log, ...moved('B', 'acknowledged', 'classified')], from, to)).toEqual({
      received: 3,
      acknowledged: 2,
      classified: 2,
      resolved: 1,
      classifiedPercent: 66.7,
      resolvedPercent: 33.3,
    })
  })

  it('counts only tips opened from the first instant of the period to before its end', () => {
    const before = opened('A', new Date(from.getTime() - 1))
    const first = opened('B', from)
    const last = opened('C', new Date(to.getTime() - 1))
    const after = opened('D', to)
    const figures = tipFigures([before, first, last, after, ...moved('A', 'acknowledged')], from, to)
    expect([figures.received, figures.acknowledged]).toEqual([2, 0])
  })

  it('does not take words, answers and readings for moves', () => {
    const whats = ['words-added', 'replied', 'read', 'address-dropped'] as const
    const log = whats.map((what): TipLogEntry => ({ ...opened('A'), id: what, what, to: 'resolved' }))
    expect(tipFigures([opened('A'), ...log], from, to)).toMatchObject({ received: 1, acknowledged: 0, resolved: 0 })
  })
})
