import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answerer } from '../../src/core/answer.ts'
import { foldWords } from '../../src/core/text.ts'
import { showMeasures, type NamedMeasure } from '../../src/cli/show-measures.ts'
import { measureAnswers, readQuestions, type Question } from '../../src/knowledge/measure-answers.ts'
import { loadTranslate } from '../../src/translate.ts'
import { createTestAnswerer, loadTestKnowledge } from './test-answerer.ts'

const words = loadTranslate(join(import.meta.dirname, '../../locales'))('en')
const questions = readQuestions(readFileSync(join(import.meta.dirname, 'questions.tsv'), 'utf8'), {
  entries: new Set(loadTestKnowledge().entries.map(({ id }) => id)),
  words,
})
const otherStyles = ['plain', 'teen', 'typo', 'dialect'] as const
const styles = ['marks', ...otherStyles]

describe.each(['dev', 'held'] as const)('questions of the %s part', (split) => {
  const part = questions.filter((question) => question.split === split)
  const answerable = part.filter(({ entry }) => entry !== undefined)
  const inStyle = (style: string): readonly Question[] => answerable.filter((question) => question.style === style)
  const table: NamedMeasure[] = []
  let answerer: Answerer

  async function ask(name: string, some: readonly Question[]): Promise<NamedMeasure> {
    const measured = { name: `${split} ${name}`, ...(await measureAnswers(some, answerer)) }
    table.push(measured)
    return measured
  }

  beforeAll(() => {
    answerer = createTestAnswerer()
  })

  afterAll(() => {
    process.stdout.write(`${showMeasures(table, words).join('\n')}\n`)
  })

  it('find their entry first when written with marks', async () => {
    const marked = await ask('marks', inStyle('marks'))
    expect(marked.firstHit).toBeGreaterThanOrEqual(0.9)
    expect(marked.fiveHit).toBeGreaterThanOrEqual(0.97)
  })

  it.each(otherStyles)('find their entry among the first five when written in style %s', async (style) => {
    const styled = await ask(style, inStyle(style))
    expect(styled.fiveHit).toBeGreaterThanOrEqual(0.92)
  })

  it('are found about as well however they are written', () => {
    const hits = table
      .filter(({ name }) => styles.some((style) => name === `${split} ${style}`))
      .map((each) => each.fiveHit)
    expect(hits).toHaveLength(styles.length)
    expect(Math.max(...hits) - Math.min(...hits)).toBeLessThanOrEqual(0.05)
  })

  it('are hardly ever answered by the wrong entry, and seldom left without an answer', async () => {
    const all = await ask('answerable', answerable)
    expect(all.wrong).toBeLessThanOrEqual(0.01)
    expect(all.answered).toBeGreaterThanOrEqual(0.92)
  })

  it('are not answered when no entry answers them', async () => {
    const unanswerable = await ask(
      'unanswerable',
      part.filter(({ entry }) => entry === undefined),
    )
    expect(unanswerable.unanswerable).toBeGreaterThan(0)
    expect(unanswerable.abstained).toBeGreaterThanOrEqual(0.95)
  })
})

describe('the questions', () => {
  it('are enough, and some in each part cannot be answered', () => {
    expect(questions.length).toBeGreaterThanOrEqual(800)
    expect(questions.filter(({ entry }) => entry === undefined).length).toBeGreaterThanOrEqual(60)
    const held = questions.filter(({ split }) => split === 'held').length
    expect(held / questions.length).toBeGreaterThanOrEqual(0.19)
  })

  it('stand once, name entries that exist and copy nothing that was learnt', () => {
    const { entries, asking } = loadTestKnowledge()
    const ids = new Set(entries.map(({ id }) => id))
    const learnt = [...entries.flatMap((entry) => entry.questions), ...asking('vi').asked.map(({ text }) => text)]
    const known = new Set(learnt.map((text) => text.toLowerCase()))
    expect(questions.filter(({ entry }) => entry !== undefined && !ids.has(entry))).toEqual([])
    expect(questions.filter(({ text }) => known.has(text.toLowerCase()))).toEqual([])
    expect(new Set(questions.map(({ text }) => text)).size).toBe(questions.length)
  })

  it('cover every entry', () => {
    const asked = new Set(questions.map(({ entry }) => entry))
    expect(loadTestKnowledge().entries.filter(({ id }) => !asked.has(id))).toEqual([])
  })

  it('are no copies of an entry with the marks left out, but for the few that everybody types', () => {
    const known = new Set(
      loadTestKnowledge()
        .entries.flatMap((entry) => entry.questions)
        .map(foldWords),
    )
    expect(questions.filter(({ text }) => known.has(foldWords(text))).length).toBeLessThanOrEqual(
      0.05 * questions.length,
    )
  })
})
