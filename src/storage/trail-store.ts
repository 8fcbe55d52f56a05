import type { Kysely } from 'kysely'
import type { ContactMark } from '../core/contact.ts'
import type { Storage } from '../core/storage.ts'
import type { TrailRow } from '../core/trail.ts'
import { bytesOf, hourOf } from './columns.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'

/** The messages that can be deleted from chats, and the number of those that no longer can. */
export function createTrailStore({ db }: Database): Storage['trail'] {
  return {
    async of(contact) {
      const rows = await db.selectFrom('chat_trail').select(['id', 'sealed']).where('contact', '=', contact).execute()
      const old = await db
        .selectFrom('chat_trail_old')
        .select('total')
        .where('contact', '=', contact)
        .executeTakeFirst()
      return { rows: rows.map(({ id, sealed }) => ({ id, sealed: bytesOf(sealed) })), tooOld: old?.total ?? 0 }
    },

    async age(before) {
      await db.transaction().execute(async (trx) => {
        const aged = await trx
          .deleteFrom('chat_trail')
          .where('at', '<', hourOf(before))
          .returning(['contact', 'at'])
          .execute()
        const hours = Map.groupBy(aged, ({ contact }) => contact)
        // Always in the same order: two that age at once must not wait for each other.
        for (const contact of [...hours.keys()].sort()) {
          const at = hours.get(contact)?.map((row) => row.at) ?? []
          await countOld(trx, contact, at.length, Math.max(...at))
        }
      })
    },

    async purge(before) {
      await db.deleteFrom('chat_trail_old').where('changed_at', '<', hourOf(before)).execute()
    },
  }
}

async function countOld(db: Kysely<Tables>, contact: ContactMark, total: number, changedAt: number): Promise<void> {
  await db
    .insertInto('chat_trail_old')
    .values({ contact, total, changed_at: changedAt })
    .onConflict((conflict) =>
      conflict.column('contact').doUpdateSet((eb) => ({
        total: eb('chat_trail_old.total', '+', total),
        changed_at: changedAt,
      })),
    )
    .execute()
}

/** Keeps what it takes to delete a message later; nothing in the chats of officers, which are not erased. */
export async function putTrail(db: Kysely<Tables>, { id, contact, sealed, at }: TrailRow): Promise<void> {
  const officer = await db
    .selectFrom('officer_address')
    .select('officer')
    .where('contact', '=', contact)
    .executeTakeFirst()
  if (officer !== undefined) return
  await db
    .insertInto('chat_trail')
    .values({ id, contact, sealed, at: hourOf(at) })
    .execute()
}

/** Forgets the trail of a contact; answers the ids of its rows. */
export async function eraseTrail(db: Kysely<Tables>, contact: ContactMark): Promise<readonly string[]> {
  const erased = await db.deleteFrom('chat_trail').where('contact', '=', contact).returning('id').execute()
  await db.deleteFrom('chat_trail_old').where('contact', '=', contact).execute()
  return erased.map(({ id }) => id)
}
