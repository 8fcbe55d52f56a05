import { sql, type Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { columnTypes } from './column-types.ts'

/** The tokens of the Zalo Official Account: one row at most. */
export async function createZaloTokenTable(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  const { bytes } = columnTypes(kind)
  await db.schema
    .createTable('zalo_token')
    .addColumn('id', 'integer', (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`id = 1`),
    )
    .addColumn('sealed', bytes)
    .addColumn('holder', 'text')
    .addColumn('held_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
}
