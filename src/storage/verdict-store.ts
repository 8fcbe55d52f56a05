import { sql, type Kysely } from 'kysely'
import type { Verdict } from '../core/question.ts'
import type { Storage } from '../core/storage.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/** Whether answers helped. */
export function createVerdictStore({ db }: Database): Storage['verdicts'] {
  return {
    async counts() {
      const rows = await db
        .selectFrom('answer_verdict')
        .select((eb) => [
          'entry',
          'locale',
          'version',
          totalOf('helpful').as('helpful'),
          totalOf('unhelpful').as('unhelpful'),
          eb.fn.min('day').as('firstDay'),
          eb.fn.max('day').as('lastDay'),
        ])
        .groupBy(['entry', 'locale', 'version'])
        .orderBy('entry')
        .orderBy('locale')
        .orderBy('version')
        .execute()
      // PostgreSQL adds up whole numbers of eight bytes as decimals, which come as text.
      return rows.map((row) => ({ ...row, helpful: Number(row.helpful), unhelpful: Number(row.unhelpful) }))
    },
  }
}

function totalOf(verdict: Verdict) {
  return sql<number | string>`sum(case when ${sql.ref('verdict')} = ${verdict} then ${sql.ref('total')} else 0 end)`
}

/** One more on its day. */
export async function countVerdict(db: Kysely<Tables>, write: WriteOf<'count-verdict'>): Promise<void> {
  const { entry, locale, version, verdict, day } = write
  await db
    .insertInto('answer_verdict')
    .values({ entry, locale, version, verdict, day, total: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['entry', 'locale', 'version', 'verdict', 'day'])
        .doUpdateSet((eb) => ({ total: eb('answer_verdict.total', '+', 1) })),
    )
    .execute()
}
