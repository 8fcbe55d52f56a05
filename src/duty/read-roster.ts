import type { Ids, Words } from '../core/ports.ts'
import type { DutyShift, Officer } from '../core/shift.ts'
import type { Unit } from '../core/unit.ts'
import { showInVietnam } from '../core/vietnam-time.ts'
import { createImportFaults, type ImportFaults } from './import-faults.ts'
import { readMoment } from './read-moment.ts'
import { readRecords } from './read-records.ts'

const columns = ['officer', 'unit', 'tier', 'starts_at', 'ends_at'] as const

/** What a roster file is read against. */
export interface RosterDeps {
  /** All officers, disabled ones too: they are refused by name. */
  readonly officers: readonly Officer[]
  readonly units: readonly Unit[]
  readonly ids: Pick<Ids, 'id'>
  readonly words: Words
  /** Shifts that are kept already: one that overlaps them is refused, as when the same file is imported again. */
  readonly shifts?: readonly DutyShift[]
}

/** A shift that nothing may overlap; `line` is undefined when it is kept already. */
interface Taken {
  readonly shift: DutyShift
  readonly line: number | undefined
}

/**
 * Reads a roster file (columns officer, unit, tier, starts_at, ends_at). An officer is named by id or exact name; a time is
 * `2026-11-22 07:00` in Vietnam or ISO 8601 with its offset; without an end the shift lasts until further notice. Throws a
 * `ContentError` that names every bad line.
 */
export function readRoster(csv: string, deps: RosterDeps): readonly DutyShift[] {
  const faults = createImportFaults(deps.words)
  const unitCodes = new Set(deps.units.map(({ code }) => code))
  const shifts: DutyShift[] = []
  const taken = Map.groupBy(
    (deps.shifts ?? []).map((shift): Taken => ({ shift, line: undefined })),
    ({ shift }) => postOf(shift),
  )
  for (const { line, cells } of readRecords(csv, columns, faults)) {
    const officer = findOfficer(cells.officer, deps.officers, line, faults)
    if (!unitCodes.has(cells.unit)) faults.add(line, 'unknown-unit', { unit: cells.unit })
    const tier = ([1, 2, 3] as const).find((tier) => String(tier) === cells.tier)
    if (tier === undefined) faults.add(line, 'bad-tier', { tier: cells.tier })
    const times = readTimes(cells.starts_at, cells.ends_at, line, faults)
    if (officer === undefined || !unitCodes.has(cells.unit) || tier === undefined || times === undefined) continue
    const shift: DutyShift = { id: deps.ids.id(), officer: officer.id, unit: cells.unit, tier, ...times }
    const atPost = taken.get(postOf(shift)) ?? []
    const other = atPost.find((before) => overlap(before.shift, shift))
    if (other?.line !== undefined) faults.add(line, 'overlap', { other: other.line })
    else if (other !== undefined) faults.add(line, 'overlap-kept', { startsAt: showInVietnam(other.shift.startsAt) })
    taken.set(postOf(shift), [...atPost, { shift, line }])
    shifts.push(shift)
  }
  faults.throwIfAny()
  return shifts
}

function findOfficer(
  written: string,
  officers: readonly Officer[],
  line: number,
  faults: ImportFaults,
): Officer | undefined {
  const byId = officers.find(({ id }) => id === written)
  const named = byId === undefined ? officers.filter(({ name }) => name.trim().normalize('NFC') === written) : [byId]
  const [officer, second] = named.filter(({ isActive }) => isActive)
  if (second !== undefined) faults.add(line, 'ambiguous-officer', { officer: written })
  else if (officer === undefined)
    faults.add(line, named.length > 0 ? 'disabled-officer' : 'unknown-officer', { officer: written })
  return second === undefined ? officer : undefined
}

function readTimes(
  startsText: string,
  endsText: string,
  line: number,
  faults: ImportFaults,
): Pick<DutyShift, 'startsAt' | 'endsAt'> | undefined {
  const startsAt = readMoment(startsText)
  const endsAt = endsText === '' ? undefined : readMoment(endsText)
  const isEndRead = endsText === '' || endsAt !== undefined
  if (startsAt === undefined) faults.add(line, 'bad-time', { column: 'starts_at', time: startsText })
  if (!isEndRead) faults.add(line, 'bad-time', { column: 'ends_at', time: endsText })
  if (startsAt === undefined || !isEndRead) return undefined
  if (endsAt !== undefined && endsAt <= startsAt) {
    faults.add(line, 'ends-before-start')
    return undefined
  }
  return { startsAt, endsAt }
}

/** The officer and the unit of a shift: nobody takes the same post twice at once. */
function postOf({ officer, unit }: DutyShift): string {
  return `${officer} ${unit}`
}

function overlap(a: DutyShift, b: DutyShift): boolean {
  const isBefore = (first: DutyShift, then: DutyShift) => first.endsAt !== undefined && first.endsAt <= then.startsAt
  return !isBefore(a, b) && !isBefore(b, a)
}
