import type { Storage } from '../core/storage.ts'
import type { Database } from './database.ts'
import { toOfficer } from './officer-store.ts'

/** Ways into the console. */
export function createSignInStore({ db }: Database): Storage['signIn'] {
  return {
    async addLink({ mark, officer, expiresAt }) {
      await db.insertInto('sign_in_link').values({ mark, officer, expires_at: expiresAt.getTime() }).execute()
    },

    // Removing the row is what uses the link up: of two at once, one gets the row back.
    async useLink(mark, now) {
      const link = await db
        .deleteFrom('sign_in_link')
        .where('mark', '=', mark)
        .where('expires_at', '>', now.getTime())
        .returning('officer')
        .executeTakeFirst()
      if (link === undefined) return undefined
      const row = await db
        .selectFrom('officer')
        .selectAll()
        .where('id', '=', link.officer)
        .where('disabled_at', 'is', null)
        .executeTakeFirst()
      return row && toOfficer(row)
    },

    async addSession({ mark, officer, csrf, expiresAt }) {
      await db.insertInto('console_session').values({ mark, officer, csrf, expires_at: expiresAt.getTime() }).execute()
    },

    async session(mark, now) {
      const row = await db
        .selectFrom('officer')
        .innerJoin('console_session', 'console_session.officer', 'officer.id')
        .selectAll('officer')
        .select('csrf')
        .where('mark', '=', mark)
        .where('expires_at', '>', now.getTime())
        .where('disabled_at', 'is', null)
        .executeTakeFirst()
      return row && { officer: toOfficer(row), csrf: row.csrf }
    },

    async endSession(mark) {
      await db.deleteFrom('console_session').where('mark', '=', mark).execute()
    },

    // Invites that nobody used go too: they are ways in as well.
    async purge(now) {
      for (const table of ['sign_in_link', 'console_session', 'officer_invite'] as const) {
        await db.deleteFrom(table).where('expires_at', '<=', now.getTime()).execute()
      }
    },
  }
}
