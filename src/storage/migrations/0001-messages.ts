import { sql, type Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { columnTypes } from './column-types.ts'

/** The master key's mark, messages in and out, and where contacts stand. */
export async function createMessageTables(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  const { bytes, serial } = columnTypes(kind)
  await db.schema
    .createTable('master_key')
    .addColumn('id', 'integer', (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`id = 1`),
    )
    .addColumn('mark', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('inbox')
    .addColumn('seq', serial)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('mark', 'text', (column) => column.notNull())
    .addColumn('contact', 'text')
    .addColumn('sealed', bytes)
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('settled_at', 'bigint')
    .addUniqueConstraint('inbox_mark', ['channel', 'mark'])
    .addCheckConstraint(
      'inbox_settled_is_empty',
      sql`(settled_at is null) = (sealed is not null) and (settled_at is null) = (contact is not null)`,
    )
    .execute()
  await db.schema
    .createIndex('inbox_unsettled')
    .on('inbox')
    .columns(['received_at', 'seq'])
    .where(sql.ref('settled_at'), 'is', null)
    .execute()
  await db.schema
    .createTable('session')
    .addColumn('contact', 'text', (column) => column.primaryKey().notNull())
    .addColumn('flow', 'text', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('contact')
    .addColumn('mark', 'text', (column) => column.primaryKey().notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('unit', 'text')
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('delivery')
    .addColumn('seq', serial)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('contact', 'text')
    .addColumn('priority', 'integer', (column) => column.notNull())
    .addColumn('about', 'text')
    .addColumn('sealed', bytes)
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('claimed_until', 'bigint')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('failure', 'text')
    .addColumn('outcome', 'text')
    .addColumn('done_at', 'bigint')
    .addCheckConstraint(
      'delivery_done_is_empty',
      sql`(done_at is null) = (sealed is not null) and (done_at is null) = (contact is not null)
        and (done_at is null) = (outcome is null)`,
    )
    .execute()
  for (const columns of [
    ['priority', 'seq'],
    ['contact', 'priority', 'seq'],
  ]) {
    await db.schema
      .createIndex(`delivery_under_way_${columns[0]}`)
      .on('delivery')
      .columns(columns)
      .where(sql.ref('done_at'), 'is', null)
      .execute()
  }
  await db.schema
    .createTable('web_session')
    .addColumn('mark', 'text', (column) => column.primaryKey().notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('last_seq', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('web_message')
    .addColumn('session', 'text', (column) => column.notNull().references('web_session.mark').onDelete('cascade'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('delivery', 'text', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('web_message_seq', ['session', 'seq'])
    .addUniqueConstraint('web_message_delivery', ['session', 'delivery'])
    .execute()
}
