import type { Kysely } from 'kysely'
import { requireRow } from './conflict.ts'
import { dropRelays } from './relay-store.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/** An answer goes to at most so many of a tipster's addresses: the ones used last. */
const addressesPerTip = 3

/** Opens a tip; the id and the receipt mark must be new. */
export async function insertTip(db: Kysely<Tables>, write: WriteOf<'insert-tip'>): Promise<void> {
  const { tip } = write
  requireRow(
    await db
      .insertInto('tip')
      .values({
        id: tip.id,
        receipt_mark: write.receiptMark,
        kind: tip.kind,
        level: tip.level,
        safety: tip.safety,
        unit: tip.unit,
        routed_unit: tip.routedUnit ?? null,
        status: tip.status,
        officer: tip.officer ?? null,
        opened_at: tip.openedAt.getTime(),
        due_at: tip.dueAt.getTime(),
        changed_at: tip.changedAt.getTime(),
        wrapped_key: write.wrappedKey,
        wrapped_address_key: write.wrappedAddressKey,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst(),
  )
}

/** Adds to a tip's thread. */
export async function insertTipMessage(db: Kysely<Tables>, write: WriteOf<'insert-tip-message'>): Promise<void> {
  await db
    .insertInto('tip_message')
    .values({
      id: write.id,
      tip: write.tip,
      author: write.author,
      alias: write.alias ?? null,
      sealed: write.sealed,
      at: write.at.getTime(),
    })
    .execute()
}

/** Keeps a way back to the tipster; nothing is kept once the tipster has cut it. */
export async function putTipAddress(db: Kysely<Tables>, write: WriteOf<'put-tip-address'>): Promise<void> {
  // Changes nothing, but holds the tip's row: a drop at the same moment comes wholly before or wholly after.
  const open = await db
    .updateTable('tip')
    .set((eb) => ({ wrapped_address_key: eb.ref('wrapped_address_key') }))
    .where('id', '=', write.tip)
    .where('wrapped_address_key', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  if (open === undefined) return
  const values = { sealed: write.sealed, at: write.at.getTime() }
  await db
    .insertInto('tip_address')
    .values({ tip: write.tip, address_mark: write.addressMark, ...values })
    .onConflict((conflict) => conflict.columns(['tip', 'address_mark']).doUpdateSet(values))
    .execute()
  const others = await db
    .selectFrom('tip_address')
    .select('address_mark')
    .where('tip', '=', write.tip)
    .where('address_mark', '!=', write.addressMark)
    .orderBy('at', 'desc')
    .orderBy('address_mark')
    .execute()
  for (const { address_mark } of others.slice(addressesPerTip - 1)) {
    await db.deleteFrom('tip_address').where('tip', '=', write.tip).where('address_mark', '=', address_mark).execute()
  }
}

/** Cuts the way back: the key goes, so that copies in backups are unreadable too. */
export async function dropTipAddresses(db: Kysely<Tables>, write: WriteOf<'drop-tip-addresses'>): Promise<void> {
  await db.updateTable('tip').set({ wrapped_address_key: null }).where('id', '=', write.tip).execute()
  await db.deleteFrom('tip_address').where('tip', '=', write.tip).execute()
  await dropRelays(db, write.tip)
}

/** Ends one way back; the others stay, and so does the key. */
export async function dropTipAddress(db: Kysely<Tables>, write: WriteOf<'drop-tip-address'>): Promise<void> {
  await db
    .deleteFrom('tip_address')
    .where('tip', '=', write.tip)
    .where('address_mark', '=', write.addressMark)
    .execute()
}

/** Changes a tip's status, and its owner when one is given. */
export async function moveTip(db: Kysely<Tables>, write: WriteOf<'move-tip'>): Promise<void> {
  requireRow(
    await db
      .updateTable('tip')
      .set({
        status: write.to,
        changed_at: write.at.getTime(),
        ...(write.officer === undefined ? {} : { officer: write.officer }),
      })
      .where('id', '=', write.tip)
      .where('status', '=', write.from)
      .returning('id')
      .executeTakeFirst(),
  )
}

/** Adds a line to a tip's log. */
export async function logTip(db: Kysely<Tables>, write: WriteOf<'log-tip'>): Promise<void> {
  await db
    .insertInto('tip_log')
    .values({
      id: write.id,
      tip: write.tip,
      what: write.what,
      officer: write.officer ?? null,
      from_status: write.from ?? null,
      to_status: write.to ?? null,
      at: write.at.getTime(),
    })
    .execute()
}
