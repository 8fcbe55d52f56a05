import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../../src/storage/database.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { postgresTables } from '../support/dump-state.ts'
import { startPostgres, type PostgresServer } from '../support/postgres.ts'
import { at, erasure, inboxRow, queue } from './contract/samples.ts'
import { describeStorage } from './storage-contract.ts'

let server: PostgresServer
let url: string

beforeAll(async () => {
  server = await startPostgres()
  url = await server.freshDatabase()
}, 60_000)

afterAll(() => server.stop())

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Empties every table; much quicker than `truncate` where they hold little. */
async function empty(): Promise<void> {
  await withClient(async (client) => {
    const tables = await postgresTables(client)
    const deletes = tables.map((table) => `delete from "${table}"`)
    // As a replica: without minding the order that foreign keys ask for.
    await client.query(['set session_replication_role = replica', ...deletes].join('; '))
  })
}

describeStorage('PostgreSQL', async () => {
  const storage = await openStorage({ kind: 'postgres', url })
  await empty()
  return { storage, options: { kind: 'postgres', url }, close: () => storage.close() }
})

describe('a PostgreSQL database', () => {
  it('is brought up to date by one of several that start at once', async () => {
    const fresh = await server.freshDatabase()
    const storages = await Promise.all(Array.from({ length: 4 }, () => openStorage({ kind: 'postgres', url: fresh })))
    expect(await Promise.all(storages.map(({ inbox }) => inbox.unsettled(1, 20)))).toEqual([[], [], [], []])
    await Promise.all(storages.map((storage) => storage.close()))
  })

  it('survives that all its connections break', async () => {
    const storage = await openStorage({ kind: 'postgres', url })
    await empty()
    await Promise.all(Array.from({ length: 5 }, () => storage.ping()))
    await withClient((client) =>
      client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      ),
    )
    await expect.poll(() => storage.inbox.accept(inboxRow(1)).catch(() => 'broken')).not.toBe('broken')
    await storage.close()
  })

  it('survives that a connection breaks between two queries of a transaction', async () => {
    const { db } = createDatabase({ kind: 'postgres', url })
    const broken = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
      await withClient(async (client) => {
        await client.query('select pg_terminate_backend($1)', [rows[0]?.pid])
        const alive = () => client.query<object>('select 1 from pg_stat_activity where pid = $1', [rows[0]?.pid])
        await expect.poll(async () => (await alive()).rows).toEqual([])
      })
      await trx.selectFrom('unit').selectAll().execute()
    })
    await expect(broken).rejects.toThrow()
    expect(await db.selectFrom('unit').select('code').execute()).toEqual([])
    await db.destroy()
  })

  it('answers a commit that was undone for a deadlock with a conflict', async () => {
    const storage = await openStorage({ kind: 'postgres', url })
    await empty()
    await storage.commit([queue('d', 'someone')])
    await storage.inbox.accept(inboxRow(1))
    await withClient(async (client) => {
      // The other side holds what the commit needs second, and asks for what the commit has taken first. It never gives up
      // by itself, so the commit is the one that PostgreSQL ends.
      await client.query("set deadlock_timeout = '60s'")
      await client.query('begin')
      await client.query("select 1 from delivery where id = 'd' for update")
      const commit = storage.commit([{ write: 'settle-inbox', id: 'in-1', at: at(1) }, erasure(['d'])])
      await expect
        .poll(async () => (await client.query('select 1 from pg_locks where not granted')).rows.length)
        .toBe(1)
      await client.query("select 1 from inbox where id = 'in-1' for update")
      expect(await commit).toBe('conflict')
      await client.query('rollback')
    })
    expect((await storage.inbox.unsettled(1, 20)).map(({ id }) => id)).toEqual(['in-1'])
    await storage.close()
  })

  it('is refused with a clear error when nobody answers', async () => {
    await expect(openStorage({ kind: 'postgres', url: 'postgres://x:y@127.0.0.1:1/z' })).rejects.toThrow('up to date')
  })
})
