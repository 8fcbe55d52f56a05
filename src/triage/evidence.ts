import { likelihoods, type LinearModel } from '../learning/linear-model.ts'
import type { Features } from '../learning/features.ts'
import { dangers, type Danger } from '../core/triage.ts'

/** A known message that is like the one looked at; the search that finds them is handed in. */
export interface Alike {
  readonly id: string
  readonly score: number
  /** Which share of the message it knows, 0..1. */
  readonly coverage: number
}
/** Finds known messages like a text, most alike first. Ids are places in the list of known messages. */
export type FindAlike = (text: string, limit: number) => readonly Alike[]
/** The level of a known message. */
export type LevelOf = (id: string) => Danger | undefined

/**
 * What speaks for each level, as buckets of a small model: the trained model's word, what was known of the most alike
 * messages, the level that the rules found, and how much of the message the most alike one knows.
 */
export function evidenceFor(
  words: readonly number[],
  alike: readonly Alike[],
  levelOf: LevelOf,
  ruled: Danger,
): Features {
  const soft = (share: number): number => Math.log(share + leastShare) / scale
  return new Map([
    ...words.map((share, at) => [at, soft(share)] as const),
    ...alikeShares(alike, levelOf).map((share, at) => [dangers.length + at, soft(share)] as const),
    [2 * dangers.length + dangers.indexOf(ruled), 1] as const,
    [3 * dangers.length, alike[0]?.coverage ?? 0] as const,
  ])
}

/** Buckets of the model that weighs the evidence. */
export const evidenceBits = 4

/** How likely each level is by the words of a message, in the order of `dangers`. */
export function levelShares(model: LinearModel, features: Features): readonly number[] {
  const found = likelihoods(model, features)
  return dangers.map((level) => found[model.classes.indexOf(level)] ?? 0)
}

/** How much of what is alike is of each level, in the order of `dangers`; adds up to less than 1 where little is alike. */
function alikeShares(alike: readonly Alike[], levelOf: LevelOf): readonly number[] {
  const top = alike[0]?.score ?? 1
  const weights = alike.map(({ id, score, coverage }) => ({
    level: levelOf(id),
    weight: (score / top) ** sharpness * coverage,
  }))
  const total = weights.reduce((sum, { weight }) => sum + weight, unlike)
  return dangers.map(
    (danger) => weights.filter(({ level }) => level === danger).reduce((sum, { weight }) => sum + weight, 0) / total,
  )
}

/** So many known messages are looked at. */
export const mostAlike = 20
const leastShare = 0.02
const scale = 3
const sharpness = 3
const unlike = 0.3
