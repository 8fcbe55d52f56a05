import { featuresOf, letterRuns, type Features } from '../learning/features.ts'
import type { Lexicon, Sense } from './lexicon.ts'
import { isPossible, matchAt, type Prepared } from './match.ts'

/** Buckets for the models that know how dangerous a message is, and of what kind. */
export const messageBits = 16

const runs = [3, 4]
/** Two senses this many words apart still go together. */
const mostApart = 7

/**
 * A message as the model sees it: words with and without marks, runs of two and three, runs of letters, and the senses of
 * the lexicon (`hit`, `weapon`, `parent` …) alone, in pairs and with the words beside them, so that a word never met before
 * counts like its likes; and each frame (`playing`, `homework` …) with every sense that stands anywhere beside it. `prepared`
 * is the text made ready for the patterns of the lexicon.
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
  const senses = sensesIn(prepared, words.length, lexicon)
  return featuresOf(
    [
      [...folds.map((fold) => `u${fold}`), ...marked],
      rows,
      letterRuns(folds.join(' '), runs, 'c'),
      senses.flatMap((found, at) => aroundSense(found, at, senses, folds)),
      framed(senses.flat()),
      [`length${length}`, `asks${text.includes('?')}`],
    ],
    messageBits,
  )
}

/** The senses that begin at each word. */
function sensesIn(prepared: Prepared, words: number, lexicon: Lexicon): readonly (readonly Sense[])[] {
  const possible = lexicon.senses.filter(({ pattern }) => isPossible(pattern, prepared))
  return Array.from({ length: words }, (_, at) => possible.filter(({ pattern }) => matchAt(pattern, prepared, at) > at))
}

function aroundSense(
  found: readonly Sense[],
  at: number,
  senses: readonly (readonly Sense[])[],
  folds: readonly string[],
): readonly string[] {
  const near = senses.slice(at + 1, at + 1 + mostApart).flat()
  return found.flatMap(({ name }) => [
    `K${name}`,
    ...near.map((other) => `P${name} ${other.name}`),
    ...(at > 0 ? [`X${folds[at - 1]} ${name}`] : []),
    ...(at + 1 < folds.length ? [`Y${name} ${folds[at + 1]}`] : []),
  ])
}

function framed(senses: readonly Sense[]): readonly string[] {
  const names = new Set(senses.map(({ name }) => name))
  const frames = new Set(senses.filter(({ isFrame }) => isFrame).map(({ name }) => name))
  return [...frames].flatMap((frame) => [
    `G${frame}`,
    ...[...names].filter((name) => name !== frame).map((name) => `G${frame} ${name}`),
  ])
}
