import { takeApart } from '../core/letters.ts'

/** A syllable taken apart: without any marks, with all marks but the tone, and the tone (`''` for none). */
export interface Shape {
  readonly fold: string
  readonly letters: string
  readonly tone: string
}

/** People mix these two up all the time: they count as one tone. */
const tilde = '\u0303'
const hook = '\u0309'

/** Takes a syllable apart. Where the tone stands does not matter: the two ways to spell a syllable give one shape. */
export function shapeOf(syllable: string): Shape {
  const { fold, letters, tones } = takeApart(syllable.toLowerCase())
  const tone = tones.charAt(0)
  return { fold, letters, tone: tone === tilde ? hook : tone }
}

/** True when the syllable was written with a tone or another mark. */
export function isMarked(shape: Shape): boolean {
  return shape.tone !== '' || shape.letters !== shape.fold
}

/** True when both are the same syllable with the same marks. */
export function isSame(written: Shape, meant: Shape): boolean {
  return written.tone === meant.tone && written.letters === meant.letters
}

/**
 * True when `written` may be `meant` with marks left out: all of them, the tone, or the stroke of the d. Whoever writes the
 * tone writes the vowel's own mark too, so any other difference rules it out.
 */
export function mayBe(written: Shape, meant: Shape): boolean {
  if (written.fold !== meant.fold) return false
  if (written.letters === meant.letters) return written.tone === '' || written.tone === meant.tone
  if (written.tone === '') return isBarer(written.letters, meant, false)
  return written.tone === meant.tone && isBarer(written.letters, meant, true)
}

/** Every letter is the one meant, or the bare letter below it (only the first letter when `onlyOnset`). */
function isBarer(letters: string, meant: Shape, onlyOnset: boolean): boolean {
  for (let at = 0; at < letters.length; at++) {
    if (letters[at] === meant.letters[at]) continue
    if (letters[at] !== meant.fold[at] || (onlyOnset && at > 0)) return false
  }
  return true
}
