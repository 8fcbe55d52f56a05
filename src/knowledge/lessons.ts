import { createHash } from 'node:crypto'
import type { LinearModel } from '../learning/linear-model.ts'
import { trainLinear } from '../learning/train.ts'
import type { Asked } from './asked.ts'
import type { Entry } from './entry.ts'
import { outsideClass } from './judge.ts'
import { questionBits, questionFeatures } from './question-features.ts'
import { createSpelling, type SpellingRules } from './spelling.ts'

/** What the judge of one language learns from: each question with the entry that answers it. */
export interface Lessons {
  readonly asked: readonly Asked[]
  readonly spelling: SpellingRules
}

/** Titles and known questions of the entries, and what people asked. */
export function lessonsFrom(entries: readonly Entry[], asked: readonly Asked[], spelling: SpellingRules): Lessons {
  const known = entries.flatMap(({ id, title, questions }) =>
    [title, ...questions].map((text): Asked => ({ entry: id, text })),
  )
  return { asked: [...known, ...asked], spelling }
}

/** Changes when anything that the judge learns from does. */
export function markOf({ asked, spelling }: Lessons): string {
  const lines = asked.map(({ entry, text }) => `${entry ?? outsideClass}\t${text}`).sort()
  return createHash('sha256')
    .update(JSON.stringify([lines, spelling]))
    .digest('hex')
    .slice(0, 16)
}

/** Learns the lessons; the same lessons give the same model. Takes some seconds. */
export function learn({ asked, spelling: rules }: Lessons): LinearModel {
  const spelling = createSpelling(rules)
  const samples = asked.map(({ entry, text }) => ({
    features: questionFeatures(text, spelling),
    label: entry ?? outsideClass,
  }))
  const classes = [...new Set(samples.map(({ label }) => label))].sort()
  return trainLinear(samples, { classes, bits: questionBits, ...training })
}

const training = { rounds: 8, rate: 0.3, least: 0.3 } as const
