import { z } from 'zod'
import { readYaml, type Say } from './read-yaml.ts'
import { isMarked, syllablesOf, type Syllable } from './tokens.ts'

const rulesShape = z.record(
  z.string(),
  z.strictObject({
    recheckMark: z.string().min(1),
    dissolved: z.array(z.string().min(1)),
    mayNameDissolved: z.array(z.string().min(1)),
    outside: z.array(z.string().min(1)),
  }),
)

/** What entries of one language are held to; the meaning of each field stands at the top of `rules.yaml`. */
export type LocaleRules = z.infer<typeof rulesShape>[string]

/** Reads `rules.yaml`, by locale. Says every fault. */
export function readRules(text: string, say: Say): Readonly<Record<string, LocaleRules>> {
  return readYaml(text, rulesShape, say) ?? {}
}

/** Which of the phrases stand in a text, word by word. A text typed without any marks is compared without marks. */
export function phrasesIn(text: string, phrases: readonly string[]): readonly string[] {
  const words = syllablesOf(text)
  const isUnmarked = !words.some(isMarked)
  const plain = ({ fold, form }: Syllable): string => (isUnmarked ? fold : form)
  const said = ` ${words.map(plain).join(' ')} `
  return phrases.filter((phrase) => said.includes(` ${syllablesOf(phrase).map(plain).join(' ')} `))
}
