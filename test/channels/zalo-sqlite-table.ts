import BetterSqlite from 'better-sqlite3'
import type { TokenTable } from '../../src/channels/zalo/token-store.ts'

/** The one row that holds the pair and its lease, on a SQLite file that several processes may open. */
export function openTokenTable(file: string): TokenTable & { close(): void } {
  const db = new BetterSqlite(file, { timeout: 5_000 })
  db.pragma('journal_mode = wal')
  db.exec(`create table if not exists zalo_token (
    id integer primary key check (id = 1), sealed blob, holder text, held_until integer not null default 0)`)
  db.exec('insert into zalo_token (id) values (1) on conflict do nothing')
  const read = db.prepare<[], { sealed: Buffer | null }>('select sealed from zalo_token')
  const write = db.prepare('update zalo_token set sealed = ?')
  const take = db.prepare(
    'update zalo_token set holder = ?, held_until = ? where holder is null or held_until <= ? returning id',
  )
  const end = db.prepare('update zalo_token set holder = null where holder = ?')
  return {
    async read() {
      return read.get()?.sealed ?? undefined
    },
    async write(sealed) {
      write.run(sealed)
    },
    async takeLease(holder, now, until) {
      return take.get(holder, until.getTime(), now.getTime()) !== undefined
    },
    async endLease(holder) {
      end.run(holder)
    },
    close: () => void db.close(),
  }
}
