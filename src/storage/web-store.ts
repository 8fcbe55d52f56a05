import type { Kysely } from 'kysely'
import type { Storage } from '../core/storage.ts'
import { bytesOf, isAnyOf } from './columns.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'

/** How many messages are given at once. */
const messagesAtOnce = 200

/** Sessions and messages of the web chat page. A session's messages go with it, and what is remembered about its contact. */
export function createWebStore({ db, kind }: Database): Storage['web'] {
  return {
    async addSession({ mark, locale, expiresAt }) {
      await db.insertInto('web_session').values({ mark, locale, expires_at: expiresAt.getTime() }).execute()
    },

    async session(mark, now) {
      return db
        .selectFrom('web_session')
        .select('locale')
        .where('mark', '=', mark)
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst()
    },

    async touch(mark, expiresAt, locale) {
      await db
        .updateTable('web_session')
        .set({ expires_at: expiresAt.getTime(), locale })
        .where('mark', '=', mark)
        .execute()
    },

    async endSession(mark) {
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('web_session').where('mark', '=', mark).execute()
        await trx.deleteFrom('contact').where('mark', '=', mark).execute()
      })
    },

    async addMessage(message) {
      return db.transaction().execute((trx) => addWebMessage(trx, message))
    },

    async messagesAfter(session, seq) {
      const rows = await db
        .selectFrom('web_message')
        .select(['seq', 'sealed', 'at'])
        .where('session', '=', session)
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(messagesAtOnce)
        .execute()
      return rows.map((row) => ({ seq: row.seq, sealed: bytesOf(row.sealed), at: new Date(row.at) }))
    },

    async lastSeq(session) {
      const row = await db.selectFrom('web_session').select('last_seq').where('mark', '=', session).executeTakeFirst()
      return row?.last_seq ?? 0
    },

    async purge(now) {
      await db.transaction().execute(async (trx) => {
        const ended = await trx
          .deleteFrom('web_session')
          .where('expires_at', '<=', now.getTime())
          .returning('mark')
          .execute()
        const marks = ended.map(({ mark }) => mark)
        await trx
          .deleteFrom('contact')
          .where(isAnyOf(kind, 'mark', marks))
          .execute()
      })
    },
  }
}

type NewWebMessage = Parameters<Storage['web']['addMessage']>[0]

async function addWebMessage(db: Kysely<Tables>, message: NewWebMessage): Promise<number | undefined> {
  // Changes nothing, but holds the session's row to the end of the transaction: numbers are given one at a time.
  const session = await db
    .updateTable('web_session')
    .set((eb) => ({ last_seq: eb.ref('last_seq') }))
    .where('mark', '=', message.session)
    .where('expires_at', '>', message.at.getTime())
    .returning('last_seq')
    .executeTakeFirst()
  if (session === undefined) return undefined
  const before = await db
    .selectFrom('web_message')
    .select('seq')
    .where('session', '=', message.session)
    .where('delivery', '=', message.delivery)
    .executeTakeFirst()
  if (before !== undefined) return before.seq
  const seq = session.last_seq + 1
  const { delivery, sealed, at } = message
  await db
    .insertInto('web_message')
    .values({ session: message.session, seq, delivery, sealed, at: at.getTime() })
    .execute()
  await db.updateTable('web_session').set({ last_seq: seq }).where('mark', '=', message.session).execute()
  return seq
}
