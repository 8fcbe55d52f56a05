import { takeApart } from '../core/letters.ts'
import type { Translate } from '../core/ports.ts'

/** A text read as the answer to a choice: what people put around one is passed over, nothing is guessed. */
export interface TypedChoice {
  /** The number, where the text is one number of a list and nothing else. */
  readonly number: number | undefined
  /** True when the text says `name` and nothing else. */
  says(name: string): boolean
}

export type ReadChoice = (text: string) => TypedChoice

/** What people put around a choice, from `common.choice` of the locales. */
interface Around {
  /** Politeness, before or behind. */
  readonly polite: readonly string[]
  /** The word for oneself, once, before. */
  readonly self: readonly string[]
  /** Urging, behind; behind a single syllable it may be the verb itself. */
  readonly urging: readonly string[]
  /** What names a number of a list, before it. */
  readonly number: readonly string[]
}

/**
 * Reads choices as children type them: full-width and keycap digits, brackets, "số 2", "dạ ... ạ", `short` forms ("ko"), no
 * marks or the wrong one of two tones that are often mixed up. A word whose marks say another word never counts.
 */
export function createReadChoice(translate: Translate, short: Readonly<Record<string, string>>): ReadChoice {
  const list = (name: string) =>
    translate.locales.flatMap((locale) => translate(locale)(`common.choice.${name}`).split('|'))
  const around: Around = {
    polite: list('polite'),
    self: list('self'),
    urging: list('urging'),
    number: list('number'),
  }
  const longer = new Map(Object.entries(short).map(([typed, meant]) => [typed.normalize('NFC'), meant]))
  const isWord = (typed: string, name: string) =>
    isSpelling(typed, name) || isSpelling(longer.get(typed) ?? typed, name)
  const isOneOf = (names: readonly string[]) => (typed: string) => names.some((name) => isWord(typed, name))
  const isPolite = isOneOf(around.polite)
  const isSelf = isOneOf(around.self)
  const isUrging = isOneOf(around.urging)
  const isNumbering = isOneOf(around.number)

  /** The words without politeness around them and, behind, what `alsoBehind` names; never none at all. */
  const stripped = (words: readonly string[], alsoBehind: (word: string) => boolean = () => false) => {
    let [from, to] = [0, words.length]
    while (from < to - 1 && isPolite(words[from] ?? '')) from++
    while (to > from + 1 && (isPolite(words[to - 1] ?? '') || alsoBehind(words[to - 1] ?? ''))) to--
    return words.slice(from, to)
  }
  const withoutSelf = (words: readonly string[]) =>
    words.length > 1 && isSelf(words[0] ?? '') ? stripped(words.slice(1)) : words

  const numberIn = (text: string): number | undefined => {
    const words = stripped(numberWords(text), isUrging)
    const rest = withoutSelf(words)
    const lead = rest.findIndex((word) => !isNumbering(word))
    // "em 2" and "con 2" may speak of two children.
    if (lead !== rest.length - 1 || (rest.length < words.length && lead === 0)) return undefined
    return /^\d{1,2}$/.test(rest[lead] ?? '') ? Number(rest[lead]) : undefined
  }

  return (text) => {
    const polite = stripped(wordsOf(text))
    const bare = withoutSelf(polite)
    const calm = stripped(bare, isUrging)
    const ways = text.includes('?') ? [] : [wordsOf(text), polite, bare, ...(calm.length > 1 ? [calm] : [])]
    return {
      number: numberIn(text),
      says(name) {
        const named = wordsOf(name)
        return ways.some(
          (words) =>
            words.length > 0 &&
            words.length === named.length &&
            words.every((word, index) => isWord(word, named[index] ?? '')),
        )
      },
    }
  }
}

function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFC').toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).flatMap((word) => (word === '' ? [] : [squeezed(word)]))
}

/** The words of what may be a number of a list, without the signs that stand around one; "1.5" and "-1" stay what they are. */
function numberWords(text: string): readonly string[] {
  const plain = text
    .normalize('NFKC')
    .replace(/[\uFE0F\u20E3]/gu, '')
    .toLowerCase()
  return plain
    .split(/\s+/)
    .map((word) => word.replace(/^[([{<"'“‘*_#]+/u, '').replace(/[)\]}>"'”’*_.,:;!…]+$/u, ''))
    .flatMap((word) => /^(\p{L}+)(\d{1,2})$/u.exec(word)?.slice(1) ?? [word])
    .flatMap((word) => (word === '' ? [] : [squeezed(word)]))
}

/** A drawn-out word made short. */
function squeezed(word: string): string {
  return word.replace(/(\p{L})\1{2,}/gu, '$1')
}

/** True when `typed` may be a spelling of `name`: without marks, or with no mark that `name` has not. */
function isSpelling(typed: string, name: string): boolean {
  const [a, b] = [takeApart(typed), takeApart(name)]
  if (a.fold !== b.fold) return false
  const hasLetters = a.letters === b.letters || a.letters === a.fold
  return hasLetters && (a.tones === '' || oftenMixed(a.tones) === oftenMixed(b.tones))
}

/** Tilde and hook above are one tone to many. */
function oftenMixed(tones: string): string {
  return tones.replace('\u0303', '\u0309')
}
