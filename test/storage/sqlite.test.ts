import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase } from '../../src/storage/database.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { runStorageProcess } from '../support/run-storage-process.ts'
import { at, bytes, inboxRow, insertTip, putAddress, queue } from './contract/samples.ts'
import { describeStorage } from './storage-contract.ts'

describeStorage('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'la-chan-'))
  const options = { kind: 'sqlite', file: join(directory, 'la-chan.sqlite') } as const
  const storage = await openStorage(options)
  return {
    storage,
    options,
    async close() {
      await storage.close()
      rmSync(directory, { recursive: true })
    },
  }
})

describe('a SQLite file', () => {
  let directory: string
  let file: string

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'la-chan-'))
    file = join(directory, 'data', 'la-chan.sqlite')
  })

  afterEach(() => rmSync(directory, { recursive: true }))

  it.each([
    { pragma: 'journal_mode', value: 'wal' },
    { pragma: 'synchronous', value: 2 },
    { pragma: 'foreign_keys', value: 1 },
    { pragma: 'secure_delete', value: 1 },
    { pragma: 'busy_timeout', value: 100, column: 'timeout' },
  ])('has $pragma = $value', async ({ pragma, value, column = pragma }) => {
    const { db } = createDatabase({ kind: 'sqlite', file })
    const { rows } = await sql.raw(`pragma ${pragma}`).execute(db)
    await db.destroy()
    expect(rows).toEqual([{ [column]: value }])
  })

  it('holds the write lock from the beginning of a transaction', async () => {
    const { db } = createDatabase({ kind: 'sqlite', file })
    const other = new BetterSqlite(file, { timeout: 0 })
    await db.transaction().execute(async () => {
      expect(() => other.exec('begin immediate')).toThrow('database is locked')
    })
    other.exec('begin immediate')
    other.close()
    await db.destroy()
  })

  it('is readable by its owner alone, like the directory made for it', async () => {
    const storage = await openStorage({ kind: 'sqlite', file })
    await storage.inbox.accept(inboxRow(1))
    for (const name of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(name).mode & 0o777).toBe(0o600)
    expect(statSync(join(directory, 'data')).mode & 0o777).toBe(0o700)
    await storage.close()
  })

  it('closes a file that was readable by others, and leaves a directory that was there', async () => {
    file = join(directory, 'la-chan.sqlite')
    const mode = statSync(directory).mode
    writeFileSync(file, '', { mode: 0o644 })
    await (await openStorage({ kind: 'sqlite', file })).close()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(directory).mode).toBe(mode)
  })

  it('holds no bytes of messages that were settled, sent or given up', async () => {
    const storage = await openStorage({ kind: 'sqlite', file })
    const secrets = ['settled secret', 'sent secret', 'dead secret', 'waiting secret']
    await storage.inbox.accept({ ...inboxRow(1), sealed: bytes('settled secret'), contact: 'contact secret' })
    await storage.commit(
      ['sent', 'dead', 'waiting'].map((id) => queue(id, `${id} contact`, { sealed: bytes(`${id} secret`) })),
    )
    await storage.commit([{ write: 'settle-inbox', id: 'in-1', at: at(1) }])
    await storage.deliveries.sent('sent', at(1))
    await storage.deliveries.dead('dead', 'rejected', at(1))
    await storage.close()
    // Read as a whole: pages that are not in use hold nothing either.
    const content = readFileSync(file)
    expect(secrets.filter((secret) => content.includes(secret))).toEqual(['waiting secret'])
    for (const contact of ['contact secret', 'sent contact', 'dead contact'])
      expect(content.includes(contact)).toBe(false)
  })

  it('holds no bytes of a way back that was cut, in no file of the database, once it is tidied', async () => {
    const storage = await openStorage({ kind: 'sqlite', file })
    await storage.commit([insertTip('A'), putAddress('A', 'address secret'), insertTip('B'), putAddress('B', 'kept')])
    await storage.commit([{ write: 'drop-tip-addresses', tip: 'A' }])
    const secrets = ['address key of A', 'address secret', 'address key of B', 'kept']
    const found = () => {
      const files = [file, `${file}-wal`].map((name) => readFileSync(name))
      return secrets.filter((secret) => files.some((content) => content.includes(secret)))
    }
    expect(found()).toEqual(secrets)
    await storage.tidy()
    expect(found()).toEqual(['address key of B', 'kept'])
    expect(statSync(`${file}-wal`).size).toBe(0)
    await storage.close()
  })

  it('refuses at the level of the database that a settled or sent row holds anything', async () => {
    const { db } = createDatabase({ kind: 'sqlite', file })
    await (await openStorage({ kind: 'sqlite', file })).close()
    const settled = { channel: 'web', received_at: 0, settled_at: 1 } as const
    const done = { priority: 1, created_at: 0, next_at: 0, outcome: 'sent', done_at: 1 } as const
    await expect(
      db
        .insertInto('inbox')
        .values({ ...settled, id: 'a', mark: 'a', contact: null, sealed: bytes('x') })
        .execute(),
    ).rejects.toThrow('inbox_settled_is_empty')
    await expect(
      db
        .insertInto('inbox')
        .values({ ...settled, id: 'b', mark: 'b', contact: 'x', sealed: null })
        .execute(),
    ).rejects.toThrow('inbox_settled_is_empty')
    await expect(
      db
        .insertInto('delivery')
        .values({ ...done, id: 'c', contact: null, sealed: bytes('x') })
        .execute(),
    ).rejects.toThrow('delivery_done_is_empty')
    await db.destroy()
  })

  it('is brought up to date by one of several processes that start at once', { timeout: 30_000 }, async () => {
    const options = { kind: 'sqlite', file } as const
    const accepted = await Promise.all(Array.from({ length: 4 }, () => runStorageProcess('accept', options)))
    expect(accepted.flat()).toHaveLength(50)
  })

  it('is not opened when it is something else', async () => {
    file = join(directory, 'notes.txt')
    writeFileSync(file, 'These are notes and not a database, and they are long enough to have a header.')
    await expect(openStorage({ kind: 'sqlite', file })).rejects.toThrow()
  })
})
