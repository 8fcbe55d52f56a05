import { sql, type Kysely, type Selectable } from 'kysely'
import type { Officer } from '../core/shift.ts'
import type { Storage } from '../core/storage.ts'
import { bytesOf, isAnyOf } from './columns.ts'
import { requireRow } from './conflict.ts'
import type { Database } from './database.ts'
import type { OfficerTable } from './schema-staff.ts'
import type { Tables } from './schema.ts'
import { eraseTrail } from './trail-store.ts'
import type { WriteOf } from './write-of.ts'

/** Staff and where they are alerted. */
export function createOfficerStore({ db, kind }: Database): Storage['officers'] {
  return {
    async add(officer) {
      for (;;) {
        const added = await db
          .insertInto('officer')
          .values({
            id: officer.id,
            alias: (eb) => eb.selectFrom('officer').select(sql<number>`coalesce(max(alias), 0) + 1`.as('alias')),
            name: officer.name,
            role: officer.role,
            unit: officer.unit,
            created_at: officer.createdAt.getTime(),
          })
          .onConflict((conflict) => conflict.column('alias').doNothing())
          .returningAll()
          .executeTakeFirst()
        // Without a row, someone else was given this number at the same moment; the next round sees theirs.
        if (added !== undefined) return toOfficer(added)
      }
    },

    async find(id) {
      const row = await db.selectFrom('officer').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toOfficer(row)
    },

    async findByName(name) {
      const rows = await db.selectFrom('officer').selectAll().where('name', '=', name).orderBy('alias').execute()
      return rows.map(toOfficer)
    },

    async list() {
      const rows = await db.selectFrom('officer').selectAll().orderBy('alias').execute()
      return rows.map(toOfficer)
    },

    async disable(id, at) {
      return db.transaction().execute((trx) => disableOfficer(trx, id, at))
    },

    async addInvite({ mark, officer, expiresAt }) {
      await db.insertInto('officer_invite').values({ mark, officer, expires_at: expiresAt.getTime() }).execute()
    },

    async invited(mark, now) {
      const row = await db
        .selectFrom('officer_invite')
        .innerJoin('officer', 'officer.id', 'officer_invite.officer')
        .select('officer.id')
        .where('mark', '=', mark)
        .where('expires_at', '>', now.getTime())
        .where('disabled_at', 'is', null)
        .executeTakeFirst()
      return row?.id
    },

    async byContact(contact) {
      const row = await db
        .selectFrom('officer')
        .innerJoin('officer_address', 'officer_address.officer', 'officer.id')
        .selectAll('officer')
        .where('officer_address.contact', '=', contact)
        .where('disabled_at', 'is', null)
        .executeTakeFirst()
      return row && toOfficer(row)
    },

    async addresses(ids) {
      const rows = await db
        .selectFrom('officer_address')
        .innerJoin('officer', 'officer.id', 'officer_address.officer')
        .select(['officer_address.officer', 'contact', 'sealed'])
        .where(isAnyOf(kind, 'officer.id', ids))
        .where('disabled_at', 'is', null)
        .orderBy('alias')
        .orderBy('at')
        .orderBy('contact')
        .execute()
      return rows.map((row) => ({ ...row, sealed: bytesOf(row.sealed) }))
    },
  }
}

/** Closes the account and every way in, invites before addresses: an invite used at this moment may bind no address after. */
async function disableOfficer(db: Kysely<Tables>, id: string, at: Date): Promise<Officer | undefined> {
  const row = await db
    .updateTable('officer')
    .set((eb) => ({ disabled_at: eb.fn.coalesce('disabled_at', eb.val(at.getTime())) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return undefined
  await db.deleteFrom('officer_invite').where('officer', '=', id).execute()
  await db.deleteFrom('sign_in_link').where('officer', '=', id).execute()
  await db.deleteFrom('console_session').where('officer', '=', id).execute()
  const forgotten = await db.deleteFrom('officer_address').where('officer', '=', id).returning('contact').execute()
  for (const { contact } of forgotten) {
    // What is queued about tips holds the address too, and is no longer for their eyes.
    await db.deleteFrom('delivery').where('contact', '=', contact).where('about', 'is not', null).execute()
  }
  return toOfficer(row)
}

/** Uses an invite up; it must exist and not have expired. */
export async function takeInvite(db: Kysely<Tables>, write: WriteOf<'use-invite'>): Promise<void> {
  requireRow(
    await db
      .deleteFrom('officer_invite')
      .where('mark', '=', write.mark)
      .where('expires_at', '>', write.at.getTime())
      .returning('officer')
      .executeTakeFirst(),
  )
}

/** Binds a chat account to an officer; it then belongs to no other. */
export async function putOfficerAddress(db: Kysely<Tables>, write: WriteOf<'put-officer-address'>): Promise<void> {
  const values = { officer: write.officer, sealed: write.sealed, at: write.at.getTime() }
  await db
    .insertInto('officer_address')
    .values({ contact: write.contact, ...values })
    .onConflict((conflict) => conflict.column('contact').doUpdateSet(values))
    .execute()
  await eraseTrail(db, write.contact)
}

/** An officer as the rest of the program knows one. */
export function toOfficer(row: Selectable<OfficerTable>): Officer {
  return {
    id: row.id,
    alias: row.alias,
    name: row.name,
    role: row.role,
    unit: row.unit,
    isActive: row.disabled_at === null,
    createdAt: new Date(row.created_at),
  }
}
