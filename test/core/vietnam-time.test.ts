import { describe, expect, it } from 'vitest'
import { dayInVietnam, showInVietnam, startOfDayInVietnam } from '../../src/core/vietnam-time.ts'

describe('time in Vietnam', () => {
  it('turns to the next day at 17:00 UTC', () => {
    expect(dayInVietnam(new Date('2026-12-31T16:59:59.999Z'))).toBe('2026-12-31')
    expect(dayInVietnam(new Date('2026-12-31T17:00:00.000Z'))).toBe('2027-01-01')
  })

  it('begins a day at midnight there', () => {
    expect(startOfDayInVietnam('2026-11-22').toISOString()).toBe('2026-11-21T17:00:00.000Z')
  })

  it.each(['2026-02-30', '2026-13-01', '22/11/2026', ''])('knows no day %j', (day) => {
    expect(() => startOfDayInVietnam(day)).toThrow('no such day')
  })

  it('is shown as people write it', () => {
    expect(showInVietnam(new Date('2026-11-02T02:05:00.000Z'))).toBe('2/11/2026 09:05')
  })
})
