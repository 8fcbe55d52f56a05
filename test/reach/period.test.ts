import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayInVietnam, startOfDayInVietnam } from '../../src/core/vietnam-time.ts'
import { parsePeriod } from '../../src/reach/period.ts'

const today = '2026-11-22'

describe('parsePeriod', () => {
  it.each([
    ['2026', '2026', '2026-01-01', '2026-12-31'],
    ['2026-H1', '2026-H1', '2026-01-01', '2026-06-30'],
    ['2026-H2', '2026-H2', '2026-07-01', '2026-12-31'],
    ['2026-Q1', '2026-Q1', '2026-01-01', '2026-03-31'],
    ['2026-Q2', '2026-Q2', '2026-04-01', '2026-06-30'],
    ['2026-Q3', '2026-Q3', '2026-07-01', '2026-09-30'],
    ['2026-Q4', '2026-Q4', '2026-10-01', '2026-12-31'],
    ['2026-11', '2026-11', '2026-11-01', '2026-11-30'],
    ['2026-02', '2026-02', '2026-02-01', '2026-02-28'],
    ['2028-02', '2028-02', '2028-02-01', '2028-02-29'],
    ['2026-11-16..2027-05-15', '2026-11-16..2027-05-15', '2026-11-16', '2027-05-15'],
    ['2026-11-16..2026-11-16', '2026-11-16..2026-11-16', '2026-11-16', '2026-11-16'],
    ['', '2026', '2026-01-01', '2026-12-31'],
    ['   ', '2026', '2026-01-01', '2026-12-31'],
    [' 2026-q4 ', '2026-Q4', '2026-10-01', '2026-12-31'],
    ['2026-11-16 .. 2027-05-15', '2026-11-16..2027-05-15', '2026-11-16', '2027-05-15'],
  ])('reads "%s"', (text, name, fromDay, toDay) => {
    expect(parsePeriod(text, today)).toEqual({ name, fromDay, toDay })
  })

  it.each([
    '2026-Q5',
    '2026-Q0',
    '2026-H3',
    '2026-13',
    '2026-00',
    '2026-1',
    '26',
    '1999',
    '2100',
    '2026-11-16',
    '2026-02-29..2026-03-01',
    '2026-02-01..2026-02-30',
    '2026-11-00..2026-11-02',
    '2026-13-01..2027-01-01',
    '2026-05-15..2026-05-14',
    '2026-11-16..',
    '..2026-11-16',
    '2026..2027',
    '2026-11-16...2026-11-17',
    'this year',
    '2026 Q4',
    '2026-Q4\n2027',
  ])('refuses "%s"', (text) => {
    expect(parsePeriod(text, today)).toBeUndefined()
  })

  it('reads every range of real days that does not end before it begins, and refuses the reverse', () => {
    const day = fc
      .date({ min: new Date('2000-01-02T00:00:00Z'), max: new Date('2099-12-30T00:00:00Z'), noInvalidDate: true })
      .map(dayInVietnam)
    fc.assert(
      fc.property(day, day, (a, b) => {
        const name = `${a}..${b}`
        expect(parsePeriod(name, today)).toEqual(a <= b ? { name, fromDay: a, toDay: b } : undefined)
      }),
    )
  })

  it('cuts each year into months, quarters and halves that follow one another without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2099 }), (year) => {
        const twelve = Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`)
        for (const parts of [
          twelve,
          ['Q1', 'Q2', 'Q3', 'Q4'].map((q) => `${year}-${q}`),
          [`${year}-H1`, `${year}-H2`],
        ]) {
          const periods = parts.map((part) => parsePeriod(part, today))
          expect(periods[0]?.fromDay).toBe(`${year}-01-01`)
          expect(periods.at(-1)?.toDay).toBe(`${year}-12-31`)
          for (const [index, period] of periods.entries()) {
            const next = periods[index + 1]
            if (next === undefined || period === undefined) continue
            const dayAfter = dayInVietnam(new Date(startOfDayInVietnam(period.toDay).getTime() + 86_400_000))
            expect(next.fromDay).toBe(dayAfter)
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  it('answers anything at all with undefined or with days that exist, in order', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^20\d\d-[0-9HQ.-]{0,20}$/)), (text) => {
        const period = parsePeriod(text, today)
        if (period === undefined) return
        expect(dayInVietnam(startOfDayInVietnam(period.fromDay))).toBe(period.fromDay)
        expect(dayInVietnam(startOfDayInVietnam(period.toDay))).toBe(period.toDay)
        expect(period.fromDay <= period.toDay).toBe(true)
      }),
    )
  })
})
