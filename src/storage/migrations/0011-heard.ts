import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { columnTypes } from './column-types.ts'

/** When contacts were last heard, on platforms that may tell late of somebody who left. */
export async function createHeardTable(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  const { bytes } = columnTypes(kind)
  await db.schema
    .createTable('contact_heard')
    .addColumn('contact', 'text', (column) => column.primaryKey().notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('contact_heard_at').on('contact_heard').column('at').execute()
}
