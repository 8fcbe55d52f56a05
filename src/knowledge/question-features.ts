import { featuresOf, letterRuns, type Features } from '../learning/features.ts'
import type { Spelling } from './spelling.ts'
import { isMarked } from './tokens.ts'

/** Buckets for the model that knows which entry a question asks for. */
export const questionBits = 16

const runs = [4]

/** A question as the model sees it: words with and without marks, pairs (also over one word), runs of letters. */
export function questionFeatures(question: string, spelling: Spelling): Features {
  const { syllables } = spelling.readTyped(question)
  const folds = syllables.map(({ fold }) => fold)
  const marked = syllables.filter(isMarked).map(({ form }) => `m${form}`)
  const pairs = folds.slice(1).map((fold, at) => `b${folds[at]} ${fold}`)
  const overOne = folds.slice(2).map((fold, at) => `s${folds[at]} ${fold}`)
  return featuresOf(
    [[...folds.map((fold) => `u${fold}`), ...marked], [...pairs, ...overOne], letterRuns(folds.join(' '), runs, 'c')],
    questionBits,
  )
}
