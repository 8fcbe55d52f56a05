import { pairOf, syllablesOf } from './tokens.ts'

/** How often each pair of neighbouring syllables stands in a text. */
export interface Pairs {
  readonly counts: ReadonlyMap<string, number>
  /** Of the counts as a vector. */
  readonly length: number
}

/** Counts the pairs of a text. */
export function pairsOf(text: string): Pairs {
  const counts = new Map<string, number>()
  const syllables = syllablesOf(text)
  for (const [index, second] of syllables.entries()) {
    const first = syllables[index - 1]
    if (first === undefined) continue
    const { form } = pairOf(first, second)
    counts.set(form, (counts.get(form) ?? 0) + 1)
  }
  return { counts, length: lengthOf(counts) }
}

/** The cosine of two texts by their pairs: 1 for the same words in the same order, 0 when they share none. */
export function likenessOf(a: Pairs, b: Pairs): number {
  const [small, large] = a.counts.size <= b.counts.size ? [a.counts, b.counts] : [b.counts, a.counts]
  let shared = 0
  for (const [pair, count] of small) shared += count * (large.get(pair) ?? 0)
  return shared === 0 ? 0 : shared / (a.length * b.length)
}

/**
 * Takes text after text and answers how alike each is to those before, by their places; what shares no pair is left out.
 * Only texts that share a pair are looked at: for many texts that is far quicker than each with each.
 */
export function createLikenesses(): (pairs: Pairs) => ReadonlyMap<number, number> {
  const lengths: number[] = []
  const holders = new Map<string, { readonly at: number; readonly count: number }[]>()
  return ({ counts, length }) => {
    const shared = new Map<number, number>()
    for (const [pair, count] of counts) {
      const others = holders.get(pair) ?? []
      for (const other of others) shared.set(other.at, (shared.get(other.at) ?? 0) + count * other.count)
      others.push({ at: lengths.length, count })
      holders.set(pair, others)
    }
    lengths.push(length)
    return new Map([...shared].map(([at, sum]) => [at, sum / (length * (lengths[at] ?? 1))]))
  }
}

function lengthOf(counts: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const count of counts.values()) sum += count * count
  return Math.sqrt(sum)
}
