import BetterSqlite from 'better-sqlite3'
import pg from 'pg'
import type { StorageOptions } from '../../src/storage/database.ts'

/** Every row of every table, in order of the first column on PostgreSQL, of writing on SQLite. */
export type State = Record<string, readonly Record<string, unknown>[]>

/** Reads a whole database as it stands on disk, whoever else has it open. */
export async function dumpState(options: StorageOptions): Promise<State> {
  return options.kind === 'sqlite' ? dumpSqlite(options.file) : dumpPostgres(options.url)
}

function dumpSqlite(file: string): State {
  const database = new BetterSqlite(file, { readonly: true })
  try {
    const tables = database
      .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table' order by name")
      .all()
      .filter(({ name }) => isOurs(name))
    return Object.fromEntries(
      tables.map(({ name }) => [name, database.prepare<[], Record<string, unknown>>(`select * from "${name}"`).all()]),
    )
  } finally {
    database.close()
  }
}

async function dumpPostgres(url: string): Promise<State> {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  const client = new pg.Client({ connectionString: url, types })
  await client.connect()
  try {
    const state: State = {}
    for (const name of await postgresTables(client)) {
      state[name] = (await client.query<Record<string, unknown>>(`select * from "${name}" order by 1`)).rows
    }
    return state
  } finally {
    await client.end()
  }
}

/** Names of the tables in a PostgreSQL database, without those of the migrations. */
export async function postgresTables(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by table_name",
  )
  return rows.map(({ name }) => name).filter(isOurs)
}

function isOurs(table: string): boolean {
  return !table.startsWith('sqlite_') && !table.startsWith('kysely_')
}
