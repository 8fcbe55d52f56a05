import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Findable } from '../../src/knowledge/inverted-index.ts'
import type { Judge } from '../../src/knowledge/judge.ts'
import { createRanker } from '../../src/knowledge/ranker.ts'
import { createRetriever } from '../../src/knowledge/retriever.ts'
import { plainSpelling } from '../../src/knowledge/spelling.ts'

const documents: readonly Findable[] = [
  { id: 'father', title: 'Bố đánh', variants: ['bố đánh em'], text: 'Gọi công an.' },
  { id: 'mother', title: 'Mẹ đánh', variants: ['mẹ đánh em'], text: 'Gọi công an.' },
  { id: 'smoke', title: 'Thuốc lá', variants: ['hút thuốc lá'], text: 'Bị cấm.' },
]
const retriever = createRetriever(documents, plainSpelling)
/** Holds this of every question. */
const believing =
  (beliefs: Readonly<Record<string, number>>, outside = 0): Judge =>
  () => ({ of: (entry) => beliefs[entry], outside })
const ids = (judge: Judge | undefined, question: string): readonly string[] =>
  createRanker(retriever, judge)(question).found.map(({ id }) => id)

describe('without a judge', () => {
  it('what is found is what the word search finds, and nothing is doubted', () => {
    const { found, outside } = createRanker(retriever, undefined)('bố đánh em')
    expect(found).toEqual(retriever.search('bố đánh em', Infinity).map((each) => ({ ...each, belief: undefined })))
    expect(found[0]?.id).toBe('father')
    expect(outside).toBe(0)
  })
})

describe('with a judge', () => {
  it('the judge tells apart what the words do not', () => {
    expect(ids(believing({ father: 0.1, mother: 0.8, smoke: 0.1 }), 'đánh em')[0]).toBe('mother')
    expect(ids(believing({ father: 0.8, mother: 0.1, smoke: 0.1 }), 'đánh em')[0]).toBe('father')
  })

  it('the words stay stronger than a judge who hardly prefers another', () => {
    expect(ids(believing({ father: 0.4, mother: 0.6 }), 'bố đánh em')).toEqual(['father', 'mother'])
  })

  it('two that are alike to both searches stand in the order of their ids', () => {
    expect(ids(believing({ father: 0.4, mother: 0.4, smoke: 0.2 }), 'đánh em')).toEqual(['father', 'mother'])
  })

  it('a belief that is nought does not take away what the words say', () => {
    expect(ids(believing({ father: 0, mother: 0, smoke: 1 }), 'đánh em')).toEqual(['father', 'mother'])
  })

  it('tells what the judge holds of each and of none', () => {
    const ranking = createRanker(retriever, believing({ father: 0.7, smoke: 0.1 }, 0.2))('bố đánh em')
    expect(ranking.found.map(({ id, belief }) => [id, belief])).toEqual([
      ['father', 0.7],
      ['mother', undefined],
    ])
    expect(ranking.outside).toBe(0.2)
    expect(ranking.found[0]).not.toHaveProperty('worth')
  })

  it('an entry that the judge does not know is still found, before those that it holds for wrong', () => {
    expect(ids(believing({ mother: 0.0001, smoke: 0.99 }), 'đánh em')).toEqual(['father', 'mother'])
    expect(ids(believing({ father: 0.4, mother: 0.6 }), 'hút thuốc lá')).toEqual(['smoke'])
  })

  it('finds the same entries as the word search, in whatever order', () => {
    const word = fc.constantFrom(...'bố mẹ em đánh thuốc lá công an hút gọi xyz'.split(' '))
    const belief = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined })
    fc.assert(
      fc.property(fc.array(word), belief, belief, (words, father, smoke) => {
        const judge: Judge = () => ({ of: (id) => ({ father, smoke })[id], outside: 0 })
        const found = retriever.search(words.join(' '), Infinity).map(({ id }) => id)
        expect([...ids(judge, words.join(' '))].sort()).toEqual([...found].sort())
      }),
    )
  })
})
