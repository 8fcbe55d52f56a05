import type { Duty, Places } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import type { UnitCode } from '../core/unit.ts'

/**
 * Finds who is on duty: in the unit itself, else in its parents up to the root, else in the default unit or its parents. Of
 * those on duty in one unit the lowest tier is called.
 */
export function createDuty(deps: {
  readonly storage: Pick<Storage, 'shifts'>
  readonly places: Places
  readonly defaultUnit: UnitCode
}): Duty {
  const pathCodes = async (unit: UnitCode) => [unit, ...(await deps.places.path(unit)).map((place) => place.code)]
  return {
    async onDuty(unit, at) {
      const climb = [...new Set([...(await pathCodes(unit)), ...(await pathCodes(deps.defaultUnit))])]
      const shifts = await deps.storage.shifts.covering(climb, at)
      for (const code of climb) {
        const here = shifts.filter((shift) => shift.unit === code)
        const tier = Math.min(...here.map((shift) => shift.tier))
        if (here.length > 0) return { unit: code, shifts: here.filter((shift) => shift.tier === tier) }
      }
      return undefined
    },
  }
}
