import { fold } from '../core/text.ts'

/**
 * One written syllable, made comparable: `fold` without any marks; `form` with its marks, the tone behind the letters, so
 * that both ways to place a tone are one form.
 */
export interface Syllable {
  readonly fold: string
  readonly form: string
}

/** Grave, acute, tilde, hook above, dot below, as combining marks. */
const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu
/** People mix these two tones up all the time: they count as one. */
const tilde = /\u0303/gu
const hook = '\u0309'
/** `ly` and `li` are two spellings of one syllable. */
const finalY = /^([hklmst])y$/

/** The syllable that a word is; a word of another language counts as one syllable. */
export function syllableOf(word: string): Syllable {
  const apart = word.toLowerCase().normalize('NFD')
  const tone = (apart.match(tones) ?? []).join('').replace(tilde, hook)
  const letters = apart.replace(tones, '').normalize('NFC')
  return { fold: fold(word).replace(finalY, '$1i'), form: letters.replace(finalY, '$1i') + tone }
}

/** The words of a text in order, lower case, NFC; a number and the letters behind it are two words. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/\p{N}+|[\p{L}\p{M}]+/gu) ?? []
  )
}

/** The syllables of a text in order. */
export function syllablesOf(text: string): readonly Syllable[] {
  return wordsOf(text).map(syllableOf)
}

/** True when the syllable was written with a tone or another mark. */
export function isMarked(syllable: Syllable): boolean {
  return syllable.form !== syllable.fold
}

/** Two neighbours as one term. */
export function pairOf(first: Syllable, second: Syllable): Syllable {
  return { fold: `${first.fold} ${second.fold}`, form: `${first.form} ${second.form}` }
}

/** Telex keys left in the text by a keyboard that was off: `ddanhs` → `danh`. Answers the letters without marks. */
export function untelex(word: string): string {
  return word
    .replace(/([aeod])\1/g, '$1')
    .replace(/([aou])w/g, '$1')
    .replace(/^([^aeiouy]*[aeiouy]+[a-z]*?)[sfrxj]([a-z]{0,2})$/, '$1$2')
}
