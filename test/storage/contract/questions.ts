import { describe, expect, it } from 'vitest'
import type { StoredQuestion } from '../../../src/core/question.ts'
import type { Write } from '../../../src/core/write.ts'
import { openStorage } from '../../../src/storage/storage.ts'
import { at, bytes, type Subject } from './samples.ts'

type VerdictWrite = Extract<Write, { readonly write: 'count-verdict' }>

/** Questions without an answer, and whether answers helped. */
export function describeQuestions({ storage, commit, options, dump }: Subject): void {
  const question = (id: string, change: Partial<StoredQuestion> = {}): StoredQuestion => ({
    id,
    locale: 'vi',
    kind: 'unknown',
    ranked: ['child-age', 'hotline "111"'],
    day: '2026-11-22',
    sealed: bytes(`words of ${id}`),
    ...change,
  })
  const note = (id: string, change: Partial<StoredQuestion> = {}, most = 2_000): Write => ({
    write: 'note-unanswered',
    question: question(id, change),
    most,
  })
  const idsOf = (questions: readonly StoredQuestion[]) => questions.map(({ id }) => id)

  describe('questions without an answer', () => {
    it('come back as they were noted, the newest day first', async () => {
      const { questions } = storage()
      expect(await questions.newest(10)).toEqual([])
      expect(await questions.counts()).toEqual({ kept: 0, dropped: 0 })
      const old = question('a', { day: '2026-11-21', kind: 'unsure', locale: 'en', ranked: [] })
      await commit([note('a', old), note('c'), note('b')])
      expect(await questions.newest(10)).toEqual([question('b'), question('c'), old])
      expect(idsOf(await questions.newest(2))).toEqual(['b', 'c'])
    })

    it('are only counted once a day has as many as it may have; the first ones stay', async () => {
      const { questions } = storage()
      for (const id of ['a', 'b', 'c', 'd']) expect(await commit([note(id, {}, 2)])).toBe('committed')
      await commit([note('e', { day: '2026-11-23' }, 2)])
      expect(idsOf(await questions.newest(10))).toEqual(['e', 'a', 'b'])
      expect(await questions.counts()).toEqual({ kept: 3, dropped: 2 })
      // What an author has dealt with makes no room for more of the same day.
      await questions.remove(['a'])
      await commit([note('f', {}, 2)])
      expect(idsOf(await questions.newest(10))).toEqual(['e', 'b'])
    })

    it('of many at once keep as many as there is room for, and lose no count', async () => {
      const other = await openStorage(options())
      try {
        const answers = await Promise.all(
          Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? storage() : other).commit([note(`q${i}`, {}, 10)])),
        )
        expect(new Set(answers)).toEqual(new Set(['committed']))
        expect(await storage().questions.counts()).toEqual({ kept: 10, dropped: 30 })
      } finally {
        await other.close()
      }
    })

    it('are gone when they are removed, and no others', async () => {
      const { questions } = storage()
      await commit([note('a'), note('b'), note('c')])
      await questions.remove(['a', 'c', 'unknown'])
      await questions.remove([])
      expect(idsOf(await questions.newest(10))).toEqual(['b'])
      await questions.remove(Array.from({ length: 40_000 }, (_, i) => `x${i}`))
      expect(idsOf(await questions.newest(10))).toEqual(['b'])
    })

    it('are forgotten with their counts when their day is over for long', async () => {
      const { questions } = storage()
      await commit([note('a', { day: '2026-08-23' }, 1), note('b', { day: '2026-08-23' }, 1)])
      await commit([note('c', { day: '2026-08-24' }, 1), note('d', { day: '2026-08-24' }, 1)])
      await questions.purge('2026-08-24')
      expect(idsOf(await questions.newest(10))).toEqual(['c'])
      expect(await questions.counts()).toEqual({ kept: 1, dropped: 1 })
    })

    it('are not noted when the commit is undone', async () => {
      expect(await commit([note('a'), { write: 'settle-inbox', id: 'none', at: at(0) }])).toBe('conflict')
      expect(await storage().questions.counts()).toEqual({ kept: 0, dropped: 0 })
      expect((await dump()).unanswered_day).toEqual([])
    })

    it('are kept with a day, and without a contact, a channel or a time', async () => {
      await commit([note('a')])
      expect(Object.keys((await dump()).unanswered_question?.[0] ?? {}).sort()).toEqual([
        'day',
        'id',
        'kind',
        'locale',
        'ranked',
        'sealed',
      ])
    })
  })

  describe('verdicts on answers', () => {
    const judge = (change: Partial<VerdictWrite> = {}): Write => ({
      write: 'count-verdict',
      entry: 'child-age',
      locale: 'vi',
      version: '0a1b2c3d',
      verdict: 'helpful',
      day: '2026-11-22',
      ...change,
    })

    it('are added up by entry, language and wording', async () => {
      expect(await storage().verdicts.counts()).toEqual([])
      await commit([judge(), judge({ verdict: 'unhelpful', day: '2026-11-20' })])
      await commit([judge(), judge({ day: '2026-11-25' }), judge({ version: 'ffffffff', verdict: 'unhelpful' })])
      await commit([judge({ locale: 'en' }), judge({ entry: 'hotline-111' })])
      const row = {
        entry: 'child-age',
        locale: 'vi',
        version: '0a1b2c3d',
        firstDay: '2026-11-22',
        lastDay: '2026-11-22',
      }
      expect(await storage().verdicts.counts()).toEqual([
        { ...row, locale: 'en', helpful: 1, unhelpful: 0 },
        { ...row, helpful: 3, unhelpful: 1, firstDay: '2026-11-20', lastDay: '2026-11-25' },
        { ...row, version: 'ffffffff', helpful: 0, unhelpful: 1 },
        { ...row, entry: 'hotline-111', helpful: 1, unhelpful: 0 },
      ])
    })

    it('lose none of many at once', async () => {
      await Promise.all(
        Array.from({ length: 40 }, (_, i) => commit([judge(i % 2 === 0 ? {} : { verdict: 'unhelpful' })])),
      )
      expect(await storage().verdicts.counts()).toMatchObject([{ helpful: 20, unhelpful: 20 }])
    })

    it('are numbers, and nothing about people', async () => {
      await commit([judge()])
      expect((await dump()).answer_verdict).toEqual([
        { entry: 'child-age', locale: 'vi', version: '0a1b2c3d', verdict: 'helpful', day: '2026-11-22', total: 1 },
      ])
    })
  })
}
