import type { DutyShift } from './core/shift.ts'
import type { Storage } from './core/storage.ts'

/** Shifts within a time of officers who are still active: a disabled officer covers nothing. */
export async function activeShifts(
  { storage }: { readonly storage: Pick<Storage, 'shifts' | 'officers'> },
  from: Date,
  to: Date,
): Promise<readonly DutyShift[]> {
  const active = new Set(
    (await storage.officers.list()).filter((officer) => officer.isActive).map((officer) => officer.id),
  )
  return (await storage.shifts.within(from, to)).filter((shift) => active.has(shift.officer))
}
