import type { Period } from '../core/report.ts'
import { startOfDayInVietnam } from '../core/vietnam-time.ts'

/**
 * Reads `2026`, `2026-H1`, `2026-Q4`, `2026-11` or `2026-11-16..2027-05-15`; nothing at all means the year of `today`
 * (yyyy-mm-dd in Vietnam). Years are those of this century. Undefined for anything else, for a day that does not exist and
 * for a range that ends before it begins.
 */
export function parsePeriod(text: string, today: string): Period | undefined {
  const asked = text.trim().toUpperCase()
  const name = asked === '' ? today.slice(0, 4) : asked.replace(/\s*\.\.\s*/, '..')
  const [, year = '', half, quarter, month] = /^(20\d\d)(?:-H([12])|-Q([1-4])|-(0[1-9]|1[0-2]))?$/.exec(name) ?? []
  if (half !== undefined) return months(name, year, Number(half) * 6 - 5, 6)
  if (quarter !== undefined) return months(name, year, Number(quarter) * 3 - 2, 3)
  if (month !== undefined) return months(name, year, Number(month), 1)
  if (year !== '') return months(name, year, 1, 12)
  const [, fromDay = '', toDay = ''] = /^(20\d\d-\d\d-\d\d)\.\.(20\d\d-\d\d-\d\d)$/.exec(name) ?? []
  return isDay(fromDay) && isDay(toDay) && fromDay <= toDay ? { name, fromDay, toDay } : undefined
}

function months(name: string, year: string, first: number, count: number): Period {
  const last = first + count - 1
  const lastDay = new Date(Date.UTC(Number(year), last, 0)).getUTCDate()
  return { name, fromDay: `${year}-${twoDigits(first)}-01`, toDay: `${year}-${twoDigits(last)}-${lastDay}` }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function isDay(text: string): boolean {
  try {
    startOfDayInVietnam(text)
    return true
  } catch {
    return false
  }
}
