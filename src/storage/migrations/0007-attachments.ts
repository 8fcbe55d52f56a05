import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { columnTypes } from './column-types.ts'

/**
 * Files that people sent, and which of them belong to a tip. Two tables, so that a file is never written again: SQLite would
 * copy all of its bytes when a column beside them changes. What removes a message of a tip lets go of its files.
 */
export async function createAttachmentTables(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  const { bytes, serial } = columnTypes(kind)
  await db.schema
    .createTable('attachment')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('attachment_received').on('attachment').column('received_at').execute()
  await db.schema
    .createTable('tip_attachment')
    .addColumn('seq', serial)
    .addColumn('attachment', 'text', (column) => column.notNull().unique().references('attachment.id'))
    .addColumn('message', 'text', (column) => column.notNull().references('tip_message.id').onDelete('cascade'))
    .addColumn('sealed_key', bytes, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('tip_attachment_message').on('tip_attachment').column('message').execute()
}
