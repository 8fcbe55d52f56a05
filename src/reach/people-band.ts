import type { ChannelName } from '../core/channel.ts'
import type { Band, Period } from '../core/report.ts'

/** How many distinct people one channel reached within one reporting year. */
export interface PeopleOfYear {
  readonly channel: ChannelName
  readonly people: number
}

/**
 * The true number of people behind counts that are exact within a channel and a year only. The same person may be behind a
 * mark of each channel and each year: at least the largest single count, at most all of them together.
 */
export function peopleBand(counts: readonly PeopleOfYear[]): Band {
  return {
    lower: counts.reduce((largest, { people }) => Math.max(largest, people), 0),
    upper: counts.reduce((sum, { people }) => sum + people, 0),
  }
}

/** The part of the period in each calendar year that it touches: marks of different years cannot be compared. */
export function splitByYear({
  fromDay,
  toDay,
}: Pick<Period, 'fromDay' | 'toDay'>): readonly Pick<Period, 'fromDay' | 'toDay'>[] {
  const first = Number(fromDay.slice(0, 4))
  const last = Number(toDay.slice(0, 4))
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    fromDay: index === 0 ? fromDay : `${first + index}-01-01`,
    toDay: first + index === last ? toDay : `${first + index}-12-31`,
  }))
}
