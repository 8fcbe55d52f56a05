import { isMarked, mayBe, type Shape } from './shape.ts'
import type { Spelling } from './spelling.ts'

/** One word of a message, in every reading it may have; the first is as it was written. */
export interface Word {
  readonly forms: readonly Shape[]
}

/** A message as patterns see it. The lists run in parallel, one place per word. */
export interface Message {
  readonly words: readonly Word[]
  /** The place after the last word of the sentence that the word is in. */
  readonly sentenceEnd: readonly number[]
  /** The word says "not": no gap may stretch over it. */
  readonly isNegator: readonly boolean[]
  /** The message is written with marks, so that a word without any is meant without. */
  readonly isAccented: boolean
}

interface Piece {
  readonly text: string
  /** What stands between the piece before and this one. */
  readonly gap: string
}

/** Shares of words with marks: full spelling has about 0.7, words spelled the same with and without marks make the rest. */
const accentedShare = 0.4
/** A word spelled out letter by letter is at most this many pieces. */
const longestSpelledOut = 7

/** Reads a text into words: compatible forms, lower case, invisible characters out, abbreviations and typing errors read. */
export function readMessage(text: string, spelling: Spelling, negators: readonly Shape[]): Message {
  const words: Word[] = []
  const sentenceEnd: number[] = []
  let marked = 0
  const closeSentence = (): void => {
    while (sentenceEnd.length < words.length) sentenceEnd.push(words.length)
  }
  for (const piece of joined(pieces(text), spelling)) {
    if (endsSentence(piece.gap)) closeSentence()
    for (const forms of spelling.read(spelling.squeeze(piece.text))) {
      words.push({ forms })
      if (forms[0] !== undefined && isMarked(forms[0])) marked++
    }
  }
  closeSentence()
  return {
    words,
    sentenceEnd,
    isNegator: words.map((word) => word.forms.some((form) => negators.some((negator) => mayBe(form, negator)))),
    isAccented: marked >= accentedShare * words.length,
  }
}

function pieces(text: string): Piece[] {
  const clean = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
  const all: Piece[] = []
  let last = 0
  for (const match of clean.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    all.push({ text: match[0], gap: clean.slice(last, match.index) })
    last = match.index + match[0].length
  }
  return all
}

/** Puts words together that were spelled out (c-h-ế-t) or had a sign put in (ch.ết) to slip past a filter. */
function joined(all: readonly Piece[], spelling: Spelling): Piece[] {
  const result: Piece[] = []
  for (let at = 0; at < all.length;) {
    const first = all[at] as Piece
    const length = spelledOut(all, at, spelling)
    const text = all.slice(at, at + length).map((piece) => piece.text)
    result.push({ text: text.join(''), gap: first.gap })
    at += length
  }
  return result
}

function spelledOut(all: readonly Piece[], at: number, spelling: Spelling): number {
  const single = runLength(
    all,
    at,
    (piece) => piece.text.length === 1,
    (piece) => piece.text.length === 1,
  )
  const glued = runLength(
    all,
    at,
    () => true,
    (piece) => /^[^\s]+$/.test(piece.gap),
  )
  for (let length = Math.max(single >= 3 ? single : 1, glued); length > 1; length--) {
    const text = all
      .slice(at, at + length)
      .map((piece) => piece.text)
      .join('')
    if (text.length >= 3 && spelling.isKnown(spelling.squeeze(text))) return length
  }
  return 1
}

function runLength(
  all: readonly Piece[],
  at: number,
  begins: (piece: Piece) => boolean,
  goesOn: (piece: Piece) => boolean,
): number {
  const first = all[at]
  if (first === undefined || !begins(first)) return 1
  let length = 1
  while (length < longestSpelledOut) {
    const next = all[at + length]
    if (next === undefined || !goesOn(next)) break
    length++
  }
  return length
}

/** A full stop, a question or exclamation mark, an empty line; not dots that only draw breath, nor a new line in between. */
function endsSentence(gap: string): boolean {
  return /[!?;]|\n\s*\n/.test(gap) || gap.split('.').length === 2
}
