import type { Kysely } from 'kysely'
import type { DeadReason, SendFailure } from '../core/errors.ts'
import { priorities } from '../core/message.ts'
import type { Storage } from '../core/storage.ts'
import type { Relay } from '../core/tip.ts'
import { bytesOf, columnHour, hourOf } from './columns.ts'
import type { Database } from './database.ts'
import { createClaim, createNextDue, priorityOf } from './delivery-claim.ts'
import { createHeld } from './delivery-held.ts'
import { moveRelay } from './relay-store.ts'
import type { DeliveryTable, Tables } from './schema.ts'
import { putTrail } from './trail-store.ts'
import type { WriteOf } from './write-of.ts'

/** A message that was sent or given up loses body, address and contact, and of its moments all but the hour. */
export function doneWith(at: Date) {
  return {
    sealed: null,
    contact: null,
    claimed_until: null,
    parked_at: null,
    created_at: columnHour('created_at'),
    next_at: columnHour('next_at'),
    done_at: hourOf(at),
  }
}

/** Messages on their way out. `attempts` counts failed tries; `createdAt` is when it first fell due. */
export function createDeliveryStore(database: Database): Storage['deliveries'] {
  const { db } = database
  /** Both or none: the desk never reads of an answer something else than what was done. */
  const settle = async (
    change: (trx: Kysely<Tables>) => Promise<unknown>,
    relay: string | undefined,
    to: { readonly state: Relay['state']; readonly failure?: DeadReason },
    at: Date,
  ): Promise<void> => {
    if (relay === undefined) return void (await change(db))
    await db.transaction().execute(async (trx) => {
      await change(trx)
      await moveRelay(trx, relay, to, at)
    })
  }
  const underWay = (on: Kysely<Tables>, id: string) =>
    on.updateTable('delivery').where('id', '=', id).where('done_at', 'is', null)

  /** An officer's answer that was erased with its contact leaves a dead letter, anything else nothing. */
  const isErased = async (id: string): Promise<boolean> => {
    const row = await db.selectFrom('delivery').select(['outcome', 'failure']).where('id', '=', id).executeTakeFirst()
    return row === undefined || (row.outcome === 'dead' && row.failure === 'opted-out')
  }

  return {
    claim: createClaim(database),
    nextDue: createNextDue(database),
    ...createHeld(database),

    async sent(id, at, { relay, trail = [] } = {}) {
      const note = (on: Kysely<Tables>) =>
        underWay(on, id)
          .set({ ...doneWith(at), outcome: 'sent' })
          .returning('id')
          .executeTakeFirst()
      const sent =
        relay === undefined && trail.length === 0
          ? await note(db)
          : await db.transaction().execute(async (trx) => {
              const noted = await note(trx)
              if (relay !== undefined) await moveRelay(trx, relay, { state: 'sent' }, at)
              if (noted !== undefined) for (const row of trail) await putTrail(trx, row)
              return noted
            })
      return sent === undefined && (await isErased(id)) ? 'gone' : 'done'
    },

    async waitingFor(contact) {
      const rows = await db
        .selectFrom('delivery')
        .select(['id', 'sealed'])
        .where('contact', '=', contact)
        .where('done_at', 'is', null)
        .where('is_erasure', '=', 0)
        .$narrowType<{ sealed: Uint8Array }>()
        .execute()
      return rows.map(({ id, sealed }) => ({ id, sealed: bytesOf(sealed) }))
    },

    async retry(id, failure, nextAt) {
      await underWay(db, id)
        .set((eb) => ({
          failure,
          next_at: nextAt.getTime(),
          claimed_until: null,
          attempts: eb('attempts', '+', 1),
        }))
        .execute()
    },

    async putOff(id, nextAt) {
      await underWay(db, id).set({ next_at: nextAt.getTime(), claimed_until: null }).execute()
    },

    async dead(id, failure, at, relay) {
      const change = (trx: Kysely<Tables>) =>
        underWay(trx, id)
          .set((eb) => ({ ...doneWith(at), failure, outcome: 'dead', attempts: eb('attempts', '+', 1) }))
          .execute()
      await settle(change, relay, { state: 'dead', failure }, at)
    },

    // It may wait for weeks: a finer moment than the hour would join it with the tip's message of that moment.
    async park(id, failure, at, relay) {
      const change = (trx: Kysely<Tables>) =>
        underWay(trx, id)
          .set((eb) => ({
            failure,
            parked_at: hourOf(at),
            created_at: columnHour('created_at'),
            next_at: columnHour('next_at'),
            claimed_until: null,
            attempts: eb('attempts', '+', 1),
          }))
          .execute()
      await settle(change, relay, { state: 'parked', failure }, at)
    },

    async unpark(parkedBefore, at) {
      await db
        .updateTable('delivery')
        .set({ parked_at: null, next_at: at.getTime() })
        .where('done_at', 'is', null)
        .where('parked_at', '<', parkedBefore.getTime())
        .execute()
    },

    async deadLetters(limit) {
      const rows = await db
        .selectFrom('delivery')
        .select(['id', 'priority', 'about', 'failure', 'attempts', 'created_at', 'done_at'])
        .where('outcome', '=', 'dead')
        .orderBy('done_at', 'desc')
        .orderBy('seq', 'desc')
        .limit(limit)
        .$narrowType<{ failure: NonNullable<DeliveryTable['failure']>; done_at: number }>()
        .execute()
      return rows.map((row) => ({
        id: row.id,
        priority: priorityOf(row.priority),
        about: row.about ?? undefined,
        failure: row.failure,
        attempts: row.attempts,
        createdAt: new Date(row.created_at),
        diedAt: new Date(row.done_at),
      }))
    },

    async deadCount(reason) {
      let query = db
        .selectFrom('delivery')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .where('outcome', '=', 'dead')
      if (reason !== undefined) query = query.where('failure', '=', reason)
      return (await query.executeTakeFirstOrThrow()).total
    },

    async waiting() {
      const rows = await db
        .selectFrom('delivery')
        .select((eb) => ['priority', eb.fn.countAll<number>().as('total')])
        .where('done_at', 'is', null)
        .where('parked_at', 'is', null)
        .groupBy('priority')
        .execute()
      const totals = new Map(rows.map((row) => [priorityOf(row.priority), row.total]))
      return { tip: totals.get('tip') ?? 0, reply: totals.get('reply') ?? 0, broadcast: totals.get('broadcast') ?? 0 }
    },

    async parkedCount() {
      const row = await db
        .selectFrom('delivery')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .where('done_at', 'is', null)
        .where('parked_at', 'is not', null)
        .where('about', 'is', null)
        .executeTakeFirstOrThrow()
      return row.total
    },

    async purge(doneBefore) {
      await db.deleteFrom('delivery').where('done_at', '<', hourOf(doneBefore)).execute()
    },
  }
}

/** Queues a message once: an id that is there already is left as it is. */
export async function queueDelivery(db: Kysely<Tables>, { delivery }: WriteOf<'queue-delivery'>): Promise<void> {
  await db
    .insertInto('delivery')
    .values({
      id: delivery.id,
      contact: delivery.contact,
      channel: delivery.channel,
      priority: priorities.indexOf(delivery.priority),
      about: delivery.about ?? null,
      sealed: delivery.sealed,
      created_at: delivery.nextAt.getTime(),
      next_at: delivery.nextAt.getTime(),
      is_erasure: delivery.isErasure === true ? 1 : 0,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** What their writing may have changed; what the platform throttled keeps its time. */
const endsByWriting: readonly SendFailure[] = ['window-closed', 'over-quota', 'misconfigured']

/** What waited for the contact to write again is due, and what waits for a try that may go better now. */
export async function releaseDeliveries(db: Kysely<Tables>, write: WriteOf<'release-deliveries'>): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ parked_at: null, next_at: write.at.getTime() })
    .where('contact', '=', write.contact)
    .where('done_at', 'is', null)
    .where((eb) => eb.or([eb('parked_at', 'is not', null), eb('failure', 'in', endsByWriting)]))
    .execute()
}
