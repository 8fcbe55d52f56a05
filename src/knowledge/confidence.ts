import type { Found } from './retriever.ts'
import { wordsOf } from './tokens.ts'

/**
 * How sure it is that the first of a search answers the question, 0..1: the better of two logistic curves. The first looks at
 * the share of the question that is known, its likeness to a known question, its lead over the second and how much was said;
 * fitted on the lines marked `dev` in test/knowledge/questions.tsv and on every known question asked while it was left out
 * of the index. The second is for long messages that tell a story around what they ask: their share is low however much they
 * match; fitted, wrong answers counting double, on the messages of more than 12 words in those lines and in
 * test/knowledge/everyday.tsv. test/knowledge/questions.test.ts measures and prints what the numbers come to.
 */
export function confidenceIn(found: readonly Found[], question: string): number {
  const [first, second] = found
  if (first === undefined) return 0
  const words = wordsOf(question).length
  const likeness = Math.sqrt(first.likeness)
  const lead = 1 - (second?.score ?? 0) / first.score
  const brief =
    curve.offset +
    curve.coverage * first.coverage +
    curve.likeness * likeness +
    curve.lead * lead +
    curve.length * Math.min(1, words / enoughWords)
  if (words <= mostBrief) return logistic(brief)
  const told =
    story.offset +
    story.coverage * first.coverage +
    story.likeness * likeness +
    story.lead * lead +
    story.match * Math.log1p(first.score)
  return Math.max(logistic(brief), logistic(told))
}

function logistic(evidence: number): number {
  return 1 / (1 + Math.exp(-evidence))
}

/** More words than this say no more about what is meant. */
const enoughWords = 10
const curve = { offset: -11.5, coverage: 6.1, likeness: 4.1, lead: 4.4, length: 6.2 } as const
/** A message of more words than this may tell a story. */
const mostBrief = 12
const story = { offset: -20.85, coverage: 4.68, likeness: 0.17, lead: 4.78, match: 5.23 } as const

/**
 * From where on an answer is given, and from where on a question counts as understood in part. Other languages than that of
 * the law have fewer entries and known questions: with one question in four left out of the index, 0.85 kept wrong answers
 * at 1.3 % in English, 0.7 at 5 %.
 */
export const thresholds = { answered: 0.7, answeredElsewhere: 0.85, unsure: 0.25 } as const
