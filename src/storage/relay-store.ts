import type { Kysely } from 'kysely'
import type { ChannelName } from '../core/channel.ts'
import type { DeadReason } from '../core/errors.ts'
import type { AnsweredWay } from '../core/tip-store.ts'
import type { Relay } from '../core/tip.ts'
import { bytesOf, hourOf } from './columns.ts'
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

/** The marked addresses of tips whose answers set out on a channel since then; whose they are only an address itself tells. */
export async function answeredWays(
  db: Kysely<Tables>,
  channel: ChannelName,
  since: Date,
): Promise<readonly AnsweredWay[]> {
  const rows = await db
    .selectFrom('relay')
    .innerJoin('tip_message', 'tip_message.id', 'relay.message')
    .innerJoin('tip', 'tip.id', 'tip_message.tip')
    .innerJoin('tip_address', 'tip_address.tip', 'tip.id')
    .select(({ selectFrom, fn }) => [
      'tip.id',
      'tip.wrapped_address_key',
      'tip_address.address_mark',
      fn.max('tip_message.seq').as('answered'),
      selectFrom('tip_message as told')
        .select((eb) => eb.fn.max('told.seq').as('seq'))
        .whereRef('told.tip', '=', 'tip.id')
        .where('told.author', '=', 'tipster')
        .as('told'),
    ])
    .where('relay.channel', '=', channel)
    .where('relay.at', '>=', hourOf(since))
    .where('relay.state', '!=', 'dead')
    .where('tip.status', '!=', 'closed')
    .groupBy(['tip.id', 'tip.wrapped_address_key', 'tip_address.address_mark'])
    .execute()
  return rows.flatMap(({ id, wrapped_address_key, address_mark, answered, told }) =>
    wrapped_address_key === null
      ? []
      : [
          {
            tip: id,
            wrappedAddressKey: bytesOf(wrapped_address_key),
            addressMark: address_mark,
            isWaiting: Number(answered) > Number(told ?? 0),
          },
        ],
  )
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
