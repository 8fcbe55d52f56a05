import type { Found } from './retriever.ts'
import { wordsOf } from './tokens.ts'

/**
 * How sure it is that the first of a search answers the question, 0..1: a logistic curve over the share of the question that
 * it knows, its likeness to a known question, its lead over the second, and how much was said at all. Fitted on the
 * questions marked `dev` in test/knowledge/questions.tsv, and on every known question asked while it was left out of the
 * index; test/knowledge/questions.test.ts measures and prints what the numbers below come to.
 */
export function confidenceIn(found: readonly Found[], question: string): number {
  const [first, second] = found
  if (first === undefined) return 0
  const evidence =
    curve.offset +
    curve.coverage * first.coverage +
    curve.likeness * Math.sqrt(first.likeness) +
    curve.lead * (1 - (second?.score ?? 0) / first.score) +
    curve.length * Math.min(1, wordsOf(question).length / enoughWords)
  return 1 / (1 + Math.exp(-evidence))
}

/** More words than this say no more about what is meant. */
const enoughWords = 10
const curve = { offset: -11.5, coverage: 6.1, likeness: 4.1, lead: 4.4, length: 6.2 } as const

/**
 * From where on an answer is given, and from where on a question counts as understood in part. Other languages than that of
 * the law have fewer entries and known questions: with one question in four left out of the index, 0.85 kept wrong answers
 * at 1.3 % in English, 0.7 at 5 %.
 */
export const thresholds = { answered: 0.7, answeredElsewhere: 0.85, unsure: 0.25 } as const
