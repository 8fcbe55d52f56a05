import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Answerer } from '../../src/core/answer.ts'
import { startOfDayInVietnam } from '../../src/core/vietnam-time.ts'
import { createTestAnswerer } from './test-answerer.ts'

const lines = readFileSync(join(import.meta.dirname, 'follow-ups.tsv'), 'utf8')
  .trim()
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([style = '', topic = '', question = '', expected = '']) => ({ style, topic, question, expected }))

let answerer: Answerer
beforeAll(() => {
  answerer = createTestAnswerer()
})

const localeOf = (style: string) => (style === 'english' ? 'en' : 'vi')
const entriesOf = (answer: Answer) =>
  answer.kind === 'answered' ? [answer.entry] : answer.suggestions.map(({ entry }) => entry)

describe('a question in the light of the last answer', () => {
  it('is tested in all styles', () => {
    const styles = Map.groupBy(lines, ({ style }) => style)
    expect([...styles.keys()].sort()).toEqual(['dialect', 'english', 'marks', 'plain', 'teen', 'typo'])
    expect(lines.filter(({ expected }) => expected !== '-').length).toBeGreaterThan(50)
  })

  it.each(lines.filter(({ expected }) => expected !== '-'))('$topic, then “$question”', async (line) => {
    const answer = await answerer.ask(line.question, { locale: localeOf(line.style), after: line.topic })
    expect(answer.kind).not.toBe('unknown')
    const found = entriesOf(answer)
    expect(found.length).toBeLessThanOrEqual(3)
    expect(found.some((entry) => line.expected.split(',').includes(entry))).toBe(true)
    if (answer.kind === 'unsure') expect(found).toContain(line.topic)
  })

  it('is answered at once most of the time', async () => {
    const expected = lines.filter((line) => line.expected !== '-')
    const answers = await Promise.all(
      expected.map(({ style, topic, question }) => answerer.ask(question, { locale: localeOf(style), after: topic })),
    )
    const right = answers.filter((answer, index) => {
      return answer.kind === 'answered' && expected[index]?.expected.split(',').includes(answer.entry)
    })
    expect(right.length / expected.length).toBeGreaterThan(0.55)
  })

  it.each(lines.filter(({ expected }) => expected === '-'))(
    '“$question” after $topic stands by itself',
    async (line) => {
      const alone = await answerer.ask(line.question, { locale: 'vi' })
      expect(await answerer.ask(line.question, { locale: 'vi', after: line.topic })).toEqual(alone)
    },
  )
})

describe('a topic', () => {
  it('that does not exist, or did not hold on the day, is none', async () => {
    const question = 'phạt bao nhiêu?'
    const on = startOfDayInVietnam('2019-06-01')
    for (const options of [
      { locale: 'vi', after: 'no-such-entry' },
      { locale: 'vi', on, after: 'domestic-violence-fines' },
    ])
      expect(await answerer.ask(question, options)).toEqual(
        await answerer.ask(question, { ...options, after: undefined as never }),
      )
  })

  it('makes a difference: the same words without it get no sure answer', async () => {
    const alone = await answerer.ask('phạt bao nhiêu?', { locale: 'vi' })
    expect(alone.kind).not.toBe('answered')
    const after = await answerer.ask('phạt bao nhiêu?', { locale: 'vi', after: 'child-marriage' })
    expect(after).toMatchObject({ kind: 'answered', entry: 'child-marriage' })
  })

  it('stands in the answer that offers titles in its light', async () => {
    const answer = await answerer.ask('thế còn ca sĩ thì sao', { locale: 'vi', after: 'legal-aid-free' })
    expect(answer).toMatchObject({ kind: 'unsure', after: 'legal-aid-free' })
    expect(entriesOf(answer)).toContain('legal-aid-free')
  })
})

describe('whom an answer is for', () => {
  const textFor = async (reader?: 'child' | 'adult' | 'unknown', entry = 'child-definition-age') => {
    const answer = answerer.entry(entry, { locale: 'vi', ...(reader === undefined ? {} : { reader }) })
    if (answer?.kind !== 'answered') throw new Error('no answer')
    return answer
  }

  it('decides which version is given; nobody named is an adult', async () => {
    const child = await textFor('child')
    expect(child.text).toMatch(/^Trẻ em là người dưới 16 tuổi\. Nếu em 16 hay 17 tuổi/)
    expect(child.reader).toBe('child')
    for (const reader of ['adult', 'unknown', undefined] as const) {
      const adult = await textFor(reader)
      expect(adult.text).toMatch(/^Trẻ em là người dưới 16 tuổi\.\n\n- Người từ đủ 16/)
      expect(adult).not.toHaveProperty('reader')
      expect(adult.sources).toEqual(child.sources)
    }
  })

  it('says the next steps to both', async () => {
    for (const reader of ['child', 'adult'] as const)
      expect((await textFor(reader)).text).toContain('- Đang nguy hiểm: gọi 113.')
  })

  it('takes an unknown reader of an entry for children as a child, and nobody else', async () => {
    const entry = 'child-can-report-alone'
    expect(await textFor('unknown', entry)).toHaveProperty('reader', 'child')
    expect(await textFor('adult', entry)).not.toHaveProperty('reader')
    expect(await textFor(undefined, entry)).not.toHaveProperty('reader')
  })
})
