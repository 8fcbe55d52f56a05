import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type SqliteDatabase,
} from 'kysely'

/**
 * Kysely's SQLite dialect with two differences. Transactions take the write lock when they begin: a plain `begin` takes it at
 * the first write, and fails there when another process wrote since its first read. And migrations run in such a
 * transaction, so that of two processes that start at once one migrates and the other waits.
 */
export function createSqliteDialect(database: SqliteDatabase): Dialect {
  return {
    createDriver: () => createImmediateDriver(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => Object.defineProperty(new SqliteAdapter(), 'supportsTransactionalDdl', { value: true }),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

function createImmediateDriver(database: SqliteDatabase): Driver {
  return Object.assign(new SqliteDriver({ database }), {
    async beginTransaction(connection: DatabaseConnection): Promise<void> {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    },
  })
}
