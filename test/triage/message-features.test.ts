import { describe, expect, test } from 'vitest'
import { loadLexicon } from '../../src/triage/lexicon.ts'
import { prepareText } from '../../src/triage/match.ts'
import { messageBits, messageFeatures } from '../../src/triage/message-features.ts'

const lexicon = loadLexicon('knowledge/lexicon.yaml')
const featuresOf = (text: string) => messageFeatures(text, prepareText(text, lexicon), lexicon)
const bucketsOf = (text: string): ReadonlySet<number> => new Set(featuresOf(text).keys())
/** How many buckets of a text another one has too. */
const shared = (text: string, other: string): number => {
  const buckets = bucketsOf(other)
  return [...bucketsOf(text)].filter((bucket) => buckets.has(bucket)).length
}

describe('the features of a message', () => {
  test('are the same however the keyboard writes its marks, its capitals and its short forms', () => {
    const plain = featuresOf('em không muốn sống nữa')
    expect(featuresOf('em không muốn sống nữa'.normalize('NFD'))).toEqual(plain)
    expect(featuresOf('EM KHÔNG MUỐN SỐNG NỮA')).toEqual(plain)
    expect(featuresOf('em ko muốn sống nữa')).toEqual(plain)
  })

  test('hold words without their marks beside those with them', () => {
    expect(shared('bo danh', 'bố đánh')).toBe(bucketsOf('bo danh').size)
    expect(bucketsOf('bố đánh').size).toBeGreaterThanOrEqual(bucketsOf('bo danh').size + 2)
  })

  test('hold the order of words, and the first and the last', () => {
    expect(bucketsOf('chú cho con')).not.toEqual(bucketsOf('con cho chú'))
    expect(shared('cứu', 'cứu em')).toBeLessThan(bucketsOf('cứu').size)
  })

  test('hold the senses of the lexicon, so that a word counts like its likes', () => {
    expect(shared('đánh', 'đập')).toBeGreaterThan(shared('đánh', 'xqz'))
    expect(shared('bố đánh em', 'bố đập em')).toBeGreaterThan(shared('bố đánh em', 'bố xqz em'))
  })

  test('pair senses that stand up to seven words apart, and no further', () => {
    // The words between say nothing: what is there more is the pair of "bố" and "đánh".
    const apart = (words: number) => bucketsOf(`bố ${'xqz '.repeat(words)}đánh`).size
    const longer = (words: number) => apart(words + 1) - apart(words)
    expect([longer(4), longer(5)]).toEqual([0, 0])
    expect(apart(6) - apart(7)).toBeGreaterThan(0)
  })

  test('pair a frame with a sense however far apart they stand', () => {
    const far = 'xqz '.repeat(9)
    const pairs = (first: string) => {
      const alone = new Set([...bucketsOf(`${first} ${far}uvw`), ...bucketsOf(`abc ${far}đánh`)])
      return [...bucketsOf(`${first} ${far}đánh`)].filter((bucket) => !alone.has(bucket)).length
    }
    expect([pairs('bố'), pairs('haha')]).toEqual([0, 1])
  })

  test('hold whether it asks', () => {
    expect(bucketsOf('em đi học?')).not.toEqual(bucketsOf('em đi học'))
  })

  test('are few for no words at all, and within the buckets for many', () => {
    expect(bucketsOf('').size).toBe(3)
    const buckets = bucketsOf('bố mẹ em bị đánh nhốt không muốn chết '.repeat(100))
    expect(Math.max(...buckets)).toBeLessThan(2 ** messageBits)
  })
})
