import type { Assess, Danger, HarmKind, Triage } from '../core/triage.ts'
import { leavesMarks, type Rules } from './assess.ts'
import { likelihoods, type LinearModel } from '../learning/linear-model.ts'
import { evidenceFor, levelShares, mostAlike, type FindAlike, type LevelOf } from './evidence.ts'
import type { Lexicon } from './lexicon.ts'
import { prepareText } from './match.ts'
import { messageFeatures } from './message-features.ts'
import type { Told } from './told.ts'

/** What was learnt about danger. */
export interface DangerModel {
  /** Level by words. */
  readonly words: LinearModel
  /** Kind of harm by words. */
  readonly kinds: LinearModel
  /** Level by evidence. */
  readonly scales: LinearModel
  /** From which share on for emergency and urgent together a message is one of them. */
  readonly danger: number
  /** From which share of that on it is an emergency. */
  readonly emergency: number
}

export interface WeighDeps {
  /** The rules alone. */
  readonly rules: Rules
  readonly lexicon: Lexicon
  readonly model: DangerModel
  readonly told: readonly Told[]
  readonly findAlike: FindAlike
}

/** What the model adds to the names of the rules that fired. */
export const modelReason = 'model'
/** A kind is named when it is at least this likely, the first and the second. */
const likelyEnough = [0.4, 0.3] as const

/**
 * Looks at a text for danger with the rules and the trained model together: the model learnt how far each of its sources
 * can be trusted. A text without letters is left to the rules: the digits of a receipt tell of nothing. Pure; no message is
 * kept.
 */
export function createWeigh(deps: WeighDeps): Assess {
  const { rules, lexicon, model, told, findAlike } = deps
  const levelOf: LevelOf = (id) => told[Number(id)]?.level
  return (text) => {
    const prepared = prepareText(text, lexicon)
    const { triage: ruled, isOver } = rules(prepared)
    if (!/\p{L}/u.test(text)) return ruled
    const features = messageFeatures(text, prepared, lexicon)
    const alike = findAlike(text, mostAlike)
    const evidence = evidenceFor(levelShares(model.words, features), alike, levelOf, ruled.level)
    const shares = levelShares(model.scales, evidence)
    const found = levelBy(shares, model)
    if (found === 'none') return { level: found, kinds: ['none'], because: [] }
    const kinds = kindsBy(likelihoods(model.kinds, features), model.kinds, ruled)
    const level = isOver && !kinds.some(leavesMarks) ? 'normal' : found
    return { level, kinds, because: ruled.level === level ? ruled.because : [modelReason, ...ruled.because] }
  }
}

/** The level that shares in the order of `dangers` come to. */
export function levelBy(
  [emergency = 0, urgent = 0, normal = 0, none = 0]: readonly number[],
  { danger, emergency: least }: Pick<DangerModel, 'danger' | 'emergency'>,
): Danger {
  const both = emergency + urgent
  if (both >= danger) return emergency / both >= least ? 'emergency' : 'urgent'
  return normal > none ? 'normal' : 'none'
}

/** The likely kinds, and those that the rules name. */
function kindsBy(shares: readonly number[], { classes }: LinearModel, ruled: Triage): readonly HarmKind[] {
  const likely = classes
    .map((name, at) => ({ kind: name as HarmKind, share: shares[at] ?? 0 }))
    .sort((a, b) => b.share - a.share)
  const found = likely.filter(({ share }, at) => share >= (likelyEnough[at] ?? 1)).map(({ kind }) => kind)
  const kinds = new Set([...found, ...ruled.kinds].filter((kind) => kind !== 'none' && kind !== 'other'))
  return kinds.size > 0 ? [...kinds] : ['other']
}
