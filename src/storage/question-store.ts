import { sql, type Kysely } from 'kysely'
import type { Storage } from '../core/storage.ts'
import { bytesOf, isAnyOf } from './columns.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/** Questions that found no sure answer. */
export function createQuestionStore({ db, kind }: Database): Storage['questions'] {
  return {
    async newest(limit) {
      const rows = await db
        .selectFrom('unanswered_question')
        .selectAll()
        .orderBy('day', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        ...row,
        ranked: JSON.parse(row.ranked) as string[],
        sealed: bytesOf(row.sealed),
      }))
    },

    async counts() {
      const { kept } = await db
        .selectFrom('unanswered_question')
        .select((eb) => eb.fn.countAll<number>().as('kept'))
        .executeTakeFirstOrThrow()
      const { dropped } = await db
        .selectFrom('unanswered_day')
        .select((eb) => eb.fn.sum<number | string | null>('dropped').as('dropped'))
        .executeTakeFirstOrThrow()
      return { kept, dropped: Number(dropped ?? 0) }
    },

    async remove(ids) {
      await db
        .deleteFrom('unanswered_question')
        .where(isAnyOf(kind, 'id', ids))
        .execute()
    },

    async purge(day) {
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('unanswered_question').where('day', '<', day).execute()
        await trx.deleteFrom('unanswered_day').where('day', '<', day).execute()
      })
    },
  }
}

/** Keeps the question while its day has room; counts it either way. The row of the day is held until the commit is over. */
export async function noteUnanswered(db: Kysely<Tables>, write: WriteOf<'note-unanswered'>): Promise<void> {
  const { question, most } = write
  const isFull = sql<boolean>`unanswered_day.kept >= ${most}`
  const { dropped } = await db
    .insertInto('unanswered_day')
    .values({ day: question.day, kept: 1, dropped: 0 })
    .onConflict((conflict) =>
      conflict.column('day').doUpdateSet({
        kept: sql<number>`unanswered_day.kept + case when ${isFull} then 0 else 1 end`,
        dropped: sql<number>`unanswered_day.dropped + case when ${isFull} then 1 else 0 end`,
      }),
    )
    .returning('dropped')
    .executeTakeFirstOrThrow()
  if (dropped > 0) return
  const { ranked, ...rest } = question
  await db
    .insertInto('unanswered_question')
    .values({ ...rest, ranked: JSON.stringify(ranked) })
    .execute()
}
