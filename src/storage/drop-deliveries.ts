import type { Kysely } from 'kysely'
import { requireRow } from './conflict.ts'
import { doneWith } from './delivery-store.ts'
import { moveRelay } from './relay-store.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/**
 * Removes what is still queued for a contact, an earlier erasure apart. Officers' answers among it stay as dead letters without
 * body, address and contact. What was queued since `queued` was read is a conflict: nobody knows yet whether it is an answer.
 */
export async function dropDeliveries(
  db: Kysely<Tables>,
  { contact, at, queued }: Pick<WriteOf<'erase-contact'>, 'contact' | 'at' | 'queued'>,
): Promise<void> {
  const failure = 'opted-out'
  for (const { id, relay } of queued) {
    if (relay === undefined) continue
    const ended = await db
      .updateTable('delivery')
      .set({ ...doneWith(at), outcome: 'dead', failure })
      .where('id', '=', id)
      .where('contact', '=', contact)
      .where('done_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (ended !== undefined) await moveRelay(db, relay, { state: 'dead', failure }, at)
  }
  const dropped = await db
    .deleteFrom('delivery')
    .where('contact', '=', contact)
    .where('done_at', 'is', null)
    .where('is_erasure', '=', 0)
    .returning('id')
    .execute()
  const known = new Set(queued.map(({ id }) => id))
  if (dropped.some(({ id }) => !known.has(id))) requireRow(undefined)
}
