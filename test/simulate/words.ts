import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const wordLocales = ['vi', 'en'] as const
export type WordLocale = (typeof wordLocales)[number]

/** Words of the simulator by key; `{{name}}` stands for a variable. */
export type SimulatorWords = Readonly<Record<string, string>>

/** Where the words are: beside the simulator, since the product never shows them. */
export const wordsDir = join(import.meta.dirname, 'locales')

/** Reads the words of one language. */
export function loadSimulatorWords(locale: WordLocale): SimulatorWords {
  return JSON.parse(readFileSync(join(wordsDir, locale, 'simulate.json'), 'utf8')) as SimulatorWords
}

/** A text with its variables filled in. */
export function say(words: SimulatorWords, key: string, vars: Readonly<Record<string, string | number>> = {}): string {
  const text = words[key]
  if (text === undefined) throw new Error(`the simulator has no words for ${key}`)
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(vars[name] ?? ''))
}
