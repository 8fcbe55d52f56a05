import { fold } from './text.ts'

/** A written syllable taken apart. */
export interface Apart {
  /** Without any marks. */
  readonly fold: string
  /** With all marks but the tones, NFC. */
  readonly letters: string
  /** The tones as combining marks, in order; mostly one or none. */
  readonly tones: string
}

/** Grave, acute, tilde, hook above, dot below, as combining marks. */
const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu
/** The letters and digits of Vietnamese words in lower case, each taken apart; nothing of what is read is kept. */
const known = new Map(lowerLetters().map((letter) => [letter, takeAnyApart(letter)]))

/** Takes a lower-case syllable apart: letter by letter where all are known, for that is far quicker. */
export function takeApart(syllable: string): Apart {
  let [folded, letters, found] = ['', '', '']
  for (let at = 0; at < syllable.length; at++) {
    const letter = known.get(syllable.charAt(at))
    if (letter === undefined) return takeAnyApart(syllable)
    folded += letter.fold
    letters += letter.letters
    found += letter.tones
  }
  return { fold: folded, letters, tones: found }
}

function takeAnyApart(syllable: string): Apart {
  const apart = syllable.toLowerCase().normalize('NFD')
  return {
    fold: fold(syllable),
    letters: apart.replace(tones, '').normalize('NFC'),
    tones: (apart.match(tones) ?? []).join(''),
  }
}

function lowerLetters(): readonly string[] {
  const dStroke = '\u0111'
  const hats = ['', '\u0302', '\u0306', '\u031b']
  const marks = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323']
  const vowels = [...'aeiouy'].flatMap((vowel) =>
    hats.flatMap((hat) => marks.map((mark) => `${vowel}${hat}${mark}`.normalize('NFC'))),
  )
  return [...'bcdfghjklmnpqrstvwxz0123456789', dStroke, ...vowels.filter(({ length }) => length === 1)]
}
