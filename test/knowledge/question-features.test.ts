import { describe, expect, it } from 'vitest'
import { questionBits, questionFeatures } from '../../src/knowledge/question-features.ts'
import { createSpelling, plainSpelling } from '../../src/knowledge/spelling.ts'

const spelling = createSpelling({ ...plainSpelling, short: { ko: 'không' }, phrases: { 'trẻ em': ['con nít'] } })
const features = (question: string) => questionFeatures(question, spelling)
const bucketsOf = (question: string): ReadonlySet<number> => new Set(features(question).keys())

describe('the features of a question', () => {
  it('are words with and without marks, pairs, pairs over one word, and runs of four letters', () => {
    // 3 + 2 marked, 2 + 1, and the runs of "co the hoi".
    expect(bucketsOf('có thể hoi').size).toBe(5 + 3 + 7)
  })

  it('hold all that the same question has without marks', () => {
    const marked = bucketsOf('bố mẹ đánh')
    const bare = [...bucketsOf('bo me danh')]
    expect(bare.filter((bucket) => !marked.has(bucket))).toEqual([])
    expect(marked.size).toBe(bare.length + 3)
  })

  it.each([
    ['decomposed', 'trẻ em có không'.normalize('NFD')],
    ['in capitals and with signs', 'TRẺ EM, có không?!'],
    ['with a short form', 'trẻ em có ko'],
    ['in other words for the same', 'con nít có không'],
  ])('are the same when it is written %s', (_how, question) => {
    expect(features(question)).toEqual(features('trẻ em có không'))
  })

  it('are none where nothing is asked, and lie within their buckets', () => {
    expect(features('').size).toBe(0)
    expect(features('?!').size).toBe(0)
    expect(Math.max(...bucketsOf('một câu hỏi rất dài '.repeat(50)))).toBeLessThan(2 ** questionBits)
  })
})
