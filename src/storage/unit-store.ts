import type { Storage } from '../core/storage.ts'
import { inPieces } from './columns.ts'
import type { Database } from './database.ts'

/** Places with a desk. */
export function createUnitStore({ db }: Database): Storage['units'] {
  return {
    async all() {
      const rows = await db.selectFrom('unit').selectAll().orderBy('code').execute()
      return rows.map((row) => ({
        code: row.code,
        name: row.name,
        kind: row.kind,
        parent: row.parent ?? undefined,
        oldNames: JSON.parse(row.old_names) as string[],
        isSample: row.is_sample === 1,
        ...(row.phone === null ? {} : { phone: { number: row.phone, verifiedOn: row.phone_verified ?? '' } }),
      }))
    },

    async put(units) {
      // Always in one order: two processes that load the same units at once wait for each other instead of deadlocking. And
      // one statement may not name a row twice: of several with the same code the last one counts.
      const byCode = new Map(units.map((unit) => [unit.code, unit]))
      const rows = [...byCode.keys()].sort().flatMap((code) => {
        const unit = byCode.get(code)
        if (unit === undefined) return []
        return {
          code,
          name: unit.name,
          kind: unit.kind,
          parent: unit.parent ?? null,
          old_names: JSON.stringify(unit.oldNames),
          is_sample: unit.isSample ? 1 : 0,
          phone: unit.phone?.number ?? null,
          phone_verified: unit.phone?.verifiedOn ?? null,
        }
      })
      await db.transaction().execute(async (trx) => {
        for (const piece of inPieces(rows)) {
          await trx
            .insertInto('unit')
            .values(piece)
            .onConflict((conflict) =>
              conflict.column('code').doUpdateSet((eb) => ({
                name: eb.ref('excluded.name'),
                kind: eb.ref('excluded.kind'),
                parent: eb.ref('excluded.parent'),
                old_names: eb.ref('excluded.old_names'),
                is_sample: eb.ref('excluded.is_sample'),
                phone: eb.ref('excluded.phone'),
                phone_verified: eb.ref('excluded.phone_verified'),
              })),
            )
            .execute()
        }
      })
    },
  }
}
