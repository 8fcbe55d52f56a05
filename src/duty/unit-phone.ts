import type { Unit, UnitPhone } from '../core/unit.ts'
import type { ImportFaults } from './import-faults.ts'

/** After so many days somebody has to call the number again; after so many it is no longer given to anybody. */
export const phoneDays = { lookAgain: 90, leaveOut: 180 } as const

/**
 * How far a number can be trusted on a day (yyyy-mm-dd): `fresh`, `old` (over 90 days: given, but flagged to the author) or
 * `expired` (over 180 days, or verified on a day that has not come: not given, since a wrong number sends a child nowhere).
 */
export function phoneState({ verifiedOn }: UnitPhone, day: string): 'fresh' | 'old' | 'expired' {
  const age = (Date.parse(day) - Date.parse(verifiedOn)) / 86_400_000
  if (age < 0 || age > phoneDays.leaveOut) return 'expired'
  return age > phoneDays.lookAgain ? 'old' : 'fresh'
}

/** The units whose number somebody has to call again. */
export function unitsToCall(units: readonly Unit[], day: string): readonly Unit[] {
  return units.filter(({ phone }) => phone !== undefined && phoneState(phone, day) !== 'fresh')
}

/** Reads the two cells of a number; a file without the column of the number keeps the `known` one. Says what is wrong. */
export function readUnitPhone(
  number: string | undefined,
  verifiedOn: string | undefined,
  known: UnitPhone | undefined,
  line: number,
  faults: ImportFaults,
): UnitPhone | undefined {
  if (number === undefined) return known
  const day = verifiedOn ?? ''
  if (number === '') {
    if (day !== '') faults.add(line, 'day-without-phone', { day })
    return undefined
  }
  if (!/^\+?\d(?:[ .-]?\d){2,14}$/.test(number)) faults.add(line, 'bad-phone', { phone: number })
  if (!isDay(day)) faults.add(line, 'bad-phone-day', { phone: number, day })
  return { number, verifiedOn: day }
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
