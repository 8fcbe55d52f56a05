import type { PersonalWords } from '../core/personal.ts'
import { createPhrases } from './phrases.ts'
import type { Reading } from './read-tokens.ts'
import type { Find, Span } from './span.ts'

/** More digits than these in a row are no age, year or article. */
const leastDigits = 7
const farthest = 6
/** Digits with anything between them; o and l typed for 0 and 1. */
const longNumber = /(?<![\p{L}\p{N}])[+(]?[\doOlI](?:[\s.\-–_,()*/|]{0,3}[\doOlI](?:(?=[\doOlI])|(?!\p{L})))*/gu
const day = String.raw`(?:\d{1,2}[/.-]){2}(?:19|20)\d\d`
/** Days, numbers of documents, and ages or classes in a row: 1/7/2025, 102/2016, "13, 14, 15". */
const plainNumbers = new RegExp(
  String.raw`^\D*(?:${day}(?:\s*[-–,]\s*${day})*|\d{1,3}/(?:19|20)\d\d|[1-9]\d?(?:, ?[1-9]\d?)+)\D*$`,
)

/** Finds links, e-mail addresses, accounts, telephone and other numbers of people, however they are broken up. */
export function createFindNumbers(words: PersonalWords): Find {
  const ends = words.linkEndings.join('|')
  const hosts = words.mailHosts.join('|')
  const at = ['@', '\\s@\\s', ...words.atWords.map((word) => `\\s${word}\\s`)].join('|')
  const dot = ['\\.', ...words.dotWords.map((word) => `\\s${word}\\s`)].join('|')
  const inMail = '[\\p{L}\\p{N}._%+-]'
  const shapes: readonly (readonly [Span['kind'], RegExp])[] = [
    [
      'email',
      new RegExp(`(?<!${inMail})${inMail}+(?:${at})\\s?[\\p{L}\\p{N}-]+(?:\\s?(?:${dot})\\s?[\\p{L}\\p{N}-]+)*`, 'giu'),
    ],
    [
      'email',
      new RegExp(`(?<!${inMail})(?=${inMail}*\\p{N})${inMail}+\\s?(?:${hosts})\\b(?:\\s?(?:${dot})\\s?com)?`, 'giu'),
    ],
    ['link', /\b(?:https?:\/\/|www\.)\S+/giu],
    ['link', new RegExp(`(?<![\\p{L}\\p{N}])(?:[\\p{L}\\p{N}-]+\\.)+(?:${ends})(?![\\p{L}\\p{N}])(?:/\\S*)?`, 'giu')],
    ['link', /(?<![\p{L}\p{N}])[\p{L}\p{N}-]+(?:\.[a-z]{2,})+\/\S+/giu],
    ['account', /(?<![\p{L}\p{N}])@[\p{L}\p{N}._]{2,}/gu],
    ['account', /(?<![\p{L}\p{N}/])[\p{L}\p{N}]+(?:_+[\p{L}\p{N}]+)+/gu],
    ['number', /(?<![\p{L}\p{N}/.-])\d{2}[ -]?[a-z]{1,2}\d?[ .-]{1,3}\d{3}[ .]?\d{2}(?!\d)/giu],
  ]
  const numberCues = createPhrases(words.numberCues)
  const secretCues = createPhrases(words.secretCues)
  const accountCues = createPhrases(words.accountCues)
  const birthCues = createPhrases(words.birthCues)
  const linking = createPhrases(words.linking)
  const ordinary = createPhrases(words.ordinary)
  const digitWords = createPhrases(words.digitWords)
  const money = createPhrases(words.moneyWords)
  const kept = new Set(words.keptNumbers.map(digitsOf))
  const keptTokens = words.keptTokens.map((token) => token.toLowerCase())

  function longNumbers(reading: Reading): readonly Span[] {
    const found: Span[] = []
    for (const match of reading.text.matchAll(longNumber)) {
      const [written] = match
      const [start, end] = [match.index, match.index + written.length]
      const next = reading.tokens.find((token) => token.start >= end)
      const isMoney = /^[1-9]\d{0,2}(?:[., ]\d{3})+$|^[1-9]\d*$/.test(written.trim()) && money.has(reading, next)
      const digits = digitsOf(written)
      if (digits.length < leastDigits || isMoney || isKept(written) || plainNumbers.test(written)) continue
      found.push({ kind: 'number', start, end })
    }
    return found
  }

  /** Several hotlines in a row, years, or ages: each of them stays. */
  function isKept(written: string): boolean {
    if (kept.has(digitsOf(written))) return true
    const parts = written.split(/[^\d]+/).filter((part) => part !== '')
    return parts.length > 1 && parts.every((part) => kept.has(part) || /^(?:19|20)\d\d$/.test(part))
  }

  function spelled(reading: Reading): readonly Span[] {
    const { tokens } = reading
    const found: Span[] = []
    for (let from = 0; from < tokens.length; from++) {
      let to = from
      let digits = 0
      let words = 0
      for (; to < tokens.length; to++) {
        const token = tokens[to]
        if (token === undefined || (to > from && !/^[\s.,\-–]*$/u.test(token.gap))) break
        if (token.isNumber) digits += token.fold.length
        else if (digitWords.has(reading, token)) words++
        else break
      }
      const [first, last] = [tokens[from], tokens[to - 1]]
      if (words > 1 && digits + words >= leastDigits && first !== undefined && last !== undefined) {
        found.push({ kind: 'number', start: first.start, end: last.end })
        from = to - 1
      }
    }
    return found
  }

  /** What follows a word such as "sđt", "CCCD" or "mật khẩu". */
  function cued(reading: Reading): readonly Span[] {
    const { tokens, text } = reading
    return tokens.flatMap((_, index): readonly Span[] => {
      const secret = secretCues.at(reading, index)
      const length = Math.max(numberCues.at(reading, index), secret)
      if (length === 0) return []
      let from = index + length
      while (from - index - length < farthest && linking.has(reading, tokens[from])) from++
      const first = tokens[from]
      if (first === undefined) return []
      const isSaid = from > index + length || /[:=]/.test(first.gap)
      if (secret > 0 && isSaid && !ordinary.has(reading, first)) return [wordAt(text, first.start, 'number')]
      const numeric = tokens.findIndex((token, at) => at >= from && at <= from + 2 && token.isNumber)
      const digits = /^[\d\s.\-–()/]+/.exec(text.slice(tokens[numeric]?.start ?? text.length))?.[0].trim() ?? ''
      const isPlain =
        digitsOf(digits).length < 3 || kept.has(digitsOf(digits)) || isKept(digits) || plainNumbers.test(digits)
      const start = tokens[numeric]?.start ?? 0
      return isPlain ? [] : [{ kind: 'number', start, end: start + digits.length }]
    })
  }

  function births(reading: Reading): readonly Span[] {
    return reading.tokens.flatMap((_, index): readonly Span[] => {
      const length = birthCues.at(reading, index)
      const rest = reading.text.slice(reading.tokens[index + length - 1]?.end ?? 0)
      const day = length === 0 ? null : /^[\s:\p{L}]{0,12}?(\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4})/u.exec(rest)
      if (day?.[1] === undefined) return []
      const start = (reading.tokens[index + length - 1]?.end ?? 0) + day[0].length - day[1].length
      return [{ kind: 'number', start, end: start + day[1].length }]
    })
  }

  /** Names of accounts: letters and digits mixed, or what stands behind "nick là", "zalo:" … */
  function accounts(reading: Reading): readonly Span[] {
    const { tokens, text } = reading
    const found: Span[] = []
    for (const match of text.matchAll(/(?<![\p{L}\p{N}/.-])\p{L}[\p{L}.]*\d[\p{L}\p{N}.]*/gu)) {
      const written = match[0].replace(/\.+$/, '')
      const isPlain = keptTokens.some((token) => written.toLowerCase().startsWith(token))
      if (
        written.length >= 5 &&
        /\d.*\d/.test(written) &&
        /\p{L}.*\p{L}/u.test(written) &&
        !isPlain &&
        text[match.index + match[0].length] !== '/'
      )
        found.push({ kind: 'account', start: match.index, end: match.index + written.length })
    }
    for (const index of tokens.keys()) {
      const length = accountCues.at(reading, index)
      if (length === 0) continue
      let from = index + length
      while (from - index - length < farthest && linking.has(reading, tokens[from])) from++
      const first = tokens[from]
      const last = tokens[from - 1]
      if (first === undefined || last === undefined) continue
      const isSaid = /[:=]/.test(first.gap) || ['la', 'is'].includes(last.fold)
      if (!isSaid || ordinary.has(reading, first) || accountCues.at(reading, from) > 0) continue
      let to = from
      while (
        to - from < 3 &&
        to + 1 < tokens.length &&
        /^ $/.test(tokens[to + 1]?.gap ?? '') &&
        !ordinary.has(reading, tokens[to + 1])
      )
        to++
      found.push({
        kind: 'account',
        start: first.start,
        end: wordAt(text, tokens[to]?.start ?? first.start, 'account').end,
      })
    }
    return found
  }

  return (reading) => [
    ...shapes.flatMap(([kind, shape]) =>
      [...reading.text.matchAll(shape)].map((match) => ({
        kind,
        start: match.index,
        end: match.index + match[0].length,
      })),
    ),
    ...longNumbers(reading),
    ...spelled(reading),
    ...cued(reading),
    ...births(reading),
    ...accounts(reading),
  ]
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

/** From `start` to the next blank; a point behind it is none of it. */
function wordAt(text: string, start: number, kind: Span['kind']): Span {
  const written = /^\S+/.exec(text.slice(start))?.[0].replace(/[.,;:!?)"”]+$/u, '') ?? ''
  return { kind, start, end: start + written.length }
}
