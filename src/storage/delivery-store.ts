import { sql, type ExpressionBuilder, type Kysely } from 'kysely'
import { priorities, type Priority } from '../core/message.ts'
import type { Storage } from '../core/storage.ts'
import { bytesOf, columnHour, hourOf } from './columns.ts'
import type { Database } from './database.ts'
import type { DeliveryTable, Tables } from './schema.ts'
import { putTrail } from './trail-store.ts'
import type { WriteOf } from './write-of.ts'

/** A message that was sent or given up loses body, address and contact, and of its moments all but the hour. */
function doneWith(at: Date) {
  return {
    sealed: null,
    contact: null,
    claimed_until: null,
    created_at: columnHour('created_at'),
    next_at: columnHour('next_at'),
    done_at: hourOf(at),
  }
}

/** Messages on their way out. `attempts` counts failed tries; `createdAt` is when it first fell due. */
export function createDeliveryStore({ db, kind }: Database): Storage['deliveries'] {
  return {
    async claim({ now, limit, leaseMs, contact }) {
      const at = now.getTime()
      const rows = await db
        .with('picked', (cte) => {
          let query = cte
            .selectFrom('delivery')
            .select('seq')
            .where('done_at', 'is', null)
            .where('next_at', '<=', at)
            .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', at)]))
            .where(isFirstOfContact)
            .orderBy('priority')
            .orderBy('seq')
            .limit(limit)
          if (contact !== undefined) query = query.where('contact', '=', contact)
          // Two processes never wait for each other and never take the same row; SQLite has one writer at a time anyway.
          return kind === 'postgres' ? query.forUpdate().skipLocked() : query
        })
        .updateTable('delivery')
        .set({ claimed_until: at + leaseMs })
        .where('seq', 'in', (eb) => eb.selectFrom('picked').select('picked.seq'))
        .returning(['seq', 'id', 'contact', 'priority', 'about', 'sealed', 'next_at', 'attempts', 'created_at'])
        .$narrowType<{ contact: string; sealed: Uint8Array }>()
        .execute()
      return rows
        .sort((a, b) => a.priority - b.priority || a.seq - b.seq)
        .map((row) => ({
          id: row.id,
          contact: row.contact,
          priority: priorityOf(row.priority),
          about: row.about ?? undefined,
          sealed: bytesOf(row.sealed),
          nextAt: new Date(row.next_at),
          attempts: row.attempts,
          createdAt: new Date(row.created_at),
        }))
    },

    async sent(id, at, trail = []) {
      const sent =
        trail.length === 0
          ? await noteSent(db, id, at)
          : await db.transaction().execute(async (trx) => {
              const noted = await noteSent(trx, id, at)
              if (noted !== undefined) for (const row of trail) await putTrail(trx, row)
              return noted
            })
      const known = sent ?? (await db.selectFrom('delivery').select('id').where('id', '=', id).executeTakeFirst())
      return known === undefined ? 'gone' : 'done'
    },

    async retry(id, failure, nextAt) {
      await db
        .updateTable('delivery')
        .set((eb) => ({
          failure,
          next_at: nextAt.getTime(),
          claimed_until: null,
          attempts: eb('attempts', '+', 1),
        }))
        .where('id', '=', id)
        .where('done_at', 'is', null)
        .execute()
    },

    async dead(id, failure, at) {
      await db
        .updateTable('delivery')
        .set((eb) => ({
          ...doneWith(at),
          failure,
          outcome: 'dead',
          attempts: eb('attempts', '+', 1),
        }))
        .where('id', '=', id)
        .where('done_at', 'is', null)
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

    async deadCount() {
      const row = await db
        .selectFrom('delivery')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .where('outcome', '=', 'dead')
        .executeTakeFirstOrThrow()
      return row.total
    },

    async waiting() {
      const rows = await db
        .selectFrom('delivery')
        .select((eb) => ['priority', eb.fn.countAll<number>().as('total')])
        .where('done_at', 'is', null)
        .groupBy('priority')
        .execute()
      const totals = new Map(rows.map((row) => [priorityOf(row.priority), row.total]))
      return { tip: totals.get('tip') ?? 0, reply: totals.get('reply') ?? 0, broadcast: totals.get('broadcast') ?? 0 }
    },

    // Those that wait for an earlier one of their contact do not count: they can be taken once that one is done.
    async nextDue() {
      const row = await db
        .selectFrom('delivery')
        .select(
          sql<number | null>`min(case when claimed_until > next_at then claimed_until else next_at end)`.as('due'),
        )
        .where('done_at', 'is', null)
        .where(isFirstOfContact)
        .executeTakeFirstOrThrow()
      return row.due === null ? undefined : new Date(row.due)
    },

    async purge(doneBefore) {
      await db.deleteFrom('delivery').where('done_at', '<', hourOf(doneBefore)).execute()
    },
  }
}

/** Undefined when the delivery is not under way. */
async function noteSent(db: Kysely<Tables>, id: string, at: Date): Promise<{ readonly id: string } | undefined> {
  return db
    .updateTable('delivery')
    .set({ ...doneWith(at), outcome: 'sent' })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
}

/** Queues a message once: an id that is there already is left as it is. */
export async function queueDelivery(db: Kysely<Tables>, { delivery }: WriteOf<'queue-delivery'>): Promise<void> {
  await db
    .insertInto('delivery')
    .values({
      id: delivery.id,
      contact: delivery.contact,
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

/** The contact has no earlier message of the same or a higher priority that is not done yet. */
function isFirstOfContact(eb: ExpressionBuilder<Tables, 'delivery'>) {
  return eb.not(
    eb.exists(
      eb
        .selectFrom('delivery as earlier')
        .select('earlier.seq')
        .whereRef('earlier.contact', '=', 'delivery.contact')
        .whereRef('earlier.priority', '<=', 'delivery.priority')
        .whereRef('earlier.seq', '<', 'delivery.seq')
        .where('earlier.done_at', 'is', null),
    ),
  )
}

function priorityOf(place: number): Priority {
  const priority = priorities[place]
  if (priority === undefined) throw new Error(`no priority has the place ${place}`)
  return priority
}
