import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import BetterSqlite from 'better-sqlite3'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../src/core/storage.ts'
import type { Tables } from '../../src/storage/schema.ts'
import { createSqliteDialect } from '../../src/storage/sqlite-dialect.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { at, inboxRow, insertTip, queue, tipOf } from './contract/samples.ts'

const script = fileURLToPath(new URL('./hold-write-lock.ts', import.meta.url))

describe('a SQLite file that another process is writing to', () => {
  let directory: string
  let file: string
  let storage: Storage

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'la-chan-'))
    file = join(directory, 'la-chan.sqlite')
    storage = await openStorage({ kind: 'sqlite', file })
  })

  afterEach(async () => {
    await storage.close()
    rmSync(directory, { recursive: true })
  })

  async function holdLock(milliseconds: number): Promise<ChildProcessByStdio<null, Readable, null>> {
    const holder = spawn(process.execPath, [script, file, String(milliseconds)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(holder.stdout, 'data')
    return holder
  }

  /** By how much a timer of 20 ms was late at most while the work was under way. */
  async function worstDelay(work: () => Promise<unknown>): Promise<number> {
    let last = performance.now()
    let worst = 0
    const look = () => {
      const now = performance.now()
      worst = Math.max(worst, now - last - 20)
      last = now
    }
    const timer = setInterval(look, 20)
    try {
      await work()
    } finally {
      clearInterval(timer)
    }
    look()
    return worst
  }

  it('is written to afterwards, and nothing else waits meanwhile', { timeout: 20_000 }, async () => {
    await storage.commit([queue('d', 'someone')])
    await holdLock(2_000)
    const worst = await worstDelay(async () => {
      const writes = Promise.all([
        ...Array.from({ length: 20 }, (_, i) => storage.commit([insertTip(`tip-${i}`)])),
        storage.inbox.accept(inboxRow(1)),
        storage.deliveries.claim({ now: at(0), limit: 1, leaseMs: 1 }).then(([claimed]) => claimed?.id),
        storage.web.addSession({ mark: 's', locale: 'vi', expiresAt: at(60) }),
      ])
      const read = storage.inbox.unsettled(1, 20).then((rows) => rows.length)
      expect(await Promise.race([read, writes])).toBe(0)
      expect(await writes).toEqual([...Array<string>(20).fill('committed'), 'accepted', 'd', undefined])
    })
    // A process that waits for the lock itself stands still for its whole 2 seconds.
    expect(worst).toBeLessThan(1_500)
    expect((await storage.tips.list({ units: [tipOf('any').unit], limit: 100 })).length).toBe(20)
  })

  it('is written to in the order of asking', { timeout: 20_000 }, async () => {
    await holdLock(300)
    const ids = Array.from({ length: 10 }, (_, i) => `d-${i}`)
    await Promise.all(ids.map((id) => storage.commit([queue(id, 'someone')])))
    for (const id of ids) {
      expect(await storage.deliveries.claim({ now: at(0), limit: 9, leaseMs: 1 })).toMatchObject([{ id }])
      await storage.deliveries.sent(id, at(0))
    }
  })

  it('is given up after a time, by all who wait alike, and works again afterwards', { timeout: 20_000 }, async () => {
    const db = new Kysely<Tables>({ dialect: createSqliteDialect(new BetterSqlite(file, { timeout: 100 }), 300) })
    const lock = new BetterSqlite(file)
    lock.exec('begin immediate')
    const remove = () => db.deleteFrom('unit').execute()
    const inTransaction = () => db.transaction().execute((trx) => trx.deleteFrom('unit').execute())
    const outcomes = await Promise.allSettled([remove(), inTransaction(), remove(), inTransaction()])
    expect(outcomes).toMatchObject(Array(4).fill({ status: 'rejected', reason: { code: 'SQLITE_BUSY' } }))
    lock.close()
    await inTransaction()
    await remove()
    await db.destroy()
  })

  it('shows nobody what a transaction has not committed yet', async () => {
    const db = new Kysely<Tables>({ dialect: createSqliteDialect(new BetterSqlite(file)) })
    const count = () => sql<{ total: number }>`select count(*) as total from master_key`.execute(db)
    let before: Promise<unknown> | undefined
    const failed = db.transaction().execute(async (trx) => {
      await trx.insertInto('master_key').values({ id: 1, mark: 'm' }).execute()
      before = count()
      await new Promise((resolve) => setTimeout(resolve, 50))
      throw new Error('undone')
    })
    await expect(failed).rejects.toThrow('undone')
    expect(await before).toMatchObject({ rows: [{ total: 0 }] })
    await db.destroy()
  })

  it('is tidied as far as it can be while somebody reads it, and wholly afterwards', async () => {
    const reader = new BetterSqlite(file)
    await storage.commit([insertTip('A')])
    reader.exec('begin')
    reader.prepare('select * from tip').all()
    await storage.commit([{ write: 'drop-tip-addresses', tip: 'A' }])
    await storage.tidy()
    expect(readFileSync(`${file}-wal`).includes('address key of A')).toBe(true)
    reader.close()
    await storage.tidy()
    expect(statSync(`${file}-wal`).size).toBe(0)
  })

  it('answers a tidying while another process writes, and is tidied by the next one', { timeout: 20_000 }, async () => {
    await storage.commit([insertTip('A')])
    const released = once(await holdLock(1_000), 'exit').then(() => 'released')
    expect(await Promise.race([storage.tidy().then(() => 'answered'), released])).toBe('answered')
    await released
    await storage.tidy()
    expect(statSync(`${file}-wal`).size).toBe(0)
  })
})
