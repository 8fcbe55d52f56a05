import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Findable } from '../../src/knowledge/inverted-index.ts'
import { createRetriever } from '../../src/knowledge/retriever.ts'
import { plainSpelling, type SpellingRules } from '../../src/knowledge/spelling.ts'
import { knowledgeDir } from './test-answerer.ts'

const rules = (parse(readFileSync(join(knowledgeDir, 'synonyms.yaml'), 'utf8')) as { vi: SpellingRules }).vi
const documents: readonly Findable[] = [
  { id: 'hit', title: 'Bị bạn đánh', variants: ['em bị bạn đánh ở trường', 'bố đánh em'], text: 'Kể với người lớn.' },
  {
    id: 'age',
    title: 'Tuổi',
    variants: ['trẻ em là bao nhiêu tuổi', '17 tuổi có là trẻ em không'],
    text: 'Dưới 16 tuổi.',
  },
  { id: 'leave', title: 'Bỏ rơi', variants: ['mẹ bỏ em đi', 'em bị bỏ ở nhà một mình'], text: 'Báo công an xã.' },
  {
    id: 'take',
    title: 'Bắt cóc',
    variants: ['có người bế em bé đi', 'người lạ bắt em lên xe'],
    text: 'Gọi công an ngay.',
  },
  {
    id: 'smoke',
    title: 'Hút thuốc',
    variants: ['hút thuốc lá điện tử có bị phạt không', 'bán thuốc lá'],
    text: 'Bị cấm.',
  },
]
const retriever = createRetriever(documents, rules)
const best = (question: string): string | undefined => retriever.search(question, 1)[0]?.id

describe('a question finds its document', () => {
  it.each([
    ['as it was written', 'trẻ em là bao nhiêu tuổi', 'age'],
    ['without marks', 'tre em la bao nhieu tuoi', 'age'],
    ['in decomposed form', 'trẻ em là bao nhiêu tuổi'.normalize('NFD'), 'age'],
    ['in capitals and with signs', 'TRẺ EM: LÀ BAO NHIÊU TUỔI?!', 'age'],
    ['with short forms', 'e bị đánh ở trg', 'hit'],
    ['in words of the South', 'ba quánh em', 'hit'],
    ['in words for the same', 'con nít là mấy tuổi', 'age'],
    ['with another age of the same range', '16 tuổi có là trẻ em ko', 'age'],
    ['with an age glued to its short form', '17t la tre em k', 'age'],
    ['with a typing error', 'hut thuoc la dien tuw', 'smoke'],
    ['with letters drawn out', 'bị bạn đánhhhh', 'hit'],
    ['with two words typed as one', 'thuốcla điện tử', 'smoke'],
    ['with Telex keys left in', 'bij banj ddanhs', 'hit'],
    ['with the tone on the other vowel', 'hút thuôć lá', 'smoke'],
  ])('%s', (_name, question, id) => {
    expect(best(question)).toBe(id)
  })

  it('by its marks where only they tell two apart', () => {
    expect(best('bố ơi')).toBe('hit')
    expect(best('bỏ đi')).toBe('leave')
    expect(best('bé')).not.toBe(undefined)
  })
})

describe('the results', () => {
  it('are at most as many as asked for, best first, each once', () => {
    const found = retriever.search('em bị bỏ ở trường', 3)
    expect(found).toHaveLength(3)
    expect(found.map(({ score }) => score)).toEqual([...found.map(({ score }) => score)].sort((a, b) => b - a))
    expect(new Set(found.map(({ id }) => id)).size).toBe(3)
  })

  it('are none for a question that shares no word', () => {
    expect(retriever.search('weather tomorrow', 5)).toEqual([])
    expect(retriever.search('', 5)).toEqual([])
    expect(createRetriever([], rules).search('trẻ em', 5)).toEqual([])
  })

  it('know the whole of a question that is one of their variants, and are exactly like it', () => {
    const [first] = createRetriever(documents, plainSpelling).search('bố đánh em', 1)
    expect(first?.coverage).toBeCloseTo(1)
    expect(first?.likeness).toBeCloseTo(1)
  })

  it('have shares between 0 and 1, and are the same twice, whatever is asked', () => {
    const syllables = documents
      .flatMap(({ variants, text }) => [...variants, text])
      .join(' ')
      .split(' ')
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.constantFrom(...syllables), { maxLength: 200 }).map((all) => all.join(' ')),
    )
    fc.assert(
      fc.property(anything, (question) => {
        const found = retriever.search(question, 10)
        expect(retriever.search(question, 10)).toEqual(found)
        for (const { coverage, likeness } of found) {
          expect(coverage).toBeGreaterThanOrEqual(0)
          expect(coverage).toBeLessThanOrEqual(1 + 1e-9)
          expect(likeness).toBeGreaterThanOrEqual(0)
          expect(likeness).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('do not depend on the order of the documents', () => {
    const turned = createRetriever([...documents].reverse(), rules)
    for (const { variants } of documents) {
      for (const variant of variants) expect(turned.search(variant, 5)).toEqual(retriever.search(variant, 5))
    }
  })
})

describe('a corpus without variants', () => {
  const corpus = createRetriever(
    [
      { id: 'a', title: 'Article 1', variants: [], text: 'A child is a person under 16 years of age.' },
      {
        id: 'b',
        title: 'Article 51',
        variants: [],
        text: 'Everyone has to report abuse of a child to the police at once.',
      },
      { id: 'c', title: 'Article 77', variants: [], text: 'The schools teach every child. '.repeat(200) },
    ],
    plainSpelling,
  )

  it('is searched by title and text, long texts getting no advantage', () => {
    expect(corpus.search('who has to report abuse of a child', 3)[0]?.id).toBe('b')
    expect(corpus.search('child under which age', 3)[0]?.id).toBe('a')
    expect(corpus.search('article 77', 3)[0]?.id).toBe('c')
  })
})
