import { setTimeout as sleep } from 'node:timers/promises'
import type BetterSqlite from 'better-sqlite3'
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'

/** How long a statement is tried again while another process holds the lock, in milliseconds. */
const defaultPatienceMs = 8_000
const shortestPauseMs = 20
const longestPauseMs = 250
/** Statements are kept ready for the next time; there are fewer of them than this. */
const mostPrepared = 1_000
/** What may be written together with others; a checkpoint, for one, may not. */
const isChange = /^\s*(insert|update|delete|with)\b/i

/**
 * SQLite for several processes without stopping the event loop. The library waits for a lock by blocking the thread, so it is
 * let wait only shortly (`busy_timeout`); between tries this driver sleeps. Writes and transactions take turns, so that one at
 * a time tries. Single writes that wait at the same moment reach the disk together, which is what a write costs most for. Reads
 * wait for an open transaction alone, because they share its connection: they are answered while a write waits for another
 * process. Transactions take the write lock when they begin: a plain `begin` takes it at the first write, and fails there when
 * another process wrote since its first read.
 */
export function createSqliteDriver(database: BetterSqlite.Database, patienceMs = defaultPatienceMs): Driver {
  const takeTurn = createTurns()
  const prepare = createPrepare(database)
  let open: OpenTransaction | undefined
  let waiting: SingleWrite[] = []

  const write = (statement: BetterSqlite.Statement, parameters: readonly unknown[]): Promise<Written> =>
    new Promise((resolve) => {
      waiting.push({ statement, parameters, resolve })
      if (waiting.length === 1) void writeWaiting()
    })
  /** Whatever else comes in this round of the event loop comes along, and webhooks are answered between two rounds. */
  const writeWaiting = async (): Promise<void> => {
    const endTurn = await takeTurn()
    await new Promise((resolve) => setImmediate(resolve))
    const writes = waiting
    waiting = []
    const until = performance.now() + patienceMs
    const written = await patiently(until, () => writeTogether(database, writes)).catch((error: unknown) =>
      writes.map(() => ({ error })),
    )
    endTurn()
    for (const [index, each] of written.entries()) writes[index]?.resolve(each)
  }

  const connect = (): DatabaseConnection => {
    const connection: DatabaseConnection = {
      async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
        if (open?.connection === connection) return run<Row>(prepare(query.sql), query.parameters)
        const until = performance.now() + patienceMs
        const statement = await patiently(until, () => prepare(query.sql))
        if (statement.readonly) {
          while (open !== undefined) await open.ended
          return patiently(until, () => run<Row>(statement, query.parameters))
        }
        if (isChange.test(query.sql)) {
          const written = await write(statement, query.parameters)
          if ('error' in written) throw written.error
          return { rows: written.rows as Row[] }
        }
        const endTurn = await takeTurn()
        try {
          return await patiently(until, () => run<Row>(statement, query.parameters))
        } finally {
          endTurn()
        }
      },
      streamQuery() {
        throw new Error('SQLite answers whole results only')
      },
    }
    return connection
  }

  const end = () => {
    const ended = open
    open = undefined
    ended?.end()
  }

  return {
    async init() {},
    acquireConnection: async () => connect(),
    async releaseConnection() {},
    async beginTransaction(connection) {
      const until = performance.now() + patienceMs
      const endTurn = await takeTurn()
      try {
        await patiently(until, () => database.exec('begin immediate'))
      } catch (error) {
        endTurn()
        throw error
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      open = {
        connection,
        ended: promise,
        end() {
          resolve()
          endTurn()
        },
      }
    },
    async commitTransaction() {
      database.exec('commit')
      end()
    },
    async rollbackTransaction() {
      try {
        // Some failures, a full disk for one, have undone the transaction already.
        if (database.inTransaction) database.exec('rollback')
      } finally {
        end()
      }
    },
    async destroy() {
      database.close()
    },
  }
}

interface OpenTransaction {
  readonly connection: DatabaseConnection
  readonly ended: Promise<void>
  end(): void
}

/** A write that is no part of a transaction. */
interface SingleWrite {
  readonly statement: BetterSqlite.Statement
  readonly parameters: readonly unknown[]
  resolve(written: Written): void
}
type Written = { readonly rows: unknown[] } | { readonly error: unknown }

/** One transaction for all: each has reached the disk when this returns. One that fails leaves the others as they are. */
function writeTogether(database: BetterSqlite.Database, writes: readonly SingleWrite[]): readonly Written[] {
  database.exec('begin immediate')
  try {
    const written = writes.map(({ statement, parameters }): Written => {
      try {
        return run(statement, parameters)
      } catch (error) {
        // Some failures, a full disk for one, have undone what the others wrote.
        if (!database.inTransaction) throw error
        return { error }
      }
    })
    database.exec('commit')
    return written
  } catch (error) {
    if (database.inTransaction) database.exec('rollback')
    throw error
  }
}

/** Prepares each statement once; what changes tables makes all of them anew. */
function createPrepare(database: BetterSqlite.Database): (sql: string) => BetterSqlite.Statement {
  const prepared = new Map<string, BetterSqlite.Statement>()
  return (sql) => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    if (prepared.size >= mostPrepared || !(statement.readonly || isChange.test(sql))) prepared.clear()
    else prepared.set(sql, statement)
    return statement
  }
}

/** Turns in the order of asking. Each is ended by calling what it was answered with. */
function createTurns(): () => Promise<() => void> {
  let last = Promise.resolve()
  return async () => {
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    await before
    return resolve
  }
}

/** Tries until it works, fails for another reason than a lock, or the time is up; at least once. */
async function patiently<T>(until: number, act: () => T): Promise<T> {
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return act()
    } catch (error) {
      if (!isBusy(error)) throw error
      // Also before giving up: of many that give up one after the other, each has blocked the thread for a moment.
      await sleep(pauseMs * (0.5 + Math.random() / 2))
      if (performance.now() >= until) throw error
    }
  }
}

/** SQLITE_BUSY and its kinds: another process holds a lock. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^SQLITE_BUSY/.test(error.code)
}

function run<Row>(statement: BetterSqlite.Statement, parameters: readonly unknown[]): QueryResult<Row> {
  if (statement.reader) return { rows: statement.all(parameters) as Row[] }
  statement.run(parameters)
  return { rows: [] }
}
