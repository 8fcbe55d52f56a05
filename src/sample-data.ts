import type { Clock, Ids } from './core/ports.ts'
import type { Officer } from './core/shift.ts'
import type { Storage } from './core/storage.ts'
import { rootUnit, type Unit } from './core/unit.ts'

/** Adds the units that are not there yet; those that were imported or changed stay as they are. */
export async function addMissingUnits(storage: Pick<Storage, 'units'>, units: readonly Unit[]): Promise<void> {
  const known = new Set((await storage.units.all()).map((unit) => unit.code))
  const missing = units.filter((unit) => !known.has(unit.code))
  if (missing.length > 0) await storage.units.put(missing)
}

export interface SampleDeps {
  readonly storage: Pick<Storage, 'officers' | 'shifts'>
  readonly ids: Ids
  readonly clock: Clock
}

/** One sample officer on standing first-tier duty for the whole country, made once; undefined once an operator disabled it. */
export async function putSampleOfficer(officerName: string, deps: SampleDeps): Promise<Officer | undefined> {
  const [known] = await deps.storage.officers.findByName(officerName)
  if (known !== undefined) return known.isActive ? known : undefined
  const now = deps.clock.now()
  const officer = await deps.storage.officers.add({
    id: deps.ids.id(),
    name: officerName,
    role: 'officer',
    unit: rootUnit,
    createdAt: now,
  })
  await deps.storage.shifts.add([
    { id: deps.ids.id(), officer: officer.id, unit: rootUnit, tier: 1, startsAt: now, endsAt: undefined },
  ])
  return officer
}

/** Where sample data is off nobody made up may stand on duty: a tip would count as routed and nobody would read it. */
export async function dismissSampleOfficer(officerName: string, deps: SampleDeps): Promise<void> {
  for (const officer of await deps.storage.officers.findByName(officerName)) {
    if (officer.isActive) await deps.storage.officers.disable(officer.id, deps.clock.now())
  }
}
