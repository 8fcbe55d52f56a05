import { sql, type Kysely } from 'kysely'
import type { Storage } from '../core/storage.ts'
import { requireRow } from './conflict.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/** Tries of receipts that failed. */
export function createReceiptTryStore({ db }: Database): Storage['receiptTries'] {
  return {
    async count(source, since) {
      const ofSource = await failedOf(db, source, since)
      const guesses = await db
        .selectFrom('receipt_try')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .where('at', '>=', since.getTime())
        .where('is_guess', '=', 1)
        .executeTakeFirstOrThrow()
      return { ofSource, guessesOfAll: guesses.total }
    },

    async purge(before) {
      await db.deleteFrom('receipt_try').where('at', '<', before.getTime()).execute()
    },
  }
}

/** Requires that the source may try once more, and remembers the try when it failed. */
export async function countTry(db: Kysely<Tables>, kind: Database['kind'], write: WriteOf<'count-try'>): Promise<void> {
  const { source, outcome, since, most, at } = write
  // To the end of the transaction, so that two at once do not both find the last place free. SQLite has one writer anyway.
  if (kind === 'postgres') {
    await sql`select pg_advisory_xact_lock(hashtext('receipt_try'), hashtext(${source}))`.execute(db)
  }
  const failed = await failedOf(db, source, since)
  requireRow(failed < most ? write : undefined)
  if (outcome === 'found') return
  const is_guess = outcome === 'guess' ? 1 : 0
  await db.insertInto('receipt_try').values({ source, is_guess, at: at.getTime() }).execute()
}

async function failedOf(db: Kysely<Tables>, source: string, since: Date): Promise<number> {
  const row = await db
    .selectFrom('receipt_try')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('source', '=', source)
    .where('at', '>=', since.getTime())
    .executeTakeFirstOrThrow()
  return row.total
}
