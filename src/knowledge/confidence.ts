import type { Found } from './retriever.ts'

/**
 * How sure it is that the first of a search answers the question, 0..1: a logistic curve over the share of the question that
 * it knows, its likeness to a known question, its lead over the second, and how much was said at all (its score). Fitted on
 * the questions marked `dev` in test/knowledge/questions.tsv; test/knowledge/answerer.test.ts measures and prints what the
 * numbers below come to.
 */
export function confidenceIn(found: readonly Found[]): number {
  const [first, second] = found
  if (first === undefined) return 0
  const lead = 1 - (second?.score ?? 0) / first.score
  const evidence =
    curve.offset +
    curve.coverage * first.coverage +
    curve.likeness * Math.sqrt(first.likeness) +
    curve.lead * lead +
    curve.score * Math.log1p(first.score)
  return 1 / (1 + Math.exp(-evidence))
}

const curve = { offset: -14.6, coverage: 6, likeness: 8.2, lead: 1.7, score: 2.9 } as const

/** From where on an answer is given, and from where on a question counts as understood in part. */
export const thresholds = { answered: 0.75, unsure: 0.2 } as const
