import { sql, type ExpressionBuilder, type SqlBool } from 'kysely'
import { priorities, type Priority } from '../core/message.ts'
import type { DeliveryScope } from '../core/delivery.ts'
import type { Storage } from '../core/storage.ts'
import { bytesOf } from './columns.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'

type Deliveries = ExpressionBuilder<Tables, 'delivery'>

/** Takes what is due for whoever sends it. */
export function createClaim({ db, kind }: Database): Storage['deliveries']['claim'] {
  return async ({ now, limit, leaseMs, ...scope }) => {
    const at = now.getTime()
    const rows = await db
      .with('picked', (cte) => {
        const query = cte
          .selectFrom('delivery')
          .select('seq')
          .where('done_at', 'is', null)
          .where('parked_at', 'is', null)
          .where('next_at', '<=', at)
          .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', at)]))
          .where((eb) => isInScope(eb, scope))
          .where((eb) => isNextOfContact(eb, at))
          .orderBy('priority')
          .orderBy('seq')
          .limit(limit)
        // Two processes never wait for each other and never take the same row; SQLite has one writer at a time anyway.
        return kind === 'postgres' ? query.forUpdate().skipLocked() : query
      })
      .updateTable('delivery')
      .set({ claimed_until: at + leaseMs, is_repeat: sql`case when claimed_until is null then 0 else 1 end` })
      .where('seq', 'in', (eb) => eb.selectFrom('picked').select('picked.seq'))
      .returning([
        'seq',
        'id',
        'contact',
        'priority',
        'about',
        'sealed',
        'next_at',
        'attempts',
        'created_at',
        'is_repeat',
      ])
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
        isRepeat: row.is_repeat === 1,
      }))
  }
}

/** When the first of those that wait for nothing but their time can be taken. */
export function createNextDue({ db }: Database): Storage['deliveries']['nextDue'] {
  return async (scope = {}) => {
    const claimed = sql`(
      select max(under_way.claimed_until) from delivery as under_way
      where under_way.contact = delivery.contact and under_way.done_at is null
    )`
    const row = await db
      .selectFrom('delivery')
      .select(sql<number | null>`min(case when ${claimed} > next_at then ${claimed} else next_at end)`.as('due'))
      .where('done_at', 'is', null)
      .where('parked_at', 'is', null)
      .where((eb) => isInScope(eb, scope))
      .where((eb) => eb.not(standsBehind('delivery')))
      .executeTakeFirstOrThrow()
    return row.due === null ? undefined : new Date(row.due)
  }
}

/** The priority that a column's number stands for. */
export function priorityOf(place: number): Priority {
  const priority = priorities[place]
  if (priority === undefined) throw new Error(`no priority has the place ${place}`)
  return priority
}

function isInScope(eb: Deliveries, { channels, contact, upTo }: DeliveryScope) {
  return eb.and([
    ...(channels === undefined ? [] : [eb('channel', 'in', channels)]),
    ...(contact === undefined ? [] : [eb('contact', '=', contact)]),
    ...(upTo === undefined ? [] : [eb('priority', '<=', priorities.indexOf(upTo))]),
  ])
}

/** Nothing of the contact is being sent, goes before it, or is more urgent and could be sent as well. */
function isNextOfContact(eb: Deliveries, at: number) {
  const others = eb
    .selectFrom('delivery as other')
    .select('other.seq')
    .whereRef('other.contact', '=', 'delivery.contact')
    .whereRef('other.seq', '!=', 'delivery.seq')
    .where('other.done_at', 'is', null)
  return eb.not(
    eb.or([
      standsBehind('delivery'),
      eb.exists(
        others.where((other) =>
          other.or([
            other('other.claimed_until', '>', at),
            other.and([
              other('other.priority', '<', eb.ref('delivery.priority')),
              other('other.next_at', '<=', at),
              other('other.parked_at', 'is', null),
              other.not(standsBehind('other')),
            ]),
          ]),
        ),
      ),
    ]),
  )
}

/**
 * An earlier one of the same contact and priority is under way, due or not: one that waits for its retry, or is parked, holds
 * up its own priority alone. Alerts do not even wait behind a parked one: each is tried, and its own failure is told.
 */
function standsBehind(row: 'delivery' | 'other') {
  const of = (column: string) => sql.ref(`${row}.${column}`)
  return sql<SqlBool>`exists (
    select 1 from delivery as earlier
    where earlier.contact = ${of('contact')} and earlier.priority = ${of('priority')} and earlier.seq < ${of('seq')}
      and earlier.done_at is null
      and (earlier.parked_at is null or (earlier.about is null and ${of('about')} is null))
  )`
}
