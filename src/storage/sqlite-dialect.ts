import type BetterSqlite from 'better-sqlite3'
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Dialect } from 'kysely'
import { createSqliteDriver } from './sqlite-driver.ts'

/**
 * Kysely's SQLite dialect on our own driver, which keeps those apart who share its one connection. Migrations run in a
 * transaction, so that of two processes that start at once one migrates and the other waits.
 */
export function createSqliteDialect(database: BetterSqlite.Database, patienceMs?: number): Dialect {
  return {
    createDriver: () => createSqliteDriver(database, patienceMs),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () =>
      Object.defineProperties(new SqliteAdapter(), {
        supportsTransactionalDdl: { value: true },
        supportsMultipleConnections: { value: true },
      }),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}
