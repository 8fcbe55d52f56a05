import type { Kysely } from 'kysely'
import type { Storage } from '../core/storage.ts'
import { bytesOf } from './columns.ts'
import { requireRow } from './conflict.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/** Where contacts stand in flows. A session has expired from the moment `expiresAt` on. */
export function createSessionStore({ db }: Database): Storage['sessions'] {
  return {
    async find(contact, now) {
      const row = await db
        .selectFrom('session')
        .select(['flow', 'step', 'sealed', 'version', 'expires_at'])
        .where('contact', '=', contact)
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { expires_at, ...session } = row
      return { ...session, sealed: bytesOf(row.sealed), expiresAt: new Date(expires_at) }
    },

    async purge(expiredBefore) {
      await db.deleteFrom('session').where('expires_at', '<', expiredBefore.getTime()).execute()
    },
  }
}

/** `at` is the moment of the commit: a session that had expired by then counts as none. */
export async function putSession(db: Kysely<Tables>, write: WriteOf<'put-session'>, at: Date): Promise<void> {
  const values = {
    flow: write.flow,
    step: write.step,
    sealed: write.sealed,
    version: write.version,
    expires_at: write.expiresAt.getTime(),
  }
  if (write.expected === undefined) {
    requireRow(
      await db
        .insertInto('session')
        .values({ contact: write.contact, ...values })
        .onConflict((conflict) =>
          conflict.column('contact').doUpdateSet(values).where('session.expires_at', '<=', at.getTime()),
        )
        .returning('contact')
        .executeTakeFirst(),
    )
    return
  }
  requireRow(
    await db
      .updateTable('session')
      .set(values)
      .where('contact', '=', write.contact)
      .where('version', '=', write.expected)
      .returning('contact')
      .executeTakeFirst(),
  )
}

/** `at` as in `putSession`. */
export async function endSession(db: Kysely<Tables>, write: WriteOf<'end-session'>, at: Date): Promise<void> {
  if (write.expected === undefined) {
    await db
      .deleteFrom('session')
      .where('contact', '=', write.contact)
      .where('expires_at', '<=', at.getTime())
      .execute()
    const live = await db.selectFrom('session').select('contact').where('contact', '=', write.contact).execute()
    requireRow(live.length === 0 ? write : undefined)
    return
  }
  requireRow(
    await db
      .deleteFrom('session')
      .where('contact', '=', write.contact)
      .where('version', '=', write.expected)
      .returning('contact')
      .executeTakeFirst(),
  )
}
