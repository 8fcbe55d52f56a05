import { takeApart } from '../core/letters.ts'

/**
 * One written syllable, made comparable: `fold` without any marks; `form` with its marks, the tone behind the letters, so
 * that both ways to place a tone are one form.
 */
export interface Syllable {
  readonly fold: string
  readonly form: string
}

/** People mix these two tones up all the time: they count as one. */
const tilde = /\u0303/gu
const hook = '\u0309'
/** `ly` and `li` are two spellings of one syllable. */
const finalY = /^([hklmst])y$/
const withFinalI = (written: string): string => (written.length === 2 ? written.replace(finalY, '$1i') : written)

/** The syllable that a word is; a word of another language counts as one syllable. */
export function syllableOf(word: string): Syllable {
  const { fold, letters, tones } = takeApart(word)
  const tone = tones === '' ? '' : tones.replace(tilde, hook)
  return { fold: withFinalI(fold), form: withFinalI(letters) + tone }
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
