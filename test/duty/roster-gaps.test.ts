import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DutyShift } from '../../src/core/shift.ts'
import type { Unit } from '../../src/core/unit.ts'
import { findGaps } from '../../src/duty/roster-gaps.ts'

const minuteMs = 60_000
const start = new Date('2026-11-01T00:00:00+07:00')
const monthMinutes = 30 * 24 * 60
const minute = (n: number) => new Date(start.getTime() + n * minuteMs)
const end = minute(monthMinutes)

function unit(code: string, kind: Unit['kind'], parent: string | undefined): Unit {
  return { code, name: code, kind, parent, oldNames: [], isSample: true }
}

const units = [
  unit('91-A', 'commune', '91'),
  unit('VN', 'country', undefined),
  unit('01', 'province', 'VN'),
  unit('01-B', 'commune', '01'),
  unit('01-A', 'commune', '01'),
  unit('01-A-T', 'school', '01-A'),
  unit('91', 'province', 'VN'),
]

function shift(code: string, from: number, to: number | undefined, tier: DutyShift['tier'] = 1): DutyShift {
  const endsAt = to === undefined ? undefined : minute(to)
  return { id: `${code}-${from}`, officer: 'o-1', unit: code, tier, startsAt: minute(from), endsAt }
}

function shown(shifts: readonly DutyShift[], from = start, to = end) {
  const minutesOf = (at: Date) => (at.getTime() - start.getTime()) / minuteMs
  return findGaps(shifts, units, from, to).map((gap) => [gap.unit, minutesOf(gap.from), minutesOf(gap.to)])
}

describe('findGaps', () => {
  it('names every commune, and nothing else, for the whole time when nobody is on duty', () => {
    expect(shown([])).toEqual([
      ['01-A', 0, monthMinutes],
      ['01-B', 0, monthMinutes],
      ['91-A', 0, monthMinutes],
    ])
  })

  it.each([
    { what: 'a standing shift at the root', shifts: [shift('VN', -10, undefined)], gaps: [] },
    {
      what: 'a shift in one province',
      shifts: [shift('01', 0, undefined)],
      gaps: [['91-A', 0, monthMinutes]],
    },
    {
      what: 'a shift in one commune',
      shifts: [shift('01-A', 0, undefined), shift('91', 0, undefined)],
      gaps: [['01-B', 0, monthMinutes]],
    },
    {
      what: 'a minute missed between two shifts',
      shifts: [shift('VN', 0, 600), shift('VN', 601, undefined)],
      gaps: [
        ['01-A', 600, 601],
        ['01-B', 600, 601],
        ['91-A', 600, 601],
      ],
    },
    { what: 'shifts that follow one another', shifts: [shift('VN', 600, undefined), shift('VN', 0, 600)], gaps: [] },
    {
      what: 'commune, province and root taking turns',
      shifts: [shift('01-A', 0, 100), shift('01', 90, 200), shift('VN', 210, undefined, 3)],
      gaps: [
        ['01-A', 200, 210],
        ['01-B', 0, 90],
        ['01-B', 200, 210],
        ['91-A', 0, 210],
      ],
    },
    {
      what: 'a long shift around a short one',
      shifts: [shift('VN', 0, 1000), shift('VN', 10, 20), shift('VN', 1001, undefined)],
      gaps: [
        ['01-A', 1000, 1001],
        ['01-B', 1000, 1001],
        ['91-A', 1000, 1001],
      ],
    },
    {
      what: 'a shift at a school, which no other place climbs to',
      shifts: [shift('01-A-T', 0, undefined), shift('01-B', 0, undefined), shift('91', 0, undefined)],
      gaps: [['01-A', 0, monthMinutes]],
    },
    { what: 'a shift from before to after', shifts: [shift('VN', -100, monthMinutes + 100)], gaps: [] },
  ])('knows $what', ({ shifts, gaps }) => {
    expect(shown(shifts)).toEqual(gaps)
  })

  it('looks at nothing outside the time asked for', () => {
    expect(shown([shift('VN', -100, 10), shift('VN', 20, undefined)], minute(5), minute(15))).toEqual([
      ['01-A', 10, 15],
      ['01-B', 10, 15],
      ['91-A', 10, 15],
    ])
    expect(shown([], minute(5), minute(5))).toEqual([])
  })

  it('agrees with asking for every minute of a month', () => {
    const anyShift = fc
      .record({
        code: fc.constantFrom('VN', '01', '91', '01-A', '01-B', '91-A', '01-A-T'),
        from: fc.integer({ min: -500, max: monthMinutes + 500 }),
        length: fc.option(fc.integer({ min: 1, max: 20_000 }), { nil: undefined, freq: 12 }),
      })
      .map(({ code, from, length }) => shift(code, from, length === undefined ? undefined : from + length))
    fc.assert(
      fc.property(fc.array(anyShift, { maxLength: 14 }), (shifts) => {
        const gaps = findGaps(shifts, units, start, end)
        for (const climb of [
          ['01-A', '01', 'VN'],
          ['01-B', '01', 'VN'],
          ['91-A', '91', 'VN'],
        ]) {
          const own = shifts.filter((one) => climb.includes(one.unit))
          const expected: [number, number][] = []
          for (let n = 0; n < monthMinutes; n++) {
            const at = start.getTime() + n * minuteMs
            const isCovered = own.some(
              ({ startsAt, endsAt }) => startsAt.getTime() <= at && (endsAt === undefined || endsAt.getTime() > at),
            )
            if (isCovered) continue
            const last = expected.at(-1)
            if (last?.[1] === at) last[1] = at + minuteMs
            else expected.push([at, at + minuteMs])
          }
          const found = gaps.filter((gap) => gap.unit === climb[0])
          expect(found.map(({ from, to }) => [from.getTime(), to.getTime()])).toEqual(expected)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('finds 50 seeded gaps of a minute among 200 communes over 35 days, and no other', () => {
    const communes = Array.from({ length: 200 }, (_, n) => unit(`01-${String(n).padStart(3, '0')}`, 'commune', '01'))
    const days = 35
    const seeded = Array.from({ length: 50 }, (_, n) => ({ commune: n * 4, day: (n * 7) % days }))
    const shifts = communes.flatMap(({ code }, n) =>
      Array.from({ length: days }, (_, day) => {
        const isShort = seeded.some((gap) => gap.commune === n && gap.day === day)
        return shift(code, day * 1440, (day + 1) * 1440 - (isShort ? 1 : 0))
      }),
    )
    const gaps = findGaps(shifts, [...units.slice(1, 3), ...communes], start, minute(days * 1440))
    expect(gaps).toEqual(
      seeded.map(({ commune, day }) => ({
        unit: communes[commune]?.code,
        from: minute((day + 1) * 1440 - 1),
        to: minute((day + 1) * 1440),
      })),
    )
  })
})
