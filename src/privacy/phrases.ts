import { isMarked, wordOf, type Reading, type Token, type Word } from './read-tokens.ts'

/** Phrases by their first word. */
export interface Phrases {
  /** How many tokens from `at` on are the longest of the phrases; 0 when none begins there. */
  at(reading: Reading, at: number): number
  has(reading: Reading, token: Token | undefined): boolean
  /** True when the token at `at` is within one of the phrases, wherever in it. */
  covers(reading: Reading, at: number): boolean
}

/** No phrase has more words. */
const longest = 6

/** Prepares phrases to be looked for. A text typed without marks, or a word of it, is compared without. */
export function createPhrases(phrases: readonly string[], isLoose = false): Phrases {
  const byFold = new Map<string, Word[][]>()
  for (const phrase of phrases) {
    const words = phrase.trim().split(/\s+/).map(wordOf)
    const head = words[0]?.fold ?? ''
    byFold.set(head, [...(byFold.get(head) ?? []), words])
  }
  const at = (reading: Reading, start: number): number => {
    const known = byFold.get(reading.tokens[start]?.fold ?? '') ?? []
    const fitting = known.filter((words) =>
      words.every((word, index) => means(reading, reading.tokens[start + index], word, isLoose, index)),
    )
    return Math.max(0, ...fitting.map((words) => words.length))
  }
  return {
    at,
    covers: (reading, token) =>
      Array.from({ length: longest }, (_, back) => back).some((back) => at(reading, token - back) > back),
    has: (reading, token) =>
      token !== undefined &&
      (byFold.get(token.fold) ?? []).some(
        (words) => words.length === 1 && words[0] !== undefined && means(reading, token, words[0], isLoose, 0),
      ),
  }
}

/** Words that end what something is called: some of them only where marks tell them from others. */
export function createStops(ordinary: readonly string[], common: readonly string[]): Phrases['has'] {
  const always = createPhrases(ordinary)
  const withMarks = createPhrases(common)
  return (reading, token) => always.has(reading, token) || (!reading.isUnmarked && withMarks.has(reading, token))
}

/** Words of a phrase stand side by side; marks count where they were typed. With `isLoose` a bare word may stand for a marked one. */
function means(reading: Reading, token: Token | undefined, word: Word, isLoose: boolean, index: number): boolean {
  if (token === undefined || token.fold !== word.fold) return false
  if (index > 0 && !/^[\s.\-–_]*$/u.test(token.gap)) return false
  return token.form === word.form || (!isMarked(token) && (reading.isUnmarked || isLoose))
}
