import { describe, expect, it } from 'vitest'
import { createPostingLog } from '../../src/knowledge/postings.ts'
import { createTermBook } from '../../src/knowledge/term-book.ts'
import { syllablesOf } from '../../src/knowledge/tokens.ts'

describe('the postings of a term', () => {
  const book = createTermBook()
  const { find, writing } = book
  const log = createPostingLog(book)
  const texts = ['bố mẹ', 'bộ bố bố', 'mẹ', 'bo bộ bố']
  texts.forEach((text, part) => log.add(part, syllablesOf(text).map(writing)))
  const { of, eachInOrder } = log.sorted()

  it('are the parts where it stands, how often, and in which writings', () => {
    const { parts, counts, written, writings } = of(find('bo') ?? -1)
    expect([...parts]).toEqual([0, 1, 3])
    expect([...counts]).toEqual([1, 3, 3])
    const formsOf = (text: string): ReadonlySet<string> => new Set(syllablesOf(text).map(({ form }) => form))
    const expected = ['bố', 'bộ bố', 'bo bộ bố'].map(formsOf)
    expect([...written].map((at) => new Set(writings[at]))).toEqual(expected)
  })

  it('are also there in the order of the texts', () => {
    const seen: [number, number][] = []
    eachInOrder((term, part) => seen.push([term, part]))
    const [bo, me] = [find('bo'), find('me')]
    expect(seen).toEqual([
      [bo, 0],
      [me, 0],
      [bo, 1],
      [me, 2],
      [bo, 3],
    ])
  })

  it('are all there when the log has grown many times', () => {
    const long = createPostingLog(book)
    for (let part = 0; part < 5_000; part++) long.add(part, syllablesOf(part % 2 === 0 ? 'trẻ em' : 'em').map(writing))
    const { of } = long.sorted()
    expect(of(find('em') ?? -1).parts).toHaveLength(5_000)
    expect([...of(find('tre') ?? -1).parts].every((part, at) => part === 2 * at)).toBe(true)
  })
})
