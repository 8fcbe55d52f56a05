import { describe, expect, it } from 'vitest'
import type { Write } from '../../../src/core/write.ts'
import { openStorage } from '../../../src/storage/storage.ts'
import { at, insertTip, type Subject } from './samples.ts'

type Try = Extract<Write, { readonly write: 'count-try' }>

/** Tries of receipts and their limit. */
export function describeReceiptTries({ storage, commit, options, dump }: Subject): void {
  const tried = (outcome: Try['outcome'], source = 'a', changes: Partial<Try> = {}): Write => ({
    write: 'count-try',
    source,
    outcome,
    since: at(0),
    most: 10,
    at: at(10),
    ...changes,
  })

  describe('tries of receipts', () => {
    it('counts the failed ones of a source, and the guesses of all, since a moment', async () => {
      const { receiptTries } = storage()
      expect(await receiptTries.count('a', at(0))).toEqual({ ofSource: 0, guessesOfAll: 0 })
      await commit([
        tried('guess', 'a', { at: at(9) }),
        tried('guess'),
        tried('slip'),
        tried('found'),
        tried('guess', 'b'),
        tried('slip', 'b'),
      ])
      expect(await receiptTries.count('a', at(10))).toEqual({ ofSource: 2, guessesOfAll: 2 })
      expect(await receiptTries.count('c', at(10))).toEqual({ ofSource: 0, guessesOfAll: 2 })
      expect(await receiptTries.count('a', at(9))).toEqual({ ofSource: 3, guessesOfAll: 3 })
    })

    it('keeps nothing of a try that found its tip', async () => {
      expect(await commit([tried('found')])).toBe('committed')
      expect((await dump()).receipt_try).toEqual([])
    })

    it.each(['found', 'slip', 'guess'] as const)(
      'of a source with as many as it may have, refuses one more: %s',
      async (outcome) => {
        await commit([tried('slip', 'a', { at: at(4) }), tried('guess'), tried('slip')])
        expect(await commit([insertTip('A'), tried(outcome, 'a', { most: 3 })])).toBe('conflict')
        expect(await storage().tips.find('A')).toBeUndefined()
        expect((await dump()).receipt_try).toHaveLength(3)
        expect(await commit([tried(outcome, 'b', { most: 3 })])).toBe('committed')
        expect(await commit([tried(outcome, 'a', { most: 4 })])).toBe('committed')
        expect(await commit([tried(outcome, 'a', { most: 4, since: at(5) })])).toBe('committed')
      },
    )

    it('lets ten of fifty at once fail, and refuses the others', async () => {
      const other = await openStorage(options())
      try {
        const outcomes = ['slip', 'guess'] as const
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, i) =>
            (i % 4 < 2 ? storage() : other).commit([tried(outcomes[i % 2] ?? 'slip')]),
          ),
        )
        expect(answers.filter((answer) => answer === 'committed')).toHaveLength(10)
        expect(answers.filter((answer) => answer === 'conflict')).toHaveLength(40)
        expect(await storage().receiptTries.count('a', at(0))).toMatchObject({ ofSource: 10 })
      } finally {
        await other.close()
      }
    })

    it('forgets those before a moment', async () => {
      const { receiptTries } = storage()
      await commit([tried('guess', 'a', { at: at(9) }), tried('guess')])
      await receiptTries.purge(at(10))
      expect(await receiptTries.count('a', at(0))).toEqual({ ofSource: 1, guessesOfAll: 1 })
    })
  })
}
