import { createInvertedIndex, type Findable } from './inverted-index.ts'
import { readQuery } from './query.ts'
import { createSpelling, type SpellingRules } from './spelling.ts'
import { createAddUp } from './sums.ts'

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

/** What the parts and the whole add to a document's score. Where nobody wrote variants, title and text have to tell. */
const shares = {
  asked: { title: 1, variant: 1, text: 0.3, whole: 0.9 },
  unasked: { title: 1, variant: 0, text: 1, whole: 0.3 },
} as const

/** Searches over any documents; nothing in it knows about laws or children. Rules may be `plainSpelling`. */
export function createRetriever(documents: readonly Findable[], rules: SpellingRules): Retriever {
  const spelling = createSpelling(rules)
  const index = createInvertedIndex(documents, spelling)
  const shareOf = documents.map(({ variants }) => (variants.length > 0 ? shares.asked : shares.unasked))
  const addUp = createAddUp(index, (document, title, variant, text, whole) => {
    const share = shareOf[document] ?? shares.unasked
    return share.title * title + share.variant * variant + share.text * text + share.whole * whole
  })

  return {
    search(question, limit) {
      const slots = readQuery(question, spelling, index)
      const asked = slots.reduce((sum, { weight }) => sum + weight, 0)
      return addUp(slots, asked, limit).map(({ document, score, whole, likeness }) => {
        return { id: index.ids[document] ?? '', score, coverage: asked > 0 ? whole / asked : 0, likeness }
      })
    },
  }
}
