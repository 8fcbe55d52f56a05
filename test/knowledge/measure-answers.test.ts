import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Answer, Answerer } from '../../src/core/answer.ts'
import { ContentError } from '../../src/core/errors.ts'
import { measureAnswers, readQuestions, type Question } from '../../src/knowledge/measure-answers.ts'
import { loadTranslate } from '../../src/translate.ts'

const words = loadTranslate(join(import.meta.dirname, '../../locales'))('en')
const read = (...lines: readonly string[]): readonly Question[] =>
  readQuestions(lines.join('\n'), { entries: new Set(['a', 'b']), words })

function faultsOf(run: () => unknown): readonly string[] {
  try {
    run()
  } catch (error) {
    if (error instanceof ContentError) return error.faults
    throw error
  }
  return []
}

describe('a file of questions', () => {
  it('is read by the names of its columns, without comments and empty lines', () => {
    const first = { split: '', style: 'marks', entry: 'a', text: 'trẻ em' }
    const none = { split: '', style: 'plain', entry: undefined, text: 'thoi tiet' }
    expect(read('# about', '# more', 'style\tentry\tquestion', '', 'marks\ta\ttrẻ em', 'plain\t-\tthoi tiet')).toEqual([
      first,
      none,
    ])
    expect(read('split\tstyle\tentry\tquestion\r', 'dev\tmarks\ta\ttrẻ em\r')).toEqual([{ ...first, split: 'dev' }])
    expect(read('question\tentry\tstyle', `${'trẻ em'.normalize('NFD')}\ta\tmarks`)).toEqual([first])
  })

  it('names every bad line', () => {
    const lines = ['# x', 'style\tentry\tquestion', 'marks\ta', 'marks\tnone\tx', 'marks\ta\t', 'marks\ta\tgood']
    expect(faultsOf(() => read(...lines))).toEqual([
      'line 3: it has 2 cells, the header has 3',
      'line 4: the knowledge base has no entry "none"',
      'line 5: the column question is empty',
    ])
  })

  it.each([
    [
      'has no header',
      ['# only this'],
      ['line 1: the file has no header line; it needs the columns style, entry, question'],
    ],
    [
      'lacks columns',
      ['', 'style\ttext'],
      ['line 2: the column entry is missing', 'line 2: the column question is missing'],
    ],
  ])('is refused when it %s', (_what, lines, faults) => {
    expect(faultsOf(() => read(...lines))).toEqual(faults)
  })
})

describe('the measure of answers', () => {
  const answered = (entry: string, ...others: readonly string[]): Answer => {
    return { kind: 'answered', entry, version: '0a1b2c3d', text: '', sources: [], ranked: [entry, ...others] }
  }
  const silent = (kind: 'unsure' | 'unknown', ...ranked: readonly string[]): Answer => {
    return { kind, suggestions: [], ranked }
  }
  const answers: Readonly<Record<string, Answer>> = {
    right: answered('a', 'b'),
    wrong: answered('b', 'a'),
    needless: silent('unsure', 'a'),
    lost: silent('unknown', 'b', 'c', 'd', 'e', 'f', 'a'),
    quiet: silent('unknown'),
    loud: answered('b'),
  }
  const answerer: Answerer = { ask: async (text) => answers[text] ?? silent('unknown'), entry: () => undefined }
  const ask = (entry: string | undefined, ...texts: readonly string[]): readonly Question[] =>
    texts.map((text) => ({ split: '', style: 'marks', entry, text }))

  it('counts what is answered, wrongly answered, needlessly and rightly not answered', async () => {
    const questions = [...ask('a', 'right', 'wrong', 'needless', 'lost'), ...ask(undefined, 'quiet', 'loud')]
    expect(await measureAnswers(questions, answerer)).toEqual({
      answerable: 4,
      firstHit: 0.5,
      fiveHit: 0.75,
      answered: 0.5,
      wrong: 0.25,
      needless: 0.25,
      unanswerable: 2,
      abstained: 0.5,
    })
  })

  it('of nothing is nothing', async () => {
    expect(new Set(Object.values(await measureAnswers([], answerer)))).toEqual(new Set([0]))
  })
})
