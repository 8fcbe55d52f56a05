import { createNumberList } from './number-list.ts'
import { createPairMap } from './pair-map.ts'
import type { Syllable } from './tokens.ts'

/**
 * Numbers what texts are made of. A term is a syllable or a pair of neighbours without marks; a writing is one way, with
 * marks, that a term is written. Terms are numbered in the order in which they were first seen, and so are writings.
 */
export interface TermBook {
  /** The number of the writing that a syllable is. */
  writing(syllable: Syllable): number
  /** The number of the writing that two neighbours are as one term. */
  pair(first: number, second: number): number
  /** The term that is written so. */
  termOf(writing: number): number
  /** The writing with its marks, as `pairOf` puts pairs together. */
  formOf(writing: number): string
  /** The number of a term; undefined when it was never seen. */
  find(fold: string): number | undefined
  /** How many terms there are. */
  count(): number
  /** The terms that are single syllables. */
  singles(): ReadonlyMap<string, number>
}

/** An empty book. A syllable is found again quickest when it is the same object. */
export function createTermBook(): TermBook {
  let count = 0
  const singles = new Map<string, number>()
  const bySyllable = new Map<Syllable, number>()
  const byForm = new Map<string, number>()
  const pairTerms = createPairMap()
  const pairWritings = createPairMap()
  const terms = createNumberList()
  /** What a writing is made of: two others, or twice itself for a single syllable. */
  const [firsts, seconds] = [createNumberList(), createNumberList()]
  const forms = new Map<number, string>()

  function add(term: number, first: number, second: number): number {
    firsts.push(first)
    seconds.push(second)
    return terms.push(term)
  }

  function singleTerm(fold: string): number {
    const known = singles.get(fold)
    if (known !== undefined) return known
    singles.set(fold, count)
    return count++
  }

  function pairTerm(first: number, second: number): number {
    const known = pairTerms.get(first, second)
    if (known >= 0) return known
    pairTerms.add(first, second, count)
    return count++
  }

  function formOf(writing: number): string {
    return forms.get(writing) ?? `${formOf(firsts.at(writing))} ${formOf(seconds.at(writing))}`
  }

  return {
    writing(syllable) {
      const known = bySyllable.get(syllable)
      if (known !== undefined) return known
      const words = `${syllable.fold} ${syllable.form}`
      let writing = byForm.get(words)
      if (writing === undefined) {
        writing = terms.length()
        add(singleTerm(syllable.fold), writing, writing)
        forms.set(writing, syllable.form)
        byForm.set(words, writing)
      }
      bySyllable.set(syllable, writing)
      return writing
    },
    pair(first, second) {
      const known = pairWritings.get(first, second)
      if (known >= 0) return known
      const writing = add(pairTerm(terms.at(first), terms.at(second)), first, second)
      pairWritings.add(first, second, writing)
      return writing
    },
    termOf: terms.at,
    formOf,
    find(fold) {
      const cut = fold.indexOf(' ')
      if (cut < 0) return singles.get(fold)
      const [first, second] = [singles.get(fold.slice(0, cut)), singles.get(fold.slice(cut + 1))]
      if (first === undefined || second === undefined) return undefined
      const term = pairTerms.get(first, second)
      return term < 0 ? undefined : term
    },
    count: () => count,
    singles: () => singles,
  }
}
