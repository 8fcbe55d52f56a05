import { sql, type Kysely } from 'kysely'
import type { Storage } from '../core/storage.ts'
import { requireRow } from './conflict.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

const minuteMs = 60_000

/** When somebody sent tips, without which. */
export function createSentTipStore({ db }: Database): Storage['sentTips'] {
  return {
    async latest(sender, since, most) {
      const rows = await db
        .selectFrom('sent_tip')
        .select('at')
        .where('sender', '=', sender)
        .where('at', '>', since.getTime())
        .orderBy('at', 'desc')
        .limit(most)
        .execute()
      return rows.map(({ at }) => new Date(at))
    },

    async purge(before) {
      await db.deleteFrom('sent_tip').where('at', '<', before.getTime()).execute()
    },
  }
}

/** Counts a tip of its sender; requires, but where it is sent in danger, that there is room for one more. */
export async function countTip(db: Kysely<Tables>, kind: Database['kind'], write: WriteOf<'count-tip'>): Promise<void> {
  const { id, sender, since, most, inDanger, at } = write
  // To the end of the transaction, so that two at once do not both find the last place free. SQLite has one writer anyway.
  if (kind === 'postgres') {
    await sql`select pg_advisory_xact_lock(hashtext('sent_tip'), hashtext(${sender}))`.execute(db)
  }
  const { total } = await db
    .selectFrom('sent_tip')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('sender', '=', sender)
    .where('at', '>', since.getTime())
    .executeTakeFirstOrThrow()
  requireRow(inDanger || total < most ? write : undefined)
  // Rounded up: a place is never free before its hour is over, and the moment is not the tip's own.
  const minute = Math.ceil(at.getTime() / minuteMs) * minuteMs
  await db.insertInto('sent_tip').values({ id, sender, at: minute }).execute()
}
