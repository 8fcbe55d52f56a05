import type { Storage } from '../core/storage.ts'
import { bytesOrUndefined } from './columns.ts'
import type { Database } from './database.ts'

/** How far the clocks of two machines may differ: a lease that ends later than that was taken before a clock was set back. */
const skewMs = 5 * 60_000

/** The one row of the tokens of the Zalo Official Account, and the lease of whoever is refreshing them. */
export function createZaloTokenStore({ db }: Database): Storage['zaloToken'] {
  return {
    async read() {
      const row = await db.selectFrom('zalo_token').select('sealed').executeTakeFirst()
      return row && bytesOrUndefined(row.sealed)
    },

    async write(sealed) {
      await db
        .insertInto('zalo_token')
        .values({ id: 1, sealed })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ sealed }))
        .execute()
    },

    async takeLease(holder, now, until) {
      const lease = { holder, held_until: until.getTime() }
      const taken = await db
        .insertInto('zalo_token')
        .values({ id: 1, ...lease })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet(lease)
            .where((eb) =>
              eb.or([
                eb('zalo_token.holder', 'is', null),
                eb('zalo_token.held_until', '<=', now.getTime()),
                eb('zalo_token.held_until', '>', until.getTime() + skewMs),
              ]),
            ),
        )
        .returning('id')
        .executeTakeFirst()
      return taken !== undefined
    },

    async endLease(holder) {
      await db.updateTable('zalo_token').set({ holder: null }).where('holder', '=', holder).execute()
    },
  }
}
