import { featuresOf, letterRuns, type Features } from '../learning/features.ts'
import type { Lexicon } from './lexicon.ts'
import { isPossible, matchAt, type Prepared } from './match.ts'
import type { Shape } from './shape.ts'

/** Buckets for the models that know how dangerous a message is, and of what kind. */
export const messageBits = 16

const runs = [4]
/** Two senses this many words apart still go together. */
const mostApart = 7

/**
 * A message as the model sees it: words with and without marks, runs of two and three, runs of letters, and the senses of
 * the lexicon (`hit`, `weapon`, `parent` …) alone, in pairs and with the words beside them, so that a word never met before
 * counts like its likes. `prepared` is the text made ready for the patterns of the lexicon.
 */
export function messageFeatures(text: string, prepared: Prepared, lexicon: Lexicon): Features {
  const { message } = prepared
  const words = message.words.map(({ forms }) => forms[1] ?? forms[0]).filter((form) => form !== undefined)
  const folds = words.map(({ fold }) => fold)
  const marked = message.isAccented ? words.map(({ letters, tone }) => `m${letters}${tone}`) : []
  const said = ['^', ...folds, '$']
  const rows = said.slice(1).flatMap((word, at) => {
    const [before, next] = [said[at], said[at + 2]]
    return [`b${before} ${word}`, ...(next === undefined ? [] : [`t${before} ${word} ${next}`, `s${before} ${next}`])]
  })
  const length = Math.min(6, Math.floor(Math.log2(words.length + 1)))
  return featuresOf(
    [
      [...folds.map((fold) => `u${fold}`), ...marked],
      rows,
      letterRuns(folds.join(' '), runs, 'c'),
      sensesIn(prepared, words, lexicon),
      [`length${length}`, `asks${text.includes('?')}`],
    ],
    messageBits,
  )
}

function sensesIn(prepared: Prepared, words: readonly Shape[], lexicon: Lexicon): readonly string[] {
  const possible = lexicon.senses.filter(({ pattern }) => isPossible(pattern, prepared))
  const found = words.map((_, at) =>
    possible.filter(({ pattern }) => matchAt(pattern, prepared, at) > at).map(({ name }) => name),
  )
  return found.flatMap((names, at) => {
    const near = found.slice(at + 1, at + 1 + mostApart).flat()
    return names.flatMap((name) => [
      `K${name}`,
      ...near.map((other) => `P${name} ${other}`),
      ...(at > 0 ? [`X${words[at - 1]?.fold} ${name}`] : []),
      ...(at + 1 < words.length ? [`Y${name} ${words[at + 1]?.fold}`] : []),
    ])
  })
}
