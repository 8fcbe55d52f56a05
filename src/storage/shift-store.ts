import type { Selectable } from 'kysely'
import type { DutyShift } from '../core/shift.ts'
import type { Storage } from '../core/storage.ts'
import { dateOrUndefined, inPieces, isAnyOf } from './columns.ts'
import type { Database } from './database.ts'
import type { DutyShiftTable } from './schema-impersonal.ts'

/** The roster. */
export function createShiftStore({ db, kind }: Database): Storage['shifts'] {
  return {
    async add(shifts) {
      const rows = shifts.map((shift) => ({
        id: shift.id,
        officer: shift.officer,
        unit: shift.unit,
        tier: shift.tier,
        starts_at: shift.startsAt.getTime(),
        ends_at: shift.endsAt?.getTime() ?? null,
      }))
      await db.transaction().execute(async (trx) => {
        for (const piece of inPieces(rows)) await trx.insertInto('duty_shift').values(piece).execute()
      })
    },

    async covering(units, at) {
      const rows = await db
        .selectFrom('duty_shift')
        .innerJoin('officer', 'officer.id', 'duty_shift.officer')
        .selectAll('duty_shift')
        .where(isAnyOf(kind, 'duty_shift.unit', units))
        .where('starts_at', '<=', at.getTime())
        .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', at.getTime())]))
        .where('disabled_at', 'is', null)
        .orderBy('tier')
        .orderBy('starts_at')
        .orderBy('duty_shift.id')
        .execute()
      return rows.map(toShift)
    },

    async within(from, to) {
      const rows = await db
        .selectFrom('duty_shift')
        .selectAll()
        .where('starts_at', '<', to.getTime())
        .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', from.getTime())]))
        .orderBy('starts_at')
        .orderBy('tier')
        .orderBy('id')
        .execute()
      return rows.map(toShift)
    },
  }
}

function toShift(row: Selectable<DutyShiftTable>): DutyShift {
  return {
    id: row.id,
    officer: row.officer,
    unit: row.unit,
    tier: row.tier,
    startsAt: new Date(row.starts_at),
    endsAt: dateOrUndefined(row.ends_at),
  }
}
