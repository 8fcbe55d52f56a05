import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from './schema.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'

/** Which database to open. */
export type StorageOptions =
  { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string }

/** An open database. `kind` is for the few places where the two speak differently. */
export interface Database {
  readonly kind: StorageOptions['kind']
  readonly db: Kysely<Tables>
}

/** Opens SQLite (one connection) or PostgreSQL (up to ten). Tables are made by `migrate`. */
export function createDatabase(options: StorageOptions): Database {
  switch (options.kind) {
    case 'sqlite':
      return { kind: 'sqlite', db: new Kysely({ dialect: createSqliteDialect(openSqlite(options.file)) }) }
    case 'postgres':
      return { kind: 'postgres', db: new Kysely({ dialect: new PostgresDialect({ pool: createPool(options.url) }) }) }
  }
  options satisfies never
}

/** Opens the file, made for its owner alone; a directory that is missing is made for its owner alone too. */
function openSqlite(file: string): BetterSqlite.Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  const database = new BetterSqlite(file)
  // Several processes that start at once wait for each other here; later waits are the driver's.
  database.pragma('busy_timeout = 5000')
  database.pragma('journal_mode = WAL')
  // FULL: a commit has reached the disk when it is answered. NORMAL could lose the last ones when power fails.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  // What is deleted is overwritten with zeros.
  database.pragma('secure_delete = ON')
  // The thread is blocked meanwhile.
  database.pragma('busy_timeout = 100')
  return database
}

function createPool(url: string): pg.Pool {
  const types = new pg.TypeOverrides()
  // Milliseconds and counts fit a Number; by default they would come as text.
  types.setTypeParser(pg.types.builtins.INT8, Number)
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    types,
  })
  // A connection that breaks fails the query it has, and the pool replaces it. Without listeners it would end the process:
  // the pool's hears of idle connections, the client's of one that breaks between two queries of a transaction.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
