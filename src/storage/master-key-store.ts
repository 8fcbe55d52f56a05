import type { Storage } from '../core/storage.ts'
import type { Database } from './database.ts'

/** Which master key belongs to this database. */
export function createMasterKeyStore({ db }: Database): Storage['masterKey'] {
  return {
    async mark(mark) {
      await db
        .insertInto('master_key')
        .values({ id: 1, mark })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
      const kept = await db.selectFrom('master_key').select('mark').executeTakeFirstOrThrow()
      return kept.mark
    },

    async isKnown() {
      const kept = await db.selectFrom('master_key').select('id').executeTakeFirst()
      return kept !== undefined
    },
  }
}
