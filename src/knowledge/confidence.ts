import { z } from 'zod'
import type { Ranking } from './ranker.ts'
import { wordsOf } from './tokens.ts'

/**
 * A logistic curve over what a search came to, fitted on questions whose right answer is known (src/knowledge/calibrate.ts),
 * and from which confidence on an answer is given. A weight for each piece of `evidenceIn`.
 */
export const curveShape = z.strictObject({
  offset: z.number(),
  weights: z.array(z.number()).length(5),
  answered: z.number().min(0).max(1),
})
export type Curve = z.infer<typeof curveShape>

/**
 * How sure it is that the first of a search answers the question, 0..1. With a curve by what word search and judge hold of
 * it; without one (a language that has no judge) by the word search alone.
 */
export function confidenceIn(ranking: Ranking, question: string, curve: Curve | undefined): number {
  if (curve === undefined) return searchConfidence(ranking, question)
  const evidence = evidenceIn(ranking, question)
  if (evidence === undefined) return 0
  return logistic(evidence.reduce((sum, value, at) => sum + value * (curve.weights[at] ?? 0), curve.offset))
}

/**
 * What speaks for the first of a search: how much the judge believes in it and in no entry at all, its lead over the second
 * by the word search (below nought where the judge alone put it first), how much was said, and how much of that it knows.
 * Undefined when nothing was found.
 */
export function evidenceIn({ found, outside }: Ranking, question: string): readonly number[] | undefined {
  const [first, second] = found
  if (first === undefined) return undefined
  return [
    Math.log((first.belief ?? 0) + leastBelief),
    Math.log(outside + leastBelief),
    1 - (second?.score ?? 0) / first.score,
    Math.min(1, wordsOf(question).length / enoughWords),
    Math.log1p(first.score),
  ]
}

/** The better of two logistic curves: one for questions, one for stories, whose known share is low however much matches. */
function searchConfidence({ found }: Ranking, question: string): number {
  const [first, second] = found
  if (first === undefined) return 0
  const words = wordsOf(question).length
  const likeness = Math.sqrt(first.likeness)
  const lead = 1 - (second?.score ?? 0) / first.score
  const said =
    brief.offset +
    brief.coverage * first.coverage +
    brief.likeness * likeness +
    brief.lead * lead +
    brief.length * Math.min(1, words / enoughWords)
  if (words <= mostBrief) return logistic(said)
  const told =
    story.offset +
    story.coverage * first.coverage +
    story.likeness * likeness +
    story.lead * lead +
    story.match * Math.log1p(first.score)
  return Math.max(logistic(said), logistic(told))
}

/** The logistic function: evidence to a share of 1. */
export function logistic(evidence: number): number {
  return 1 / (1 + Math.exp(-evidence))
}

/** More words than this say no more about what is meant. */
const enoughWords = 10
const leastBelief = 1e-3
const brief = { offset: -11.5, coverage: 6.1, likeness: 4.1, lead: 4.4, length: 6.2 } as const
/** A message of more words than this may tell a story. */
const mostBrief = 12
const story = { offset: -20.85, coverage: 4.68, likeness: 0.17, lead: 4.78, match: 5.23 } as const

/**
 * Where there is no curve, from where on an answer is given: with one question in four left out of the index, this kept
 * wrong answers at 1.3 % in English. From where on a question that names a subject of another field is answered all the same.
 * And from where on a question counts as understood in part.
 */
export const thresholds = { answeredBySearch: 0.85, answeredOutside: 0.95, unsure: 0.2 } as const
