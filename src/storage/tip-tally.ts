import { type Kysely, type Selectable } from 'kysely'
import type { TipTally } from '../core/topics.ts'
import { dateOrUndefined } from './columns.ts'
import type { Tables, TipTable } from './schema.ts'
import { toTip } from './tip-store.ts'

/** Tips with the numbers of their threads: no words are read. */
export function selectTallies(db: Kysely<Tables>) {
  return db
    .selectFrom('tip')
    .selectAll('tip')
    .select((eb) => {
      const ofThread = () => eb.selectFrom('tip_message').whereRef('tip_message.tip', '=', 'tip.id')
      return [
        ofThread()
          .where('author', '=', 'tipster')
          .select((each) => each.fn.countAll<number>().as('n'))
          .as('written'),
        ofThread()
          .where('author', '=', 'tipster')
          .select((each) => each.fn.max('at').as('at'))
          .as('written_at'),
        ofThread()
          .where('author', '!=', 'officer')
          .select((each) => each.fn.countAll<number>().as('n'))
          .as('told'),
        ofThread()
          .where('author', '=', 'officer')
          .select((each) => each.fn.countAll<number>().as('n'))
          .as('answers'),
      ]
    })
}

/** A row of `selectTallies` as the rest of the program knows one. */
export function toTally(
  row: Selectable<TipTable> & {
    readonly written: number | null
    readonly written_at: number | null
    readonly told: number | null
    readonly answers: number | null
  },
): TipTally {
  return {
    tip: toTip(row),
    written: row.written ?? 0,
    writtenAt: dateOrUndefined(row.written_at),
    told: row.told ?? 0,
    answers: row.answers ?? 0,
    hasWayBack: row.wrapped_address_key !== null,
  }
}
