import type { Ids, Words } from '../core/ports.ts'
import type { DutyShift, Officer } from '../core/shift.ts'
import type { Unit } from '../core/unit.ts'
import { showInVietnam } from '../core/vietnam-time.ts'
import { createImportFaults, type ImportFaults } from './import-faults.ts'
import { readMoment } from './read-moment.ts'
import { readRecords } from './read-records.ts'

const columns = ['officer', 'unit', 'tier', 'starts_at', 'ends_at'] as const

interface RosterDeps {
  /** All officers, disabled ones too: they are refused by name. */
  readonly officers: readonly Officer[]
  readonly units: readonly Unit[]
  readonly ids: Pick<Ids, 'id'>
  readonly words: Words
  /** Shifts that are kept already: one that overlaps them is refused, as when the same file is imported again. */
  readonly shifts?: readonly DutyShift[]
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
  const byPost = new Map<string, { readonly shift: DutyShift; readonly line: number | undefined }[]>()
  const note = (shift: DutyShift, line: number | undefined) =>
    byPost.getOrInsertComputed(postOf(shift), () => []).push({ shift, line })
  for (const shift of deps.shifts ?? []) note(shift, undefined)
  for (const { line, cells } of readRecords(csv, columns, faults)) {
    const officer = findOfficer(cells.officer, deps.officers, line, faults)
    if (!unitCodes.has(cells.unit)) faults.add(line, 'unknown-unit', { unit: cells.unit })
    const tier = ([1, 2, 3] as const).find((tier) => String(tier) === cells.tier)
    if (tier === undefined) faults.add(line, 'bad-tier', { tier: cells.tier })
    const times = readTimes(cells.starts_at, cells.ends_at, line, faults)
    if (officer === undefined || !unitCodes.has(cells.unit) || tier === undefined || times === undefined) continue
    const shift: DutyShift = { id: deps.ids.id(), officer: officer.id, unit: cells.unit, tier, ...times }
    const other = byPost.get(postOf(shift))?.find((noted) => overlap(noted.shift, shift))
    if (other?.line !== undefined) faults.add(line, 'overlap', { other: other.line })
    else if (other !== undefined)
      faults.add(line, 'overlap-kept', { startsAt: showInVietnam(other.shift.startsAt) })
    note(shift, line)
    shifts.push(shift)
  }
  faults.throwIfAny()
  return shifts
}
