import { describe, expect, it } from 'vitest'
import { dangers } from '../../src/core/triage.ts'
import { dueAt } from '../../src/tips/due.ts'

describe('when a tip is due', () => {
  const openedAt = new Date('2026-12-31T20:30:15.250Z')

  it.each([
    ['emergency', '2027-01-01T08:30:15.250Z'],
    ['urgent', '2027-01-01T20:30:15.250Z'],
    ['normal', '2027-01-01T20:30:15.250Z'],
    ['none', '2027-01-01T20:30:15.250Z'],
  ] as const)('%s: %s', (level, due) => {
    expect(dueAt(level, openedAt).toISOString()).toBe(due)
  })

  it('never lets a more dangerous tip wait longer', () => {
    const times = dangers.map((level) => dueAt(level, openedAt).getTime())
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('leaves the moment it was given as it was', () => {
    const given = new Date(openedAt)
    dueAt('emergency', given)
    expect(given).toEqual(openedAt)
  })
})
