import { describe, expect, it } from 'vitest'
import { dayAfter, daysAfter, isWithin, nearestDay, overlaps, showDay } from '../../src/knowledge/period.ts'

const spring = { from: '2025-03-01', until: '2025-06-30' }

describe('a period', () => {
  it.each([
    ['2025-02-28', false],
    ['2025-03-01', true],
    ['2025-06-30', true],
    ['2025-07-01', false],
  ])('of both ends holds %s: %s', (day, expected) => {
    expect(isWithin(spring, day)).toBe(expected)
  })

  it('without an end is open there', () => {
    expect(isWithin({}, '1900-01-01')).toBe(true)
    expect(isWithin({ from: '2025-03-01' }, '2999-01-01')).toBe(true)
    expect(isWithin({ until: '2025-06-30' }, '1900-01-01')).toBe(true)
  })

  it.each([
    [{ until: '2025-02-28' }, false],
    [{ until: '2025-03-01' }, true],
    [{ from: '2025-06-30' }, true],
    [{ from: '2025-07-01' }, false],
    [{}, true],
  ])('overlaps %j: %s', (other, expected) => {
    expect(overlaps(spring, other)).toBe(expected)
    expect(overlaps(other, spring)).toBe(expected)
  })

  it.each([
    ['2024-01-01', '2025-03-01'],
    ['2025-04-01', '2025-04-01'],
    ['2026-01-01', '2025-06-30'],
  ])('is nearest to %s on %s', (day, nearest) => {
    expect(nearestDay(spring, day)).toBe(nearest)
  })
})

describe('days', () => {
  it('are counted over months, years and leap days', () => {
    expect(dayAfter('2025-02-28')).toBe('2025-03-01')
    expect(dayAfter('2024-02-28')).toBe('2024-02-29')
    expect(daysAfter('2026-12-31', 90)).toBe('2027-03-31')
    expect(daysAfter('2026-01-01', -1)).toBe('2025-12-31')
  })

  it('are shown as people write them', () => {
    expect(showDay('2026-01-05')).toBe('5/1/2026')
  })
})
