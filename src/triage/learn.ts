import { dangers, harmKinds, type Assess, type Danger } from '../core/triage.ts'
import type { Features } from '../learning/features.ts'
import type { LinearModel } from '../learning/linear-model.ts'
import { trainLinear, type Sample } from '../learning/train.ts'
import { evidenceBits, evidenceFor, levelShares, mostAlike, type FindAlike } from './evidence.ts'
import type { Lexicon } from './lexicon.ts'
import { prepareText } from './match.ts'
import { messageBits, messageFeatures } from './message-features.ts'
import type { Told } from './told.ts'
import { levelBy, type DangerModel } from './weigh.ts'

export interface LearnDeps {
  readonly rules: Assess
  readonly lexicon: Lexicon
  readonly told: readonly Told[]
  readonly findAlike: FindAlike
}

/** What two thresholds come to on messages that the model was not trained on; shares 0..1. */
export interface DangerMeasure {
  readonly danger: number
  readonly emergency: number
  /** Emergencies found as emergency or urgent, and as emergency. */
  readonly emergencyFound: number
  readonly emergencyExact: number
  /** Urgent messages found as urgent or emergency. */
  readonly urgentFound: number
  /** Messages of no danger raised to urgent or emergency. */
  readonly noneRaised: number
  /** Questions of law raised to emergency. */
  readonly normalRaised: number
}

/** What was learnt, and what each threshold comes to. */
export interface Lesson {
  readonly model: DangerModel
  readonly table: readonly DangerMeasure[]
}

/**
 * Learns from known messages. The weight of each source of evidence is learnt only from messages that the rules were not
 * written with, and from what models say that did not see them: five parts, each judged by a model of the other four. The
 * same messages give the same model. Takes some seconds for each thousand messages.
 */
export function learnDanger({ rules, lexicon, told, findAlike }: LearnDeps): Lesson {
  const features = told.map(({ text }) => messageFeatures(text, prepareText(text, lexicon), lexicon))
  const samples = told.map(({ level }, at): Sample => ({ features: features[at] ?? nothing, label: level }))
  const foldModels = Array.from({ length: folds }, (_, fold) =>
    trainWords(samples.filter((_, at) => at % folds !== fold)),
  )
  const evidence = told.map(({ text }, at) => {
    const model = foldModels[at % folds]
    const others = findAlike(text, mostAlike + 1).filter(({ id }) => Number(id) !== at)
    const shares = model === undefined ? [] : levelShares(model, features[at] ?? nothing)
    return evidenceFor(shares, others.slice(0, mostAlike), (id) => told[Number(id)]?.level, rules(text).level)
  })
  const weighed = told.flatMap(({ level, part }, at) =>
    part !== 'model' ? [] : [{ level, fold: at % folds, sample: { features: evidence[at] ?? nothing, label: level } }],
  )
  const foldScales = Array.from({ length: folds }, (_, fold) =>
    trainScales(weighed.filter((each) => each.fold !== fold).map(({ sample }) => sample)),
  )
  const judged = weighed.map(({ level, fold, sample }) => {
    const scales = foldScales[fold]
    return { level, shares: scales === undefined ? [] : levelShares(scales, sample.features) }
  })
  const table = thresholds.map((danger) => measure(judged, danger))
  const chosen = [...table].sort((a, b) => shortfall(a) - shortfall(b))[0]
  return {
    table,
    model: {
      words: trainWords(samples),
      kinds: trainKinds(told, features),
      scales: trainScales(weighed.map(({ sample }) => sample)),
      danger: chosen?.danger ?? 0,
      emergency: emergencyShare,
    },
  }
}

/** What is aimed at: how many emergencies and urgent messages may be missed, and how many harmless ones raised. A miss weighs most. */
const aims = { emergencyMissed: 0.0125, urgentMissed: 0.05, noneRaised: 0.01 } as const

/** How far the worst of the aims is missed: 1 is just met. */
function shortfall({ emergencyFound, urgentFound, noneRaised }: DangerMeasure): number {
  return Math.max(
    (1 - emergencyFound) / aims.emergencyMissed,
    (1 - urgentFound) / aims.urgentMissed,
    noneRaised / aims.noneRaised,
  )
}

const nothing: Features = new Map()
const folds = 5
const thresholds = Array.from({ length: 17 }, (_, at) => Math.round((at + 2) * 5) / 100)
const emergencyShare = 0.4

function trainWords(samples: readonly Sample[]): LinearModel {
  return trainLinear(samples, { classes: dangers, bits: messageBits, rounds: 8, rate: 0.3, least: 0.1 })
}

function trainKinds(told: readonly Told[], features: readonly Features[]): LinearModel {
  const samples = told.flatMap(({ kinds: [kind = 'none'] }, at): readonly Sample[] =>
    kind === 'none' ? [] : [{ features: features[at] ?? nothing, label: kind }],
  )
  const classes = harmKinds.filter((kind) => kind !== 'none')
  return trainLinear(samples, { classes, bits: messageBits, rounds: 6, rate: 0.3, least: 0.3 })
}

function trainScales(samples: readonly Sample[]): LinearModel {
  return trainLinear(samples, { classes: dangers, bits: evidenceBits, rounds: 30, rate: 0.1, least: 0 })
}

function measure(
  judged: readonly { readonly level: Danger; readonly shares: readonly number[] }[],
  danger: number,
): DangerMeasure {
  const found = judged.map(({ level, shares }) => ({
    level,
    as: levelBy(shares, { danger, emergency: emergencyShare }),
  }))
  const share = (level: Danger, ...as: readonly Danger[]): number => {
    const all = found.filter((each) => each.level === level)
    return all.filter((each) => as.includes(each.as)).length / Math.max(1, all.length)
  }
  return {
    danger,
    emergency: emergencyShare,
    emergencyFound: share('emergency', 'emergency', 'urgent'),
    emergencyExact: share('emergency', 'emergency'),
    urgentFound: share('urgent', 'emergency', 'urgent'),
    noneRaised: share('none', 'emergency', 'urgent'),
    normalRaised: share('normal', 'emergency'),
  }
}
