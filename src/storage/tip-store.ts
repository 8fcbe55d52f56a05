import { sql, type Selectable } from 'kysely'
import type { Storage } from '../core/storage.ts'
import type { StoredTip } from '../core/tip-store.ts'
import type { Tip } from '../core/tip.ts'
import type { TipLogEntry } from '../core/write.ts'
import { attachmentsOfTip } from './attachment-store.ts'
import { bytesOf, bytesOrUndefined, isAnyOf } from './columns.ts'
import type { Database } from './database.ts'
import { answeredWays, relaysOf } from './relay-store.ts'
import type { TipLogTable, TipTable } from './schema.ts'

/** Tips, their threads, the ways back and their logs. What changes them is in `tip-writes.ts`. */
export function createTipStore({ db, kind }: Database): Storage['tips'] {
  return {
    async find(id) {
      const row = await db.selectFrom('tip').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toStoredTip(row)
    },

    async findByReceipt(receiptMark) {
      const row = await db.selectFrom('tip').selectAll().where('receipt_mark', '=', receiptMark).executeTakeFirst()
      return row && toStoredTip(row)
    },

    // What a limit cuts off must never be a tip that waits: untaken ones first, then those in work, each by when it is due;
    // then what is done, newest first.
    async list(filter) {
      let query = db
        .selectFrom('tip')
        .selectAll()
        .where(isAnyOf(kind, 'unit', filter.units))
        .orderBy(sql`case status when 'open' then 0 when 'resolved' then 2 when 'closed' then 2 else 1 end`)
        .orderBy(sql`case when status in ('resolved', 'closed') then -changed_at else due_at end`)
        .orderBy('id')
        .limit(filter.limit)
        .offset(filter.offset ?? 0)
      if (filter.statuses !== undefined) query = query.where(isAnyOf(kind, 'status', filter.statuses))
      if (filter.unroutedOnly === true) query = query.where('routed_unit', 'is', null)
      if (filter.officer !== undefined) query = query.where('officer', '=', filter.officer)
      const rows = await query.execute()
      return rows.map(toTip)
    },

    async messages(id) {
      const rows = await db
        .selectFrom('tip_message')
        .select(['id', 'tip', 'author', 'alias', 'sealed', 'at'])
        .where('tip', '=', id)
        .orderBy('seq')
        .execute()
      const attachments = await attachmentsOfTip(db, id)
      return rows.map((row) => ({
        ...row,
        alias: row.alias ?? undefined,
        sealed: bytesOf(row.sealed),
        at: new Date(row.at),
        attachments: attachments.filter(({ message }) => message === row.id).map(({ message: _, ...rest }) => rest),
      }))
    },

    async addresses(id) {
      const rows = await db
        .selectFrom('tip_address')
        .select(['address_mark', 'sealed', 'at'])
        .where('tip', '=', id)
        .orderBy('at', 'desc')
        .orderBy('address_mark')
        .execute()
      return rows.map((row) => ({
        addressMark: row.address_mark,
        sealed: bytesOf(row.sealed),
        at: new Date(row.at),
      }))
    },

    async waysBack(after, limit) {
      let query = db
        .selectFrom('tip_address')
        .innerJoin('tip', 'tip.id', 'tip_address.tip')
        .select(['tip_address.tip', 'tip_address.address_mark', 'tip.wrapped_address_key'])
        .where('tip.wrapped_address_key', 'is not', null)
        .orderBy('tip_address.tip')
        .orderBy('tip_address.address_mark')
        .limit(limit)
      if (after !== undefined)
        query = query.where((eb) =>
          eb.or([
            eb('tip_address.tip', '>', after.tip),
            eb('tip_address.tip', '=', after.tip).and('tip_address.address_mark', '>', after.addressMark),
          ]),
        )
      const rows = await query.$narrowType<{ wrapped_address_key: Uint8Array }>().execute()
      return rows.map(({ tip, address_mark, wrapped_address_key }) => ({
        tip,
        addressMark: address_mark,
        wrappedAddressKey: bytesOf(wrapped_address_key),
      }))
    },

    relays: (id) => relaysOf(db, id),

    answered: (channel, since) => answeredWays(db, channel, since),

    async log(id) {
      const rows = await db.selectFrom('tip_log').selectAll().where('tip', '=', id).orderBy('seq').execute()
      return rows.map(toLogEntry)
    },

    async logOfOpenedWithin(units, from, to) {
      const rows = await db
        .selectFrom('tip_log')
        .innerJoin('tip', 'tip.id', 'tip_log.tip')
        .selectAll('tip_log')
        .where(isAnyOf(kind, 'tip.unit', units))
        .where('tip.opened_at', '>=', from.getTime())
        .where('tip.opened_at', '<', to.getTime())
        .orderBy('tip_log.seq')
        .execute()
      return rows.map(toLogEntry)
    },
  }
}

/** A tip as the rest of the program knows one. */
export function toTip(row: Selectable<TipTable>): Tip {
  return {
    id: row.id,
    kind: row.kind,
    level: row.level,
    safety: row.safety,
    unit: row.unit,
    routedUnit: row.routed_unit ?? undefined,
    status: row.status,
    officer: row.officer ?? undefined,
    openedAt: new Date(row.opened_at),
    dueAt: new Date(row.due_at),
    changedAt: new Date(row.changed_at),
  }
}

function toStoredTip(row: Selectable<TipTable>): StoredTip {
  return {
    tip: toTip(row),
    wrappedKey: bytesOrUndefined(row.wrapped_key),
    wrappedAddressKey: bytesOrUndefined(row.wrapped_address_key),
  }
}

function toLogEntry(row: Selectable<TipLogTable>): TipLogEntry {
  return {
    id: row.id,
    tip: row.tip,
    what: row.what,
    officer: row.officer ?? undefined,
    from: row.from_status ?? undefined,
    to: row.to_status ?? undefined,
    at: new Date(row.at),
  }
}
