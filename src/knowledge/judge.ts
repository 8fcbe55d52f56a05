import { likelihoods, type LinearModel } from '../learning/linear-model.ts'
import { questionFeatures } from './question-features.ts'
import type { Spelling } from './spelling.ts'

/** What the trained model holds of a question. */
export interface Verdict {
  /** How likely the question asks for that entry; undefined for an entry that the model was not trained on. */
  of(entry: string): number | undefined
  /** How likely no entry answers it. */
  readonly outside: number
}

/** Judges a question by how others asked; pure. */
export type Judge = (question: string) => Verdict

/** The class of questions that no entry answers. */
export const outsideClass = '-'

/** A judge that uses the weights of a model whose classes are entries and `outsideClass`. */
export function createJudge(model: LinearModel, spelling: Spelling): Judge {
  const places = new Map(model.classes.map((name, index) => [name, index]))
  return (question) => {
    const found = likelihoods(model, questionFeatures(question, spelling))
    const of = (name: string): number | undefined => found[places.get(name) ?? -1]
    return { of, outside: of(outsideClass) ?? 0 }
  }
}
