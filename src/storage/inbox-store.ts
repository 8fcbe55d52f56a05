import type { Kysely } from 'kysely'
import type { Storage } from '../core/storage.ts'
import { bytesOf } from './columns.ts'
import { requireRow } from './conflict.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/** Messages that were taken in. */
export function createInboxStore({ db }: Database): Storage['inbox'] {
  return {
    async accept(row) {
      const accepted = await db
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
      return accepted === undefined ? 'repeat' : 'accepted'
    },

    async unsettled(limit) {
      const rows = await db
        .selectFrom('inbox')
        .select(['id', 'channel', 'contact', 'sealed', 'attempts', 'received_at'])
        .where('settled_at', 'is', null)
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

    async failed(id) {
      const row = await db
        .updateTable('inbox')
        .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
        .where('id', '=', id)
        .returning('attempts')
        .executeTakeFirstOrThrow()
      return row.attempts
    },

    async purge(settledBefore) {
      await db.deleteFrom('inbox').where('settled_at', '<', settledBefore.getTime()).execute()
    },
  }
}

/** Removes the message and who wrote it. The mark of its external id stays, so that a repeat is known. */
export async function settleInbox(db: Kysely<Tables>, write: WriteOf<'settle-inbox'>): Promise<void> {
  requireRow(
    await db
      .updateTable('inbox')
      .set({ sealed: null, contact: null, settled_at: write.at.getTime() })
      .where('id', '=', write.id)
      .where('settled_at', 'is', null)
      .returning('id')
      .executeTakeFirst(),
  )
}
