import type { Kysely } from 'kysely'
import type { HeardRow } from '../core/leaving.ts'
import type { Storage } from '../core/storage.ts'
import { bytesOf, hourOf } from './columns.ts'
import { requireRow } from './conflict.ts'
import type { Database } from './database.ts'
import { dropDeliveries } from './drop-deliveries.ts'
import type { Tables } from './schema.ts'
import { eraseTrail } from './trail-store.ts'
import type { WriteOf } from './write-of.ts'

/** How to speak with those who write. */
export function createContactStore({ db }: Database): Storage['contacts'] {
  return {
    async find(contact) {
      const row = await db
        .selectFrom('contact')
        .select(['mark', 'locale', 'audience', 'unit'])
        .where('mark', '=', contact)
        .executeTakeFirst()
      return row && { ...row, unit: row.unit ?? undefined }
    },

    async isMuted(contact, now) {
      const row = await db
        .selectFrom('contact_mute')
        .select('contact')
        .where('contact', '=', contact)
        .where('until', '>', now.getTime())
        .executeTakeFirst()
      return row !== undefined
    },

    async purgeMutes(now) {
      await db.deleteFrom('contact_mute').where('until', '<=', now.getTime()).execute()
    },

    async heard(contact) {
      const row = await db
        .selectFrom('contact_heard')
        .select('sealed')
        .where('contact', '=', contact)
        .executeTakeFirst()
      return row && bytesOf(row.sealed)
    },

    async purgeHeard(before) {
      await db.deleteFrom('contact_heard').where('at', '<', hourOf(before)).execute()
    },
  }
}

/** Adds a contact or replaces what is remembered about it. */
export async function putContact(db: Kysely<Tables>, { contact, at }: WriteOf<'put-contact'>): Promise<void> {
  const values = {
    locale: contact.locale,
    audience: contact.audience,
    unit: contact.unit ?? null,
    changed_at: at.getTime(),
  }
  await db
    .insertInto('contact')
    .values({ mark: contact.mark, ...values })
    .onConflict((conflict) => conflict.column('mark').doUpdateSet(values))
    .execute()
}

/** Keeps the later of two ends. */
export async function muteContact(db: Kysely<Tables>, write: WriteOf<'mute-contact'>): Promise<void> {
  const until = write.until.getTime()
  await db
    .insertInto('contact_mute')
    .values({ contact: write.contact, until })
    .onConflict((conflict) => conflict.column('contact').doUpdateSet({ until }).where('contact_mute.until', '<', until))
    .execute()
}

/** Keeps when a contact was heard, in the place of the time before. */
export async function putHeard(db: Kysely<Tables>, { contact, sealed, at }: HeardRow): Promise<void> {
  const values = { sealed, at: hourOf(at) }
  await db
    .insertInto('contact_heard')
    .values({ contact, ...values })
    .onConflict((conflict) => conflict.column('contact').doUpdateSet(values))
    .execute()
}

/**
 * Removes the contact, its session, its trail and what is still queued to be said to it; what the same commit queues later
 * stays, and so does an earlier erasure that is not done yet.
 */
export async function eraseContact(db: Kysely<Tables>, write: WriteOf<'erase-contact'>): Promise<void> {
  const { contact, trail } = write
  await db.deleteFrom('contact').where('mark', '=', contact).execute()
  await db.deleteFrom('session').where('contact', '=', contact).execute()
  await db.deleteFrom('contact_mute').where('contact', '=', contact).execute()
  await db.deleteFrom('contact_heard').where('contact', '=', contact).execute()
  // Deliveries before the trail: one that is noted as sent at this moment comes wholly before or wholly after.
  await dropDeliveries(db, write)
  const erased = await eraseTrail(db, contact)
  if (erased.some((id) => !trail.includes(id))) requireRow(undefined)
  await clearThread(db, { contact })
}

/** Removes what the web page showed the contact; `last_seq` stays, so that no number is given twice. */
export async function clearThread(
  db: Kysely<Tables>,
  { contact }: Pick<WriteOf<'clear-thread'>, 'contact'>,
): Promise<void> {
  await db.deleteFrom('web_message').where('session', '=', contact).execute()
}
