import { startOfDayInVietnam } from '../core/vietnam-time.ts'

const shape = /^(\d{4}-\d\d-\d\d)[ T]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/

/**
 * Reads `2026-11-22 07:00` as the time in Vietnam, or any ISO 8601 moment with its offset. Undefined for anything else, a
 * day that does not exist included.
 */
export function readMoment(text: string): Date | undefined {
  const [, day = '', hours = '', minutes = '', seconds = '00', offset = '+07:00'] = shape.exec(text) ?? []
  try {
    startOfDayInVietnam(day)
  } catch {
    return undefined
  }
  return new Date(`${day}T${hours}:${minutes}:${seconds}${offset}`)
}
