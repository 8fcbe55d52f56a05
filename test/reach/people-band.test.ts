import { describe, expect, it } from 'vitest'
import { peopleBand, splitByYear } from '../../src/reach/people-band.ts'

describe('peopleBand', () => {
  it.each([
    { what: 'nobody', counts: [], band: { lower: 0, upper: 0 } },
    { what: 'one channel, exact', counts: [{ channel: 'zalo', people: 7 }], band: { lower: 7, upper: 7 } },
    {
      what: 'two channels',
      counts: [
        { channel: 'zalo', people: 7 },
        { channel: 'web', people: 5 },
      ],
      band: { lower: 7, upper: 12 },
    },
    {
      what: 'one channel in two years',
      counts: [
        { channel: 'zalo', people: 7 },
        { channel: 'zalo', people: 9 },
      ],
      band: { lower: 9, upper: 16 },
    },
  ] as const)('holds the true number: $what', ({ counts, band }) => {
    expect(peopleBand(counts)).toEqual(band)
  })
})

describe('splitByYear', () => {
  it.each([
    ['2026-03-01', '2026-03-31', [['2026-03-01', '2026-03-31']]],
    [
      '2026-11-16',
      '2027-05-15',
      [
        ['2026-11-16', '2026-12-31'],
        ['2027-01-01', '2027-05-15'],
      ],
    ],
    [
      '2026-12-31',
      '2028-01-01',
      [
        ['2026-12-31', '2026-12-31'],
        ['2027-01-01', '2027-12-31'],
        ['2028-01-01', '2028-01-01'],
      ],
    ],
  ])('cuts %s to %s at the turn of the year', (fromDay, toDay, parts) => {
    expect(splitByYear({ fromDay, toDay }).map((part) => [part.fromDay, part.toDay])).toEqual(parts)
  })
})
