import { createNeighbours } from './neighbours.ts'
import { createPostingLog, type Postings } from './postings.ts'
import type { Spelling } from './spelling.ts'
import { createTermBook, type TermBook } from './term-book.ts'
import type { Syllable } from './tokens.ts'

/** Something to be found: an entry, or a document of any corpus. `variants` are ways to ask for it, if any are known. */
export interface Findable {
  readonly id: string
  readonly title: string
  readonly variants: readonly string[]
  readonly text: string
}

export const partKinds = ['title', 'variant', 'text'] as const
export type PartKind = (typeof partKinds)[number]

/** A piece of a document that is compared with the question by itself. `mass` is the weight of all its terms. */
export interface Part {
  readonly document: number
  readonly kind: PartKind
  readonly length: number
  readonly mass: number
}

/** Terms (syllables and pairs of neighbours, without marks) and where they stand. */
export interface InvertedIndex {
  readonly ids: readonly string[]
  readonly parts: readonly Part[]
  readonly averageLength: Readonly<Record<PartKind, number>>
  postings(fold: string): Postings | undefined
  has(fold: string): boolean
  /** How much a term tells: little for one that is everywhere, most for one that is nowhere. */
  weight(fold: string): number
  /** Syllables that stand somewhere and are one typing error away. */
  near(fold: string): readonly string[]
}

/** A pair counts this much of what a syllable of the same rarity counts. */
export const pairShare = 0.4

/** Indexes documents; the work of the start, a question then only looks up. */
export function createInvertedIndex(documents: readonly Findable[], spelling: Spelling): InvertedIndex {
  const pieces = documents.flatMap(({ title, variants, text }, document) => [
    { document, kind: 'title' as const, text: title },
    ...variants.map((variant) => ({ document, kind: 'variant' as const, text: variant })),
    { document, kind: 'text' as const, text },
  ])
  const book = createTermBook()
  const log = createPostingLog(book)
  const lengths = pieces.map(({ text }, part) => {
    const syllables = spelling.read(text)
    log.add(part, writingsOf(syllables, spelling, book))
    return syllables.length
  })
  const { of, eachInOrder } = log.sorted()

  const holders = new Uint32Array(book.count())
  const lastHolder = new Int32Array(book.count()).fill(-1)
  eachInOrder((term, part) => {
    const document = pieces[part]?.document ?? 0
    if (lastHolder[term] === document) return
    lastHolder[term] = document
    holders[term] = (holders[term] ?? 0) + 1
  })
  const weights = Float64Array.from(holders, (count) => rarity(documents.length, count))
  const unseen = rarity(documents.length, 0)

  const shares = new Float64Array(book.count()).fill(pairShare)
  for (const term of book.singles().values()) shares[term] = 1
  const masses = new Float64Array(pieces.length)
  eachInOrder((term, part) => {
    masses[part] = (masses[part] ?? 0) + (weights[term] ?? unseen) * (shares[term] ?? 1)
  })
  const parts = pieces.map(({ document, kind }, part) => {
    return { document, kind, length: lengths[part] ?? 0, mass: masses[part] ?? 0 }
  })
  let nearTo: ReturnType<typeof createNeighbours> | undefined
  return {
    ids: documents.map(({ id }) => id),
    parts,
    averageLength: {
      title: meanLength(parts, 'title'),
      variant: meanLength(parts, 'variant'),
      text: meanLength(parts, 'text'),
    },
    postings(fold) {
      const term = book.find(fold)
      return term === undefined ? undefined : of(term)
    },
    has: (fold) => book.find(fold) !== undefined,
    weight: (fold) => weights[book.find(fold) ?? -1] ?? unseen,
    near(fold) {
      nearTo ??= createNeighbours(book.singles().keys())
      return nearTo(fold)
    },
  }
}

/** Each syllable, the pair that it begins, and the range of an age. */
function writingsOf(syllables: readonly Syllable[], spelling: Spelling, book: TermBook): readonly number[] {
  const singles = syllables.map(book.writing)
  const writings: number[] = []
  for (const [at, here] of syllables.entries()) {
    const [single = 0, next] = [singles[at], singles[at + 1]]
    writings.push(single)
    if (next !== undefined) writings.push(book.pair(single, next))
    const range = spelling.ageRange(here, syllables[at + 1])
    if (range !== undefined) writings.push(book.writing(range))
  }
  return writings
}

function rarity(total: number, holders: number): number {
  return Math.log(1 + (total - holders + 0.5) / (holders + 0.5))
}

function meanLength(parts: readonly Part[], kind: PartKind): number {
  const lengths = parts.filter((part) => part.kind === kind).map(({ length }) => length)
  return Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length))
}
