import type { CreateTableBuilder, Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { columnTypes } from './column-types.ts'

/** Outreach counts, person marks and the keys that make them. */
export async function createReachTables(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  const { bytes } = columnTypes(kind)
  const counted = ['day', 'channel', 'unit', 'audience', 'kind'] as const
  await addCounted(db.schema.createTable('reach_daily'))
    .addColumn('total', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('reach_daily_counted', [...counted])
    .execute()
  await addCounted(
    db.schema
      .createTable('reach_person')
      .addColumn('year', 'integer', (column) => column.notNull())
      .addColumn('mark', 'text', (column) => column.notNull()),
  )
    .addPrimaryKeyConstraint('reach_person_counted', ['year', 'mark', ...counted])
    .execute()
  await db.schema.createIndex('reach_person_day').on('reach_person').columns(['kind', 'day']).execute()
  await db.schema
    .createTable('reach_year_key')
    .addColumn('year', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .execute()
}

function addCounted<Name extends string, Columns extends string>(table: CreateTableBuilder<Name, Columns>) {
  return table
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
}
