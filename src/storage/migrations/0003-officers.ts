import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { columnTypes } from './column-types.ts'

/** Officers, their ways in, the roster and the places they work for. */
export async function createOfficerTables(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  const { bytes } = columnTypes(kind)
  await db.schema
    .createTable('officer')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('alias', 'integer', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('disabled_at', 'bigint')
    .execute()
  for (const table of ['officer_invite', 'sign_in_link']) {
    await db.schema
      .createTable(table)
      .addColumn('mark', 'text', (column) => column.primaryKey().notNull())
      .addColumn('officer', 'text', (column) => column.notNull().references('officer.id'))
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute()
  }
  await db.schema
    .createTable('console_session')
    .addColumn('mark', 'text', (column) => column.primaryKey().notNull())
    .addColumn('officer', 'text', (column) => column.notNull().references('officer.id'))
    .addColumn('csrf', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('officer_address')
    .addColumn('contact', 'text', (column) => column.primaryKey().notNull())
    .addColumn('officer', 'text', (column) => column.notNull().references('officer.id'))
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('duty_shift')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('officer', 'text', (column) => column.notNull().references('officer.id'))
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('tier', 'integer', (column) => column.notNull())
    .addColumn('starts_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint')
    .execute()
  await db.schema.createIndex('duty_shift_unit').on('duty_shift').columns(['unit', 'starts_at']).execute()
  await db.schema
    .createTable('unit')
    .addColumn('code', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('parent', 'text')
    .addColumn('old_names', 'text', (column) => column.notNull())
    .addColumn('is_sample', 'integer', (column) => column.notNull())
    .addColumn('phone', 'text')
    .addColumn('phone_verified', 'text')
    .execute()
}
