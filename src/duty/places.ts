import type { Clock, Places } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import { rootUnit, type Unit, type UnitCode } from '../core/unit.ts'
import { createPlaceNames, searchPlaces, type PlaceName } from './place-names.ts'
import { readPlaces } from './read-places.ts'

const refreshMs = 10_000

interface Table {
  readonly byCode: ReadonlyMap<UnitCode, Unit>
  readonly byParent: ReadonlyMap<UnitCode | undefined, readonly Unit[]>
  readonly names: readonly PlaceName[]
}

/**
 * The places of the units table. Reads it again when it is 10 s old: an import by another process is seen without a restart.
 * `prefixes` are the words before a name that do not tell places apart, with their tone marks ("xã", "phường", "tỉnh").
 */
export function createPlaces(deps: {
  readonly storage: Pick<Storage, 'units'>
  readonly clock: Clock
  readonly prefixes: readonly string[]
}): Places {
  let table: Promise<Table> | undefined
  let readAt = -Infinity
  const current = (): Promise<Table> => {
    const now = deps.clock.now().getTime()
    if (table === undefined || Math.abs(now - readAt) > refreshMs) {
      readAt = now
      const reading = deps.storage.units.all().then((units) => buildTable(units, deps.prefixes))
      table = reading
      reading.catch(() => {
        if (table === reading) table = undefined
      })
    }
    return table
  }
  return {
    find: async (code) => (await current()).byCode.get(code),
    async search(text) {
      const { names, byCode } = await current()
      return searchPlaces(names, text, (unit) => pathOf(byCode, unit.code).slice(1))
    },
    async read(text) {
      const { names, byCode } = await current()
      return readPlaces(names, text, (unit) => pathOf(byCode, unit.code).slice(1))
    },
    path: async (code) => pathOf((await current()).byCode, code),
    async below(code) {
      const { byParent } = await current()
      const found = new Set([code])
      // A set that grows while it is walked: what was just added is walked too.
      for (const above of found) for (const unit of byParent.get(above) ?? []) found.add(unit.code)
      return [...found]
    },
  }
}

function pathOf(byCode: ReadonlyMap<UnitCode, Unit>, code: UnitCode): readonly Unit[] {
  const path: Unit[] = []
  for (let unit = byCode.get(code); unit !== undefined && !path.includes(unit); unit = byCode.get(unit.parent ?? ''))
    path.push(unit)
  return path
}

function buildTable(units: readonly Unit[], prefixes: readonly string[]): Table {
  return {
    byCode: new Map(units.map((unit) => [unit.code, unit])),
    byParent: Map.groupBy(units, (unit) => unit.parent),
    names: units.filter((unit) => unit.code !== rootUnit).flatMap((unit) => createPlaceNames(unit, prefixes)),
  }
}
