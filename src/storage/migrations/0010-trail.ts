import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { columnTypes } from './column-types.ts'

/** What the bot may still delete from chats, and how many messages have become too old for that. */
export async function createTrailTables(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  const { bytes } = columnTypes(kind)
  await db.schema
    .createTable('chat_trail')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('contact', 'text', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('chat_trail_contact').on('chat_trail').column('contact').execute()
  await db.schema.createIndex('chat_trail_at').on('chat_trail').column('at').execute()
  await db.schema
    .createTable('chat_trail_old')
    .addColumn('contact', 'text', (column) => column.primaryKey().notNull())
    .addColumn('total', 'integer', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .alterTable('delivery')
    .addColumn('is_erasure', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}
