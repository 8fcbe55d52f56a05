import type { Kysely } from 'kysely'
import type { Storage } from '../core/storage.ts'
import { bytesOf, isAnyOf } from './columns.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/** Outreach counts. */
export function createReachStore({ db, kind }: Database): Storage['reach'] {
  return {
    async counts({ units, fromDay, toDay }) {
      const rows = await db
        .selectFrom('reach_daily')
        .selectAll()
        .where(isAnyOf(kind, 'unit', units))
        .where('day', '>=', fromDay)
        .where('day', '<=', toDay)
        .orderBy('day')
        .orderBy('channel')
        .orderBy('unit')
        .orderBy('audience')
        .orderBy('kind')
        .execute()
      return rows.map(({ total, ...row }) => ({ ...row, count: total }))
    },

    async people({ units, fromDay, toDay }) {
      return db
        .selectFrom((eb) =>
          eb
            .selectFrom('reach_person')
            .select(['channel', 'year', 'mark'])
            .distinct()
            .where('kind', '=', 'reached')
            .where(isAnyOf(kind, 'unit', units))
            .where('day', '>=', fromDay)
            .where('day', '<=', toDay)
            .as('person'),
        )
        .select((eb) => ['channel', eb.fn.countAll<number>().as('people')])
        .groupBy('channel')
        .orderBy('channel')
        .execute()
    },

    async yearKey(year) {
      const row = await db.selectFrom('reach_year_key').select('sealed').where('year', '=', year).executeTakeFirst()
      return row && bytesOf(row.sealed)
    },

    async putYearKey(year, sealed) {
      await db
        .insertInto('reach_year_key')
        .values({ year, sealed })
        .onConflict((conflict) => conflict.column('year').doNothing())
        .execute()
      const kept = await db
        .selectFrom('reach_year_key')
        .select('sealed')
        .where('year', '=', year)
        .executeTakeFirstOrThrow()
      return bytesOf(kept.sealed)
    },
  }
}

/** One more on its day; a person is noted once for the same day, channel, place, audience and kind. */
export async function countReach(db: Kysely<Tables>, { event, day }: WriteOf<'count'>): Promise<void> {
  const counted = { day, channel: event.channel, unit: event.unit, audience: event.audience, kind: event.kind }
  await db
    .insertInto('reach_daily')
    .values({ ...counted, total: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'channel', 'unit', 'audience', 'kind'])
        .doUpdateSet((eb) => ({ total: eb('reach_daily.total', '+', 1) })),
    )
    .execute()
  if (event.person === undefined) return
  await db
    .insertInto('reach_person')
    .values({ year: Number(day.slice(0, 4)), mark: event.person, ...counted })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
