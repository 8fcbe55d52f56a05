import { createInvertedIndex, type Findable, type InvertedIndex, type PartKind } from './inverted-index.ts'
import { agreement, readQuery, type Slot } from './query.ts'
import { createSpelling, type SpellingRules } from './spelling.ts'

/** A document that may answer. `score` compares documents of one search only. */
export interface Found {
  readonly id: string
  readonly score: number
  /** Which share of the question, by weight, the document knows: 0..1. */
  readonly coverage: number
  /** How alike the question and the nearest title or variant are, both ways: 0..1. */
  readonly likeness: number
}

/** Finds documents for a question, best first. Pure: the same question gives the same list. */
export interface Retriever {
  search(question: string, limit: number): readonly Found[]
}

/** BM25's two settings for each kind of part. */
const bm25: Readonly<Record<PartKind, { readonly k1: number; readonly b: number }>> = {
  title: { k1: 1.2, b: 0.3 },
  variant: { k1: 1.2, b: 0.5 },
  text: { k1: 1.2, b: 0.75 },
}
/** What the parts and the whole add to a document's score. Where nobody wrote variants, title and text have to tell. */
const shares = {
  asked: { title: 1, variant: 1, text: 0.3, whole: 0.9 },
  unasked: { title: 1, variant: 0, text: 1, whole: 0.3 },
} as const
type Shares = (typeof shares)[keyof typeof shares]

/** Searches over any documents; nothing in it knows about laws or children. Rules may be `plainSpelling`. */
export function createRetriever(documents: readonly Findable[], rules: SpellingRules): Retriever {
  const spelling = createSpelling(rules)
  const index = createInvertedIndex(documents, spelling)
  const damping = Float64Array.from(index.parts, ({ kind, length }) => {
    const { k1, b } = bm25[kind]
    return k1 * (1 - b + (b * length) / index.averageLength[kind])
  })
  const shareOf = documents.map(({ variants }) => (variants.length > 0 ? shares.asked : shares.unasked))
  return {
    search(question, limit) {
      const slots = readQuery(question, spelling, index)
      return rank(slots, index, damping, shareOf).slice(0, limit)
    },
  }
}

interface Sums {
  /** BM25 of each part. */
  readonly score: Float64Array
  /** Weight of the places of the question that a part, or anything in a document, knows. */
  readonly partMass: Float64Array
  readonly documentMass: Float64Array
}

function addUp(slots: readonly Slot[], index: InvertedIndex, damping: Float64Array): Sums {
  const score = new Float64Array(index.parts.length)
  const partMass = new Float64Array(index.parts.length)
  const documentMass = new Float64Array(index.ids.length)
  const fit = new Float64Array(index.parts.length)
  const gain = new Float64Array(index.parts.length)
  const documentGain = new Float64Array(index.ids.length)
  for (const { weight, terms } of slots) {
    const touched: number[] = []
    for (const term of terms) {
      for (const { part, count, forms } of index.postings(term.fold)) {
        const here = term.trust * agreement(term, forms)
        const k1 = bm25[index.parts[part]?.kind ?? 'text'].k1
        const saturated = (here * count * (k1 + 1)) / (count + at(damping, part))
        if (at(fit, part) === 0) touched.push(part)
        if (saturated > at(fit, part)) fit[part] = saturated
        if (here > at(gain, part)) gain[part] = here
      }
    }
    for (const part of touched) {
      const document = index.parts[part]?.document ?? 0
      score[part] = at(score, part) + weight * at(fit, part)
      partMass[part] = at(partMass, part) + weight * at(gain, part)
      const more = at(gain, part) - at(documentGain, document)
      if (more > 0) {
        documentMass[document] = at(documentMass, document) + weight * more
        documentGain[document] = at(gain, part)
      }
    }
    for (const part of touched) {
      fit[part] = 0
      gain[part] = 0
      documentGain[index.parts[part]?.document ?? 0] = 0
    }
  }
  return { score, partMass, documentMass }
}

function rank(
  slots: readonly Slot[],
  index: InvertedIndex,
  damping: Float64Array,
  shareOf: readonly Shares[],
): readonly Found[] {
  const asked = slots.reduce((sum, { weight }) => sum + weight, 0)
  const sums = addUp(slots, index, damping)
  const best = index.ids.map(() => ({ title: 0, variant: 0, text: 0, likeness: 0 }))
  index.parts.forEach(({ document, kind, mass }, part) => {
    const shared = at(sums.partMass, part)
    const here = best[document]
    if (here === undefined || shared === 0) return
    here[kind] = Math.max(here[kind], at(sums.score, part))
    if (kind !== 'text') here.likeness = Math.max(here.likeness, shared ** 2 / (asked * Math.max(mass, shared)))
  })
  return best
    .map(({ title, variant, text, likeness }, document) => {
      const whole = at(sums.documentMass, document)
      const share = shareOf[document] ?? shares.unasked
      const score = share.title * title + share.variant * variant + share.text * text + share.whole * whole
      const coverage = asked > 0 ? whole / asked : 0
      return { id: index.ids[document] ?? '', score, coverage, likeness }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0
}
