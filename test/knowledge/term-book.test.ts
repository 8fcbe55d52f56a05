import { describe, expect, it } from 'vitest'
import { createTermBook } from '../../src/knowledge/term-book.ts'
import { pairOf, syllablesOf, type Syllable } from '../../src/knowledge/tokens.ts'

const read = (text: string): readonly [Syllable, Syllable] => syllablesOf(text) as unknown as [Syllable, Syllable]

describe('a book of terms', () => {
  it('gives two spellings of a syllable one number, and two syllables alike without marks one term', () => {
    const { writing, termOf, count } = createTermBook()
    const [one, other, bare] = syllablesOf('hòa hoà hoa').map(writing)
    expect(other).toBe(one)
    expect(bare).not.toBe(one)
    expect(termOf(bare ?? -1)).toBe(termOf(one ?? -2))
    expect(count()).toBe(1)
  })

  it('numbers pairs as terms too, and finds them by what they are without marks', () => {
    const { writing, pair, termOf, formOf, find, count, singles } = createTermBook()
    const [first, second] = read('trẻ em')
    const both = pair(writing(first), writing(second))
    expect(pair(writing(first), writing(second))).toBe(both)
    expect(formOf(both)).toBe(pairOf(first, second).form)
    const [bareFirst, bareSecond] = read('tre em')
    const bare = pair(writing(bareFirst), writing(bareSecond))
    expect(bare).not.toBe(both)
    expect(termOf(bare)).toBe(termOf(both))
    expect(find('tre em')).toBe(termOf(both))
    expect(['em tre', 'tre tre', 'em me', 'me'].map(find)).toEqual([undefined, undefined, undefined, undefined])
    expect([[...singles()], count()]).toEqual([
      [
        ['tre', 0],
        ['em', 1],
      ],
      3,
    ])
  })
})
