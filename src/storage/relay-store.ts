import type { Kysely } from 'kysely'
import type { DeadReason } from '../core/errors.ts'
import type { Relay } from '../core/tip.ts'
import { hourOf } from './columns.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/** What became of the officers' answers of one tip, in no order that tells which address was which. */
export async function relaysOf(db: Kysely<Tables>, tip: string): Promise<readonly Relay[]> {
  const rows = await db
    .selectFrom('relay')
    .innerJoin('tip_message', 'tip_message.id', 'relay.message')
    .select(['relay.message', 'relay.channel', 'relay.state', 'relay.failure', 'relay.at'])
    .where('tip_message.tip', '=', tip)
    .orderBy('tip_message.seq')
    .orderBy('relay.id')
    .execute()
  return rows.map(({ failure, at, ...row }) => ({ ...row, failure: failure ?? undefined, at: new Date(at) }))
}

/** An officer's answer sets out. */
export async function insertRelay(db: Kysely<Tables>, write: WriteOf<'insert-relay'>): Promise<void> {
  const { id, message, channel, at } = write
  await db
    .insertInto('relay')
    .values({ id, message, channel, state: 'waiting', at: hourOf(at) })
    .execute()
}

/** What became of it; one that was given up stays so. */
export async function moveRelay(
  db: Kysely<Tables>,
  id: string,
  to: { readonly state: Relay['state']; readonly failure?: DeadReason },
  at: Date,
): Promise<void> {
  await db
    .updateTable('relay')
    .set({ state: to.state, failure: to.failure ?? null, at: hourOf(at) })
    .where('id', '=', id)
    .where('state', '!=', 'dead')
    .execute()
}

/** The tipster cut the way back: what has not gone out yet does not go out. */
export async function dropRelays(db: Kysely<Tables>, tip: string): Promise<void> {
  await db
    .updateTable('relay')
    .set({ state: 'dead', failure: 'opted-out' })
    .where('state', 'in', ['waiting', 'parked'])
    .where('message', 'in', (eb) => eb.selectFrom('tip_message').select('id').where('tip', '=', tip))
    .execute()
}

/** False once it was given up. */
export async function isRelayWanted(db: Kysely<Tables>, id: string): Promise<boolean> {
  const row = await db.selectFrom('relay').select('state').where('id', '=', id).executeTakeFirst()
  return row !== undefined && row.state !== 'dead'
}
