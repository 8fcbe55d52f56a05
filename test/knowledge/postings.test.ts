import { describe, expect, it } from 'vitest'
import { createPostingLog } from '../../src/knowledge/postings.ts'
import { syllablesOf } from '../../src/knowledge/tokens.ts'

describe('the postings of a term', () => {
  const log = createPostingLog()
  const texts = ['bố mẹ', 'bộ bố bố', 'mẹ', 'bo bộ bố']
  texts.forEach((text, part) => log.add(part, syllablesOf(text)))
  const { numbers, of, eachInOrder } = log.sorted()

  it('are the parts where it stands, how often, and in which writings', () => {
    const { parts, counts, written, writings } = of(numbers.get('bo') ?? -1)
    expect([...parts]).toEqual([0, 1, 3])
    expect([...counts]).toEqual([1, 3, 3])
    const formsOf = (text: string): ReadonlySet<string> => new Set(syllablesOf(text).map(({ form }) => form))
    const expected = ['bố', 'bộ bố', 'bo bộ bố'].map(formsOf)
    expect([...written].map((at) => new Set(writings[at]))).toEqual(expected)
  })

  it('are also there in the order of the texts', () => {
    const seen: [number, number][] = []
    eachInOrder((term, part) => seen.push([term, part]))
    const [bo, me] = [numbers.get('bo'), numbers.get('me')]
    expect(seen).toEqual([
      [bo, 0],
      [me, 0],
      [bo, 1],
      [me, 2],
      [bo, 3],
    ])
  })

  it('are all there when the log has grown many times', () => {
    const long = createPostingLog()
    for (let part = 0; part < 5_000; part++) long.add(part, syllablesOf(part % 2 === 0 ? 'trẻ em' : 'em'))
    const { numbers, of } = long.sorted()
    expect(of(numbers.get('em') ?? -1).parts).toHaveLength(5_000)
    expect([...of(numbers.get('tre') ?? -1).parts].every((part, at) => part === 2 * at)).toBe(true)
  })
})
