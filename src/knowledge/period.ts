/** The days that something is meant for (yyyy-mm-dd, both included); an end that is left out is open. */
export interface Period {
  readonly from?: string | undefined
  readonly until?: string | undefined
}

/** True on every day of the period. */
export function isWithin({ from, until }: Period, day: string): boolean {
  return (from === undefined || from <= day) && (until === undefined || day <= until)
}

/** True when some day belongs to both. */
export function overlaps(a: Period, b: Period): boolean {
  return startsInTime(a, b) && startsInTime(b, a)
}

/** The day itself when it is in the period, else the one of the period that is next to it. */
export function nearestDay({ from, until }: Period, day: string): string {
  if (until !== undefined && until < day) return until
  return from !== undefined && from > day ? from : day
}

/** The calendar day after `day`. */
export function dayAfter(day: string): string {
  return daysAfter(day, 1)
}

/** The calendar day so many days after `day`; a negative count goes back. */
export function daysAfter(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10)
}

/** A calendar day as people read it: 2026-11-05 → 5/11/2026. */
export function showDay(day: string): string {
  const [year, month, date] = day.split('-')
  return `${Number(date)}/${Number(month)}/${year}`
}

function startsInTime({ from }: Period, { until }: Period): boolean {
  return from === undefined || until === undefined || from <= until
}
