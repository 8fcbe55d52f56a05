import { z } from 'zod'
import { isMarked, syllableOf, syllablesOf, wordsOf, type Syllable } from './tokens.ts'

/** The shape of `synonyms.yaml`. */
export const spellingShape = z.strictObject({
  short: z.record(z.string(), z.string()),
  afterNumber: z.record(z.string(), z.string()),
  ignored: z.string(),
  same: z.array(z.string()),
  phrases: z.record(z.string(), z.array(z.string())),
  ages: z.strictObject({ word: z.string(), limits: z.array(z.number().int().positive()) }),
})
export type SpellingRules = z.infer<typeof spellingShape>

/** Rules that change nothing. */
export const plainSpelling: SpellingRules = {
  short: {},
  afterNumber: {},
  ignored: '',
  same: [],
  phrases: {},
  ages: { word: '', limits: [] },
}

/** What someone typed. `isUnmarked` when no mark was typed at all: then marks say nothing. */
export interface Typed {
  readonly syllables: readonly Syllable[]
  readonly isUnmarked: boolean
}

/** Reads texts into syllables, phrases said in the words of the entries. Pure. */
export interface Spelling {
  /** A text that an author wrote. */
  read(text: string): readonly Syllable[]
  /** A text as typed in a chat: abbreviations are written out, words that say nothing left out. */
  readTyped(text: string): Typed
  /** Other syllables that this one may stand for. */
  alike(syllable: Syllable, isUnmarked: boolean): readonly Syllable[]
  /** The range that an age is in, as a term; undefined for what is no age or above the last limit. */
  ageRange(number: Syllable, next: Syllable | undefined): Syllable | undefined
}

interface Phrase {
  readonly other: readonly Syllable[]
  readonly meant: readonly Syllable[]
}

/** Builds the reader from the rules. */
export function createSpelling(rules: SpellingRules): Spelling {
  const short = expansions(rules.short)
  const behindNumber = expansions(rules.afterNumber)
  const ignored = new Set(syllablesOf(rules.ignored).map(({ form }) => form))
  const groups = rules.same.map(syllablesOf)
  const byForm = membersBy(groups, ({ form }) => form)
  const byFold = membersBy(groups, ({ fold }) => fold)
  const phrases = phrasesByHead(rules.phrases)
  const ranges = [...rules.ages.limits]
    .sort((a, b) => a - b)
    .map((limit) => ({ limit, term: { fold: `<${limit}`, form: `<${limit}` } }))
  const ageWord = syllableOf(rules.ages.word)

  function written(words: readonly string[]): readonly string[] {
    return words.flatMap((word, index) => {
      const isBehindNumber = /^\p{N}+$/u.test(words[index - 1] ?? '')
      return (isBehindNumber ? behindNumber.get(word) : undefined) ?? short.get(word) ?? [word]
    })
  }

  /** Words that authors wrote, read once; what people type is not kept. */
  const known = new Map<string, Syllable>()

  function readKnown(word: string): Syllable {
    let syllable = known.get(word)
    if (syllable === undefined) known.set(word, (syllable = syllableOf(word)))
    return syllable
  }

  const read = (text: string): readonly Syllable[] => inPhrases(wordsOf(text).map(readKnown), phrases, false)

  function readTyped(text: string): Typed {
    const words = wordsOf(text).map((word) => word.replace(/(\p{L})\1{2,}/gu, '$1'))
    const isUnmarked = !words.map(syllableOf).some(isMarked)
    const said = inPhrases(written(words).map(syllableOf), phrases, isUnmarked)
    const telling = isUnmarked ? said : said.filter(({ form }) => !ignored.has(form))
    return { syllables: telling.length > 0 ? telling : said, isUnmarked }
  }

  function alike(syllable: Syllable, isUnmarked: boolean): readonly Syllable[] {
    const found = isUnmarked && !isMarked(syllable) ? byFold.get(syllable.fold) : byForm.get(syllable.form)
    return (found ?? []).filter(({ fold }) => fold !== syllable.fold)
  }

  function ageRange(number: Syllable, next: Syllable | undefined): Syllable | undefined {
    if (next?.fold !== ageWord.fold || !/^\d{1,2}$/.test(number.fold)) return undefined
    return ranges.find(({ limit }) => Number(number.fold) < limit)?.term
  }

  return { read, readTyped, alike, ageRange }
}

function expansions(written: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(written).map(([typed, meant]) => [typed.normalize('NFC'), wordsOf(meant)]))
}

function membersBy(
  groups: readonly (readonly Syllable[])[],
  key: (syllable: Syllable) => string,
): ReadonlyMap<string, readonly Syllable[]> {
  const found = new Map<string, Syllable[]>()
  for (const group of groups) {
    for (const each of group) found.set(key(each), [...(found.get(key(each)) ?? []), ...group])
  }
  return found
}

/** Under each first syllable, the longest phrase first; a phrase also stands for itself, so that no part of it is taken. */
function phrasesByHead(written: SpellingRules['phrases']): ReadonlyMap<string, readonly Phrase[]> {
  const byHead = new Map<string, Phrase[]>()
  for (const [name, others] of Object.entries(written)) {
    const meant = syllablesOf(name)
    for (const other of [meant, ...others.map(syllablesOf)]) {
      const head = other[0]?.fold ?? ''
      byHead.set(head, [...(byHead.get(head) ?? []), { other, meant }])
    }
  }
  for (const phrases of byHead.values()) phrases.sort((a, b) => b.other.length - a.other.length)
  return byHead
}

/** Replaces phrases from left to right; what was put in is not looked at again. */
function inPhrases(
  all: readonly Syllable[],
  phrases: ReadonlyMap<string, readonly Phrase[]>,
  isUnmarked: boolean,
): readonly Syllable[] {
  const isSame = (typed: Syllable | undefined, known: Syllable): boolean =>
    isUnmarked ? typed?.fold === known.fold : typed?.form === known.form
  const said: Syllable[] = []
  for (let at = 0; at < all.length;) {
    const here = all[at] as Syllable
    const found = phrases
      .get(here.fold)
      ?.find(({ other }) => other.every((known, index) => isSame(all[at + index], known)))
    if (found === undefined) said.push(here)
    else said.push(...found.meant)
    at += found?.other.length ?? 1
  }
  return said
}
