import { z } from 'zod'
import { readYaml, type Say } from './read-yaml.ts'
import { isMarked, syllablesOf, type Syllable } from './tokens.ts'

/** Words that become part of a pattern. */
const plainWord = z.string().regex(/^[\p{L} –-]+$/u)
const rulesShape = z.record(
  z.string(),
  z.strictObject({
    recheckMark: z.string().min(1),
    leastQuestions: z.int().positive(),
    legalWords: z.array(z.string().min(1)),
    explainedBy: z.array(z.string().min(1)),
    units: z.array(plainWord).min(1),
    between: z.array(plainWord).min(1),
    outside: z.array(z.string().min(1)),
  }),
)

/** What entries of one language are held to; the meaning of each field stands at the top of `rules.yaml`. */
export type LocaleRules = z.infer<typeof rulesShape>[string]

/** Reads `rules.yaml`, by locale. Says every fault. */
export function readRules(text: string, say: Say): Readonly<Record<string, LocaleRules>> {
  return readYaml(text, rulesShape, say) ?? {}
}

/** Answers which of its phrases stand in a text, word by word. A text typed without any marks is compared without marks. */
export type FindPhrases = (text: string) => readonly string[]

/** Prepares phrases to be looked for. */
export function createFindPhrases(phrases: readonly string[]): FindPhrases {
  const known = phrases.map((phrase) => {
    const syllables = syllablesOf(phrase)
    return { phrase, folds: inWords(syllables, foldOf), forms: inWords(syllables, formOf) }
  })
  return (text) => {
    const syllables = syllablesOf(text)
    const isUnmarked = !syllables.some(isMarked)
    const said = inWords(syllables, isUnmarked ? foldOf : formOf)
    return known.filter(({ folds, forms }) => said.includes(isUnmarked ? folds : forms)).map(({ phrase }) => phrase)
  }
}

const foldOf = ({ fold }: Syllable): string => fold
const formOf = ({ form }: Syllable): string => form

function inWords(syllables: readonly Syllable[], of: (syllable: Syllable) => string): string {
  return ` ${syllables.map(of).join(' ')} `
}
