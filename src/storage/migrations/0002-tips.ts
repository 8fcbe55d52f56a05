import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { columnTypes } from './column-types.ts'

/** Tips, what was written in them, the way back, their log, and tries of receipts. */
export async function createTipTables(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  const { bytes, serial } = columnTypes(kind)
  await db.schema
    .createTable('tip')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('receipt_mark', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('level', 'text', (column) => column.notNull())
    .addColumn('safety', 'text', (column) => column.notNull())
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('routed_unit', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('officer', 'text')
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('wrapped_key', bytes)
    .addColumn('wrapped_address_key', bytes)
    .execute()
  await db.schema.createIndex('tip_unit').on('tip').columns(['unit', 'opened_at']).execute()
  await db.schema
    .createTable('tip_message')
    .addColumn('seq', serial)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('tip', 'text', (column) => column.notNull().references('tip.id'))
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('alias', 'integer')
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('tip_message_tip').on('tip_message').columns(['tip', 'seq']).execute()
  await db.schema
    .createTable('tip_address')
    .addColumn('tip', 'text', (column) => column.notNull().references('tip.id'))
    .addColumn('address_mark', 'text', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('tip_address_mark', ['tip', 'address_mark'])
    .execute()
  await db.schema
    .createTable('tip_log')
    .addColumn('seq', serial)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('tip', 'text', (column) => column.notNull().references('tip.id'))
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('officer', 'text')
    .addColumn('from_status', 'text')
    .addColumn('to_status', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('tip_log_tip').on('tip_log').columns(['tip', 'seq']).execute()
  await db.schema
    .createTable('receipt_try')
    .addColumn('seq', serial)
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('receipt_try_at').on('receipt_try').columns(['at', 'source']).execute()
}
