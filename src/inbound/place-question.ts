import type { NamedPlace, PlaceReading, Translate } from '../core/ports.ts'
import { fold } from '../core/text.ts'

/** The words that tell questions about places, as `locales/…/places.json` lists them. */
export interface PlaceWords {
  readonly asks: readonly Phrase[]
  readonly offices: readonly Phrase[]
  /** Words that say nothing else, and words for kinds of places. */
  readonly fillers: readonly Phrase[]
  readonly kinds: readonly Phrase[]
  readonly notNames: readonly Phrase[]
}
type Phrase = readonly string[]

/** What somebody wants to know about a place. */
export type PlaceQuestion =
  /** `others` counts the words that are about something else. */
  | { readonly kind: 'named'; readonly named: readonly NamedPlace[]; readonly others: number }
  /** A place that is not in the table, in the words of the message; `isClear` when it is written like a name. */
  | { readonly kind: 'unknown'; readonly name: string; readonly isClear: boolean; readonly others: number }

/** A name of a place that we do not know has at most so many words. */
const longestName = 4

/** Prepares the words of a contact's language and of the first one, in which places have their names. */
export function readPlaceWords(translate: Translate, locale: string): PlaceWords {
  const locales = [...new Set([translate.pick(undefined), translate.pick(locale)])]
  const list = (...keys: readonly string[]): readonly Phrase[] => {
    const written = locales.flatMap((each) => keys.flatMap((key) => translate(each)(`places.${key}`).split('|')))
    const phrases = written.map((phrase) => phrase.toLowerCase().split(/[^\p{L}\p{N}\p{M}]+/u))
    return phrases.sort((a, b) => b.length - a.length)
  }
  return {
    asks: list('asks'),
    offices: list('offices'),
    fillers: list('fillers', 'prefixes'),
    kinds: list('kindWords'),
    notNames: list('notNames', 'fillers').filter((phrase) => phrase.length === 1),
  }
}

/**
 * Whether a message asks about a place: it names one, and says what is wanted; or it names an office there, or with
 * `mayBeBare` nothing at all, and says nothing else.
 */
export function readPlaceQuestion(
  { named, rest }: PlaceReading,
  words: PlaceWords,
  mayBeBare: boolean,
): PlaceQuestion | undefined {
  const tokens = rest.split(' ').filter((word) => word !== '')
  const taken = tokens.map((token) => token === '|')
  const asks = take(tokens, taken, words.asks)
  const offices = take(tokens, taken, words.offices)
  if (!asks && !offices && !mayBeBare) return undefined
  const isKnown = named.some(({ unit }) => unit.kind === 'commune' || unit.kind === 'school')
  const unknown = isKnown || !(asks || offices) ? undefined : unknownName(tokens, taken, words)
  take(tokens, taken, words.fillers)
  const others = taken.filter((isTaken) => !isTaken).length - (unknown?.length ?? 0)
  if (!asks && others > 0) return undefined
  if (unknown !== undefined) return { kind: 'unknown', name: unknown.name, isClear: unknown.isClear, others }
  return named.length > 0 ? { kind: 'named', named, others } : undefined
}

/** Marks the words of phrases as taken, the longest phrases first; answers whether there was one. */
function take(tokens: readonly string[], taken: boolean[], phrases: readonly Phrase[]): boolean {
  let found = false
  for (const phrase of phrases) {
    for (let at = 0; at + phrase.length <= tokens.length; at++) {
      if (!stands(phrase, at, tokens, taken)) continue
      taken.fill(true, at, at + phrase.length)
      found = true
    }
  }
  return found
}

function stands(phrase: Phrase, at: number, tokens: readonly string[], taken: readonly boolean[]): boolean {
  return phrase.every((word, index) => !taken[at + index] && isSame(tokens[at + index], word))
}

/** A word for a kind of place and the name behind it ("xã Tân Lập"), or before it ("Tan Lap commune"). */
function unknownName(
  tokens: readonly string[],
  taken: readonly boolean[],
  { kinds, notNames }: PlaceWords,
): { readonly name: string; readonly isClear: boolean; readonly length: number } | undefined {
  const isName = (at: number): boolean => {
    const token = tokens[at]
    if (token === undefined || taken[at]) return false
    return isCapital(token) || !notNames.some((phrase) => isSame(token, phrase[0] ?? ''))
  }
  for (const kind of kinds) {
    for (let at = 0; at + kind.length <= tokens.length; at++) {
      if (!stands(kind, at, tokens, taken)) continue
      let [from, to] = [at, at + kind.length]
      while (isName(to)) to++
      if (to === at + kind.length) while (isName(from - 1) && isCapital(tokens[from - 1] ?? '')) from--
      const own = [...tokens.slice(from, at), ...tokens.slice(at + kind.length, to)]
      if (own.length === 0 || own.length > longestName) continue
      return { name: tokens.slice(from, to).join(' '), isClear: own.every(isCapital), length: own.length }
    }
  }
  return undefined
}

/** A word typed without marks is compared without; where a tone stands ("uỷ", "ủy") does not matter. */
function isSame(typed: string | undefined, word: string): boolean {
  if (typed === undefined || fold(typed) !== fold(word)) return false
  return typed.toLowerCase() === fold(typed) || letters(typed) === letters(word)
}

function letters(word: string): string {
  return [...word.toLowerCase().normalize('NFD')].sort().join('')
}

/** Written like a name: with one capital and small letters, or a number. */
function isCapital(word: string): boolean {
  return /^(?:\p{Lu}[\p{Ll}\p{M}]*|\p{N}+)$/u.test(word)
}
