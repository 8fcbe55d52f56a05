import { sql } from 'kysely'
import { priorities } from '../core/message.ts'
import type { Storage } from '../core/storage.ts'
import type { Database } from './database.ts'
import type { DeliveryTable } from './schema.ts'

/** What belongs to a tip, was tried and has not arrived yet, and why not; what stands behind such a one has its reason. */
export function createHeld({ db }: Database): Pick<Storage['deliveries'], 'heldAlerts' | 'heldCounts'> {
  const ofFirst = sql<DeliveryTable['failure']>`(
    select first.failure from delivery as first
    where first.contact = delivery.contact and first.priority = delivery.priority and first.seq < delivery.seq
      and first.done_at is null and first.failure is not null
    order by first.seq limit 1
  )`
  const held = () =>
    db
      .selectFrom((eb) =>
        eb
          .selectFrom('delivery')
          .select(['seq', 'id', 'about', 'attempts', 'created_at', 'parked_at'])
          .select((row) => row.fn.coalesce('failure', ofFirst).as('reason'))
          .where('done_at', 'is', null)
          .where('priority', '=', priorities.indexOf('tip'))
          .as('waiting'),
      )
      .where('reason', 'is not', null)
      .$narrowType<{ reason: NonNullable<DeliveryTable['failure']> }>()

  return {
    async heldAlerts(limit) {
      const rows = await held()
        .select(['id', 'about', 'attempts', 'created_at', 'parked_at', 'reason'])
        .where('about', 'is not', null)
        .orderBy('seq', 'desc')
        .limit(limit)
        .$narrowType<{ about: string; reason: NonNullable<DeliveryTable['failure']> }>()
        .execute()
      return rows.map((row) => ({
        id: row.id,
        priority: 'tip' as const,
        about: row.about,
        failure: row.reason,
        attempts: row.attempts,
        createdAt: new Date(row.created_at),
        isParked: row.parked_at !== null,
      }))
    },

    async heldCounts() {
      const kind = sql<'alert' | 'answer'>`case when about is null then 'answer' else 'alert' end`
      const rows = await held()
        .select((eb) => [kind.as('kind'), 'reason', eb.fn.countAll<number>().as('total')])
        .groupBy([kind, 'reason'])
        .$narrowType<{ reason: NonNullable<DeliveryTable['failure']> }>()
        .execute()
      return rows.map(({ kind, reason, total }) => ({ kind, failure: reason, total }))
    },
  }
}
