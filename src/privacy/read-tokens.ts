/** A word made comparable: `fold` without marks, `form` with them, the tone behind the letters wherever it was put. */
export interface Word {
  readonly fold: string
  readonly form: string
}

/** A word of a text, where it stands and how it is written. */
export interface Token extends Word {
  readonly start: number
  readonly end: number
  /** What stands between the token before and this one. */
  readonly gap: string
  readonly isCapital: boolean
  readonly isNumber: boolean
  /** The first word of a sentence, a line or a quotation: its capital says nothing. */
  readonly isFirst: boolean
}

/** A text read into tokens. */
export interface Reading {
  /** The text that `start` and `end` count in. */
  readonly text: string
  readonly tokens: readonly Token[]
  /** No mark was typed at all: marks say nothing. */
  readonly isUnmarked: boolean
  /** Capitals tell names: the text is not written in capitals or with a capital on every word. */
  readonly hasCase: boolean
}

/** Grave, acute, tilde, hook above, dot below, as combining marks. */
const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu
const wordShape = /\p{N}+|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu
/** More capitals than this share of the words: they say nothing. */
const mostCapitals = 0.6

/** The word as it is compared. */
export function wordOf(text: string): Word {
  const apart = text.toLowerCase().normalize('NFD').replace(/đ/g, 'd\u0335')
  const tone = (apart.match(tones) ?? []).join('')
  const letters = apart.replace(tones, '').normalize('NFC')
  return { fold: apart.replace(/\p{M}/gu, ''), form: letters + tone }
}

/** True when the word was written with a tone or another mark. */
export function isMarked(word: Word): boolean {
  return word.form !== word.fold
}

/** Reads a text; it has been made plain by `plainText`. */
export function readTokens(text: string): Reading {
  let end = 0
  const tokens = [...text.matchAll(wordShape)].map((match, index): Token => {
    const [written] = match
    const gap = text.slice(end, match.index)
    end = match.index + written.length
    const isNumber = /^\p{N}/u.test(written)
    return {
      ...wordOf(written),
      start: match.index,
      end,
      gap,
      isCapital: /^\p{Lu}/u.test(written),
      isNumber,
      isFirst: index === 0 || /[.!?…:;\n"“”«»(•*]|^\s*[-–+]\s/u.test(gap),
    }
  })
  const words = tokens.filter(({ isNumber }) => !isNumber)
  const capitals = words.filter(({ isCapital }) => isCapital).length
  return {
    text,
    tokens,
    isUnmarked: !words.some(isMarked),
    hasCase: words.length === 1 || capitals <= words.length * mostCapitals,
  }
}

/** Styled letters and digits as plain ones, nothing that cannot be seen: nobody hides a number that way. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replace(/[\p{Cf}\p{Me}\ufe0f]/gu, '')
}
