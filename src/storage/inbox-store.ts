import type { Kysely } from 'kysely'
import type { Storage } from '../core/storage.ts'
import { insertAttachments } from './attachment-store.ts'
import { bytesOf, columnHour, dateOrUndefined, hourOf } from './columns.ts'
import { requireRow } from './conflict.ts'
import { putHeard } from './contact-store.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'
import { putTrail } from './trail-store.ts'
import type { WriteOf } from './write-of.ts'

/** Messages that were taken in. */
export function createInboxStore({ db }: Database): Storage['inbox'] {
  return {
    async accept(row) {
      const { attachments = [], trail, heard } = row
      const insert = async (executor: Kysely<Tables>) => {
        if ((await insertMessage(executor, row)) === undefined) return 'repeat'
        await insertAttachments(executor, attachments, row.receivedAt)
        if (trail !== undefined) await putTrail(executor, trail)
        if (heard !== undefined) await putHeard(executor, heard)
        return 'accepted'
      }
      const isOneRow = attachments.length === 0 && trail === undefined && heard === undefined
      return isOneRow ? insert(db) : db.transaction().execute(insert)
    },

    async unsettled(limit, mostAttempts) {
      const rows = await db
        .selectFrom('inbox')
        .select(['id', 'channel', 'contact', 'sealed', 'attempts', 'received_at'])
        .where('settled_at', 'is', null)
        .where('attempts', '<', mostAttempts)
        .orderBy('received_at')
        .orderBy('seq')
        .limit(limit)
        .$narrowType<{ contact: string; sealed: Uint8Array }>()
        .execute()
      return rows.map(({ received_at, ...row }) => ({
        ...row,
        sealed: bytesOf(row.sealed),
        receivedAt: new Date(received_at),
      }))
    },

    async counts(mostAttempts) {
      const row = await db
        .selectFrom('inbox')
        .select((eb) => [
          eb.fn.countAll<number>().as('unsettled'),
          eb.fn.count<number>(eb.case().when('attempts', '>=', mostAttempts).then(1).end()).as('abandoned'),
          eb.fn.min<number | null>('received_at').as('oldest'),
        ])
        .where('settled_at', 'is', null)
        .executeTakeFirstOrThrow()
      return { unsettled: row.unsettled, abandoned: row.abandoned, oldestAt: dateOrUndefined(row.oldest) }
    },

    async failed(id) {
      const row = await db
        .updateTable('inbox')
        .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
        .where('id', '=', id)
        .returning('attempts')
        .executeTakeFirstOrThrow()
      return row.attempts
    },

    // Against the hour as well: within an hour nothing says what was settled before that moment and what after.
    async purge(settledBefore) {
      await db.deleteFrom('inbox').where('settled_at', '<', hourOf(settledBefore)).execute()
    },
  }
}

/** Undefined when the message was there before. */
async function insertMessage(
  db: Kysely<Tables>,
  row: Parameters<Storage['inbox']['accept']>[0],
): Promise<{ readonly id: string } | undefined> {
  return db
    .insertInto('inbox')
    .values({
      id: row.id,
      channel: row.channel,
      mark: row.mark,
      contact: row.contact,
      sealed: row.sealed,
      received_at: row.receivedAt.getTime(),
    })
    .onConflict((conflict) => conflict.columns(['channel', 'mark']).doNothing())
    .returning('id')
    .executeTakeFirst()
}

/**
 * Removes the message, who wrote it and when exactly. The mark of its external id stays, so that a repeat is known; what came
 * in the same hour is told apart no more, so that it does not join the tip that was opened by it.
 */
export async function settleInbox(db: Kysely<Tables>, write: WriteOf<'settle-inbox'>): Promise<void> {
  requireRow(
    await db
      .updateTable('inbox')
      .set({ sealed: null, contact: null, received_at: columnHour('received_at'), settled_at: hourOf(write.at) })
      .where('id', '=', write.id)
      .where('settled_at', 'is', null)
      .returning('id')
      .executeTakeFirst(),
  )
}
