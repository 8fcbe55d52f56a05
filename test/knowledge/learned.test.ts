import { describe, expect, it } from 'vitest'
import { ContentError } from '../../src/core/errors.ts'
import { outsideClass } from '../../src/knowledge/judge.ts'
import { writeLearned } from '../../src/knowledge/learned.ts'
import { learn, lessonsFrom, markOf, type Lessons } from '../../src/knowledge/lessons.ts'
import { loadKnowledge, readKnowledge, type Knowledge } from '../../src/knowledge/load.ts'
import { plainSpelling } from '../../src/knowledge/spelling.ts'
import { entryText, withKnowledge } from './knowledge-folder.ts'
import { testDay } from './test-answerer.ts'

const askedText = [
  'style\tentry\tquestion',
  'plain\tchild-age\tmay tuoi het la tre con',
  'marks\t-\tmai mưa không',
  '',
].join('\n')
const curve = { offset: -1.5, weights: [1, -1, 2, 1.5, 3], answered: 0.4 }
const lessonsOf = (knowledge: Knowledge): Lessons =>
  lessonsFrom(knowledge.entries, knowledge.asking('vi').asked, knowledge.spelling('vi'))

const { lessons, learnt } = await withKnowledge({ 'asked/vi.tsv': askedText }, (dir) => {
  const knowledge = loadKnowledge(dir, { today: testDay, lapsedIsFault: true })
  const lessons = lessonsOf(knowledge)
  return { lessons, learnt: { judge: learn(lessons), curve } }
})
const learnedText = writeLearned(learnt, markOf(lessons))
const damaged = 'knowledge/learned/vi.json: is damaged: run `npm run --silent cli -- learn questions`'
const stale =
  'knowledge/learned/vi.json: was learnt from other questions than there are now: run `npm run --silent cli -- learn questions`'

const withLearned = <T>(changed: Readonly<Record<string, string>>, use: (dir: string) => T | Promise<T>): Promise<T> =>
  withKnowledge({ 'asked/vi.tsv': askedText, 'learned/vi.json': learnedText, ...changed }, use)
const readIn = (changed: Readonly<Record<string, string>>): Promise<ReturnType<typeof readKnowledge>> =>
  withLearned(changed, (dir) => readKnowledge(dir, { today: testDay }))
const changedFile = (change: Record<string, unknown>): string =>
  JSON.stringify({ ...(JSON.parse(learnedText) as Record<string, unknown>), ...change })
const changedJudge = (change: Record<string, unknown>): string =>
  changedFile({ judge: { ...(JSON.parse(learnedText) as { judge: Record<string, unknown> }).judge, ...change } })

describe('what was learnt', () => {
  it('is read as it was written, but for the fifth decimal of its offsets', async () => {
    const { knowledge, faults, lapsed } = await readIn({})
    expect([...faults, ...lapsed]).toEqual([])
    const offsets = learnt.judge.offsets.map((offset) => Number(offset.toFixed(4)))
    expect(knowledge.asking('vi').learned).toEqual({ judge: { ...learnt.judge, offsets }, curve })
    expect(knowledge.asking('vi').asked).toEqual([
      { entry: 'child-age', text: 'may tuoi het la tre con' },
      { entry: undefined, text: 'mai mưa không' },
    ])
  })

  it('is nothing in a language without it, and no fault', async () => {
    await withKnowledge({ 'en/basics/child-age.md': entryText() }, (dir) => {
      const { asking } = loadKnowledge(dir, { today: testDay, lapsedIsFault: true })
      for (const locale of ['vi', 'en', 'xx']) expect(asking(locale)).toEqual({ asked: [], learned: undefined })
    })
  })

  it('is asked in NFC, whatever form the file is stored in', async () => {
    const { knowledge, faults, lapsed } = await readIn({ 'asked/vi.tsv': askedText.normalize('NFD') })
    expect([...faults, ...lapsed]).toEqual([])
    expect(knowledge.asking('vi').asked[1]?.text).toBe('mai mưa không'.normalize('NFC'))
  })

  it('keeps the bad lines of what was asked out, and names them', async () => {
    const { faults, knowledge } = await readIn({ 'asked/vi.tsv': `${askedText}marks\tgone\tở đâu\n` })
    expect(faults).toEqual(['knowledge/asked/vi.tsv: line 4: names the entry gone, which does not exist'])
    expect(knowledge.asking('vi').asked).toHaveLength(2)
  })
})

describe('a damaged file', () => {
  it.each([
    ['is no JSON', learnedText.slice(0, -20)],
    ['is empty', ''],
    ['lacks its mark', changedFile({ lessons: undefined })],
    ['has a part that nobody knows', changedFile({ more: 1 })],
    ['has a curve of other evidence', changedFile({ curve: { ...curve, weights: [1, 2] } })],
    ['has weights that do not fit together', changedJudge({ owners: '' })],
    ['has other buckets than a question', changedJudge({ bits: 1, counts: 'AAA=', owners: '', weights: '' })],
  ])('that %s is a fault that says what to do, and is not used', async (_what, text) => {
    const { faults, lapsed, knowledge } = await readIn({ 'learned/vi.json': text })
    expect([faults, lapsed]).toEqual([[damaged], []])
    expect(knowledge.asking('vi').learned).toBeUndefined()
  })
})

describe('lessons that have changed since they were learnt', () => {
  const changes: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a question that was asked', { 'asked/vi.tsv': `${askedText}marks\t-\ttrời nắng không\n` }],
    ['the title of an entry', { 'vi/basics/child-age.md': entryText({ title: 'Tuổi trẻ em là mấy' }) }],
    [
      'the spelling',
      {
        'synonyms.yaml':
          'vi: { short: {}, afterNumber: {}, ignored: "", same: [], phrases: {}, ages: { word: tuổi, limits: [13] } }\n',
      },
    ],
  ]

  it.each(changes)('by %s are named by check', async (_what, changed) => {
    await withLearned(changed, (dir) => {
      const check = () => loadKnowledge(dir, { today: testDay, lapsedIsFault: true })
      expect(check).toThrow(ContentError)
      expect(check).toThrow(stale)
    })
  })

  it.each(changes)('by %s are only warned about at the start, and still used', async (_what, changed) => {
    await withLearned(changed, (dir) => {
      const { warnings, asking } = loadKnowledge(dir, { today: testDay, lapsedIsFault: false })
      expect(warnings).toEqual([stale])
      expect(asking('vi').learned?.curve).toEqual(curve)
    })
  })

  it('are not those whose answer alone was written anew', async () => {
    const { faults, lapsed } = await readIn({
      'vi/basics/child-age.md': entryText({ answer: 'Trẻ em là người dưới 16 tuổi.' }),
    })
    expect([...faults, ...lapsed]).toEqual([])
  })
})

describe('the lessons', () => {
  const asked = [
    { entry: 'a', text: 'một' },
    { entry: undefined, text: 'hai' },
  ]

  it('are titles, known questions and what was asked', () => {
    expect(lessons.asked.filter(({ entry }) => entry === 'child-age').map(({ text }) => text)).toEqual([
      'Tuổi của trẻ em',
      'trẻ em mấy tuổi',
      'bao nhiêu tuổi là trẻ em',
      'tuổi trẻ em',
      'trẻ em dưới mấy tuổi',
      'khi nào hết là trẻ em',
      'may tuoi het la tre con',
    ])
    expect(lessons.asked.at(-1)).toEqual({ entry: undefined, text: 'mai mưa không' })
  })

  it('have a mark that their order does not change, but which entry answers does', () => {
    const mark = markOf({ asked, spelling: plainSpelling })
    expect(mark).toMatch(/^[0-9a-f]{16}$/)
    expect(markOf({ asked: [...asked].reverse(), spelling: plainSpelling })).toBe(mark)
    expect(markOf({ asked: asked.map(({ text }) => ({ entry: 'a', text })), spelling: plainSpelling })).not.toBe(mark)
    expect(markOf({ asked, spelling: { ...plainSpelling, ignored: 'ạ' } })).not.toBe(mark)
  })

  it('give the same model each time, with a class for what no entry answers', () => {
    expect(learn(lessons)).toEqual(learnt.judge)
    expect(learnt.judge.classes).toEqual([outsideClass, 'child-age', 'old-offices'])
  })
})
