import type { Entry } from './entry.ts'
import type { Say } from './read-yaml.ts'
import type { FindPhrases, LocaleRules } from './rules.ts'
import { countWords, sentencesOf } from './sentences.ts'

const limits = { answerWords: 120, childWords: 60, childSentenceMean: 15, childSentence: 25 } as const

/** Says what makes an entry too long, or too hard for a child. `findLegal` finds the words that only lawyers use. */
export function readingFaults(entry: Entry, rules: LocaleRules, findLegal: FindPhrases, say: Say): void {
  const answerWords = countWords(entry.answer)
  if (answerWords > limits.answerWords) say(`answer has ${answerWords} words, at most ${limits.answerWords}`)
  const childWords = countWords(entry.child)
  if (childWords > limits.childWords) say(`child part has ${childWords} words, at most ${limits.childWords}`)
  const sentences = sentencesOf(entry.child)
  const mean = childWords / Math.max(1, sentences.length)
  if (mean > limits.childSentenceMean)
    say(`sentences of the child part have ${mean.toFixed(1)} words, at most ${limits.childSentenceMean}`)
  for (const sentence of sentences) {
    const words = countWords(sentence)
    if (words > limits.childSentence)
      say(`a sentence of the child part has ${words} words, at most ${limits.childSentence}: "${sentence}"`)
    for (const word of findLegal(sentence))
      if (!isExplained(sentence, word, rules.explainedBy)) say(`child part says "${word}" without explaining it`)
  }
}

/** True when what the word means is said behind it, in brackets or with words like "that is". */
function isExplained(sentence: string, word: string, explainedBy: readonly string[]): boolean {
  const said = sentence.toLowerCase()
  const behind = said.slice(Math.max(0, said.indexOf(word.toLowerCase())))
  return behind.includes('(') || explainedBy.some((mark) => behind.includes(mark.toLowerCase()))
}
