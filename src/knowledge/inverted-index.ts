import type { Spelling } from './spelling.ts'
import { pairOf, type Syllable } from './tokens.ts'

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

/** Where a term stands. `forms` are the ways it is written there, with marks. */
export interface Posting {
  readonly part: number
  readonly count: number
  readonly forms: readonly string[]
}

/** Terms (syllables and pairs of neighbours, without marks) and where they stand. */
export interface InvertedIndex {
  readonly ids: readonly string[]
  readonly parts: readonly Part[]
  readonly averageLength: Readonly<Record<PartKind, number>>
  postings(fold: string): readonly Posting[]
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
  const byTerm = new Map<string, { part: number; count: number; forms: string[] }[]>()
  const contents = pieces.map((piece, part) => {
    const syllables = spelling.read(piece.text)
    for (const { fold, form } of termsOf(syllables, spelling)) {
      const postings = byTerm.get(fold) ?? []
      const last = postings.at(-1)
      if (last?.part !== part) postings.push({ part, count: 1, forms: [form] })
      else {
        last.count += 1
        if (!last.forms.includes(form)) last.forms.push(form)
      }
      byTerm.set(fold, postings)
    }
    return syllables
  })

  const weights = new Map<string, number>()
  for (const [fold, postings] of byTerm) {
    const holders = new Set(postings.map(({ part }) => pieces[part]?.document)).size
    weights.set(fold, rarity(documents.length, holders))
  }
  const unseen = rarity(documents.length, 0)
  const weight = (fold: string): number => weights.get(fold) ?? unseen

  const parts = pieces.map(({ document, kind }, part) => {
    const syllables = contents[part] ?? []
    const folds = new Set(termsOf(syllables, spelling).map(({ fold }) => fold))
    const mass = [...folds].reduce((sum, fold) => sum + weight(fold) * (fold.includes(' ') ? pairShare : 1), 0)
    return { document, kind, length: syllables.length, mass }
  })
  const neighbours = createNeighbours([...byTerm.keys()].filter((fold) => !fold.includes(' ')))
  const none: readonly Posting[] = []
  return {
    ids: documents.map(({ id }) => id),
    parts,
    averageLength: {
      title: meanLength(parts, 'title'),
      variant: meanLength(parts, 'variant'),
      text: meanLength(parts, 'text'),
    },
    postings: (fold) => byTerm.get(fold) ?? none,
    has: (fold) => byTerm.has(fold),
    weight,
    near: neighbours,
  }
}

function termsOf(syllables: readonly Syllable[], spelling: Spelling): readonly Syllable[] {
  return syllables.flatMap((here, at) => {
    const next = syllables[at + 1]
    const range = spelling.ageRange(here, next)
    return [here, ...(next === undefined ? [] : [pairOf(here, next)]), ...(range === undefined ? [] : [range])]
  })
}

function rarity(total: number, holders: number): number {
  return Math.log(1 + (total - holders + 0.5) / (holders + 0.5))
}

function meanLength(parts: readonly Part[], kind: PartKind): number {
  const lengths = parts.filter((part) => part.kind === kind).map(({ length }) => length)
  return Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length))
}

/** Words one insertion, deletion, replacement or swap away: both with one letter left out give a common rest. */
function createNeighbours(words: readonly string[]): (word: string) => readonly string[] {
  const byRest = new Map<string, string[]>()
  for (const word of words) for (const rest of restsOf(word)) byRest.set(rest, [...(byRest.get(rest) ?? []), word])
  return (word) => {
    const found = new Set(restsOf(word).flatMap((rest) => byRest.get(rest) ?? []))
    return [...found].filter((other) => other !== word && other[0] === word[0])
  }
}

function restsOf(word: string): readonly string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))]
}
