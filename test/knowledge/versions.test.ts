import { describe, expect, it } from 'vitest'
import type { Answer, Answerer } from '../../src/core/answer.ts'
import { startOfDayInVietnam } from '../../src/core/vietnam-time.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { entryText, withKnowledge } from './knowledge-folder.ts'
import { createTestAnswerer, testDay } from './test-answerer.ts'

const question = 'bao nhiêu tuổi là trẻ em'
const today = { today: testDay, lapsedIsFault: true }
const early = 'vi/basics/child-age.until-2025-02-28.md'
const middle = 'vi/basics/child-age.until-2025-06-30.md'
const current = 'vi/basics/child-age.md'
const versions = {
  [early]: entryText({ until: '2025-02-28', answer: 'Ngày ấy còn công an huyện.' }),
  [middle]: entryText({ from: '2025-03-01', until: '2025-06-30', answer: 'Chỉ còn công an xã.' }),
  [current]: entryText({ from: '2025-07-01', answer: 'Có toà án khu vực.' }),
}

const withAnswerer = <T>(
  changed: Readonly<Record<string, string | undefined>>,
  use: (answerer: Answerer) => T | Promise<T>,
): Promise<T> => withKnowledge(changed, (dir) => use(createTestAnswerer(loadKnowledge(dir, today))))

const on = (day: string) => ({ locale: 'vi', on: startOfDayInVietnam(day) })
const textOf = (answer: Answer | undefined): string | undefined =>
  answer?.kind === 'answered' ? answer.text : undefined

describe('versions of an entry', () => {
  it.each([
    ['2019-06-01', 'Ngày ấy còn công an huyện.'],
    ['2025-02-28', 'Ngày ấy còn công an huyện.'],
    ['2025-03-01', 'Chỉ còn công an xã.'],
    ['2025-06-30', 'Chỉ còn công an xã.'],
    ['2025-07-01', 'Có toà án khu vực.'],
    [testDay, 'Có toà án khu vực.'],
  ])('answer for %s with "%s"', async (day, words) => {
    await withAnswerer(versions, async (answerer) => {
      expect(textOf(await answerer.ask(question, on(day)))).toContain(words)
      expect(textOf(answerer.entry('child-age', on(day)))).toContain(words)
    })
  })

  it('share the questions of the newest where they list none', async () => {
    const silent = versions[early].replace(/questions:\n(?: {2}- .*\n)+/, '')
    expect(silent).not.toContain('questions')
    await withKnowledge({ ...versions, [early]: silent }, async (dir) => {
      const knowledge = loadKnowledge(dir, today)
      const [, ...asked] = knowledge.entries.filter(({ id }) => id === 'child-age').map(({ questions }) => questions)
      expect(asked).toEqual([asked[0], asked[0]])
      expect(textOf(await createTestAnswerer(knowledge).ask(question, on('2020-01-01')))).toContain('công an huyện')
    })
  })

  it('of the language of the law answer where the asked language has none for the day', async () => {
    const english = entryText({
      from: '2025-07-01',
      title: 'Age of a child',
      questions: ['how old is a child', 'what age is a child', 'until what age', 'child age limit', 'am I a child'],
      answer: 'A child is under 16.',
      child: 'You are a child if you are under 16.',
      next: '- Call {{child_hotline}}.',
    })
    await withAnswerer({ ...versions, 'en/basics/child-age.md': english }, async (answerer) => {
      const then = { locale: 'en', on: startOfDayInVietnam('2020-01-01') }
      expect(textOf(await answerer.ask('what age is a child', then))).toMatch(
        /Vietnamese only\.\n\nNgày ấy còn công an huyện/,
      )
      expect(textOf(await answerer.ask('what age is a child', { locale: 'en' }))).toContain('A child is under 16.')
    })
  })
})

describe('an entry', () => {
  const named = (answer: string, mayName?: string): string =>
    entryText({ answer, ...(mayName === undefined ? {} : { mayName }) })

  it.each([
    ['2025-06-30', undefined],
    ['2025-07-01', 'Có toà án khu vực.'],
  ])('that names an office is used on %s: %s', async (day, words) => {
    await withAnswerer({ [current]: named('Có toà án khu vực.') }, (answerer) => {
      const text = textOf(answerer.entry('child-age', on(day)))
      if (words === undefined) expect(text).toBeUndefined()
      else expect(text).toContain(words)
    })
  })

  it('that may name an office is used on days on which the office did not exist', async () => {
    await withAnswerer({ [current]: named('Chưa có toà án khu vực.', '[regional-court]') }, (answerer) => {
      expect(textOf(answerer.entry('child-age', on('2020-01-01')))).toContain('toà án khu vực')
    })
  })

  it('that cites an ended part of a law is used on the days of that part', async () => {
    const texts = {
      'vi/basics/child-age.until-2025-12-31.md': entryText({
        until: '2025-12-31',
        citations: "[{ document: luat-a, article: '91' }]",
      }),
      [current]: entryText({ from: '2026-01-01' }),
    }
    await withAnswerer(texts, (answerer) => {
      const answer = answerer.entry('child-age', on('2025-12-31'))
      expect(answer?.kind === 'answered' ? answer.sources : []).toMatchObject([{ article: 'Điều 91' }])
    })
  })
})

describe('a question about a day for which there is no answer', () => {
  it.each(['2017-05-31', '2016-01-01'])('of %s is told so', async (day) => {
    await withAnswerer({}, async (answerer) => {
      expect(await answerer.ask(question, on(day))).toMatchObject({ kind: 'unknown', day })
    })
  })

  it('that nobody understood is unknown on every day', async () => {
    await withAnswerer({}, async (answerer) => {
      for (const asked of ['qwerty uiop', 'thời tiết hôm nay']) {
        const answer = await answerer.ask(asked, on('2016-01-01'))
        expect(answer.kind).toBe('unknown')
        expect(answer).not.toHaveProperty('day')
      }
    })
  })

  it('has no day when it is answered, or about today', async () => {
    await withAnswerer({}, async (answerer) => {
      expect(await answerer.ask(question, on('2018-01-01'))).not.toHaveProperty('day')
      expect(await answerer.ask('giá vàng', { locale: 'vi' })).not.toHaveProperty('day')
    })
  })
})
