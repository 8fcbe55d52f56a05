import { sql, type RawBuilder } from 'kysely'
import type { Database } from '../database.ts'

/** The types whose names differ. `serial` is a primary key that grows with each row and never repeats. */
export interface ColumnTypes {
  readonly bytes: 'blob' | 'bytea'
  readonly serial: RawBuilder<unknown>
}

/** The column types of SQLite or PostgreSQL. */
export function columnTypes(kind: Database['kind']): ColumnTypes {
  switch (kind) {
    case 'sqlite':
      return { bytes: 'blob', serial: sql`integer primary key autoincrement` }
    case 'postgres':
      return { bytes: 'bytea', serial: sql`bigint generated always as identity primary key` }
  }
  kind satisfies never
}
