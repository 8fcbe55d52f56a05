import type { Kysely } from 'kysely'
import type { Storage } from '../core/storage.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/** Tries of receipts that do not exist. */
export function createReceiptTryStore({ db }: Database): Storage['receiptTries'] {
  return {
    async count(source, since) {
      const row = await db
        .selectFrom('receipt_try')
        .select((eb) => [
          eb.fn.countAll<number>().as('ofAll'),
          eb.fn.count<number>(eb.case().when('source', '=', source).then(1).end()).as('ofSource'),
        ])
        .where('at', '>=', since.getTime())
        .executeTakeFirstOrThrow()
      return { ofSource: row.ofSource, ofAll: row.ofAll }
    },

    async purge(before) {
      await db.deleteFrom('receipt_try').where('at', '<', before.getTime()).execute()
    },
  }
}

/** Remembers one more try. */
export async function countTry(db: Kysely<Tables>, { source, at }: WriteOf<'count-try'>): Promise<void> {
  await db.insertInto('receipt_try').values({ source, at: at.getTime() }).execute()
}
