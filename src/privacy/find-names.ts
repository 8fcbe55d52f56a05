import type { PersonalWords } from '../core/personal.ts'
import { createPhrases, createStops } from './phrases.ts'
import type { Reading, Token } from './read-tokens.ts'
import { isTold, spanOf, standsBehind, type Find, type Span } from './span.ts'

const mostNameWords = 4
const mostLinking = 4

/** Finds names of people: behind "tên là", behind a title, by their surname, or by their capitals. */
export function createFindNames(words: PersonalWords): Find {
  const surnames = createPhrases(words.surnames, true)
  const middles = createPhrases(words.middles, true)
  const sureMiddles = createPhrases(words.sureMiddles, true)
  const givens = createPhrases(words.givens)
  const unclear = createPhrases(words.unclear)
  const unclearPlain = createPhrases(words.unclearPlain)
  const titles = createPhrases(words.titles)
  const selves = createPhrases(words.selves)
  const nameCues = createPhrases(words.nameCues)
  const linking = createPhrases(words.linking)
  const ordinary = createPhrases(words.ordinary)
  const isOrdinary = createStops(words.ordinary, words.common)
  const keptCapitals = createPhrases(words.keptCapitals)
  const keptNames = createPhrases(words.keptNames)

  const isGiven = (reading: Reading, token: Token | undefined) => givens.has(reading, token)
  /** A given name that is no other word as well, as far as the marks tell. */
  const isClear = (reading: Reading, token: Token | undefined) =>
    isGiven(reading, token) && !unclear.has(reading, token) && !(reading.isUnmarked && unclearPlain.has(reading, token))
  const isKept = (reading: Reading, at: number) =>
    keptNames.covers(reading, at) ||
    keptCapitals.covers(reading, at) ||
    (isOrdinary(reading, reading.tokens[at]) &&
      !isGiven(reading, reading.tokens[at]) &&
      writtenOf(reading, reading.tokens[at]).length > 1) ||
    /^[IVXLC]+$/.test(writtenOf(reading, reading.tokens[at]))
  const writtenOf = ({ text }: Reading, token: Token | undefined) => text.slice(token?.start ?? 0, token?.end ?? 0)
  const goesOn = (token: Token | undefined): token is Token =>
    standsBehind(token, /^ {0,2}$|^\.$|^ ?- ?$/) && !token.isNumber
  const span = (reading: Reading, from: number, to: number): Span => spanOf(reading, 'name', from, to)

  /** The end of the words with capitals from `from` on; a single letter behind a point belongs to them ("N.T.H."). */
  function capitalsFrom(reading: Reading, from: number): number {
    let to = from
    while (
      to - from < mostNameWords &&
      isTold(reading, reading.tokens[to]) &&
      (to === from || goesOn(reading.tokens[to]))
    )
      to++
    return to
  }

  /** The end of a name from `from` on that its surroundings say is one. */
  function nameFrom(reading: Reading, from: number): number {
    const { tokens } = reading
    if (isTold(reading, tokens[from])) return capitalsFrom(reading, from)
    let to = from
    while (to - from < mostNameWords && (to === from || goesOn(tokens[to]))) {
      const token = tokens[to]
      if (token === undefined || token.isNumber) break
      const isWanted = to - from < 3 && to > from && (middles.has(reading, token) || isGiven(reading, token))
      const isMeant = (isWanted && surnames.has(reading, tokens[from])) || (to === from && isGiven(reading, token))
      if (isOrdinary(reading, token) && !isMeant) break
      to++
    }
    return to
  }

  /** "tên là …", "tên con em là …", "họ và tên: …". */
  function behindCue(reading: Reading, at: number): Span | undefined {
    const { tokens } = reading
    const length = nameCues.at(reading, at)
    if (length === 0 || keptNames.at(reading, at) > 0) return undefined
    let from = at + length
    while (
      from - at - length < mostLinking &&
      linking.has(reading, tokens[from]) &&
      !/[,.;]/.test(tokens[from]?.gap ?? '')
    )
      from++
    const token = tokens[from]
    if (token === undefined || token.isNumber) return undefined
    const isSaid = /[:=]/.test(token.gap) || ['la', 'is'].includes(tokens[from - 1]?.fold ?? '')
    if (!isSaid && !isTold(reading, token) && !isGiven(reading, token) && !surnames.has(reading, token))
      return undefined
    const to = nameFrom(reading, from)
    return to > from ? span(reading, from, to) : undefined
  }

  /** "nguyen thi hoa", "Vàng A Súa", "trần hùng". */
  function bySurname(reading: Reading, at: number): Span | undefined {
    const { tokens } = reading
    const token = tokens[at]
    if (!surnames.has(reading, token) || keptNames.covers(reading, at)) return undefined
    if (isTold(reading, token)) {
      const to = capitalsFrom(reading, at)
      return to > at + 1 && !isKept(reading, at + 1) ? span(reading, at, to) : undefined
    }
    const [second, third] = [tokens[at + 1], tokens[at + 2]]
    if (!goesOn(second)) return undefined
    const isThird = goesOn(third) && !isOrdinary(reading, third)
    const isVague = reading.isUnmarked && unclearPlain.has(reading, token)
    const isFull =
      (middles.has(reading, second) &&
        goesOn(third) &&
        (isThird || isGiven(reading, third)) &&
        !isKept(reading, at + 1) &&
        !isKept(reading, at + 2) &&
        (!isVague || sureMiddles.has(reading, second))) ||
      (isClear(reading, second) && isClear(reading, third) && goesOn(third))
    const isShort = isClear(reading, second) && !isOrdinary(reading, token) && !unclear.has(reading, token) && !isVague
    if (!isFull && !(isShort && keptNames.at(reading, at + 1) === 0)) return undefined
    const to = nameFrom(reading, at)
    return span(reading, at, Math.max(to, at + (isFull ? 3 : 2)))
  }

  /** "bạn Lan", "thầy hùng", "cháu N.T.H."; "em là Hoa" when `isSelf`. */
  function behindTitle(reading: Reading, at: number): Span | undefined {
    const { tokens } = reading
    const title = titles.at(reading, at)
    const self = selves.at(reading, at)
    const length = Math.max(title, self)
    if (length === 0 || keptNames.at(reading, at) > 0) return undefined
    const from = at + length
    const token = tokens[from]
    if (!goesOn(token) || keptNames.at(reading, from) > 0) return undefined
    if (isTold(reading, token)) {
      const isPlain = keptCapitals.covers(reading, from) || ordinary.has(reading, token)
      if (isPlain && !isGiven(reading, token) && writtenOf(reading, token).length > 1) return undefined
      return span(reading, from, capitalsFrom(reading, from))
    }
    const isNamed = self > title ? isClear(reading, token) : isClear(reading, token) || isPair(reading, from)
    if (!isNamed || isOrdinary(reading, token)) return undefined
    let to = from + 1
    while (
      to - from < mostNameWords &&
      goesOn(tokens[to]) &&
      isClear(reading, tokens[to]) &&
      keptNames.at(reading, to) === 0
    )
      to++
    return span(reading, from, to)
  }

  const isPair = (reading: Reading, at: number) =>
    goesOn(reading.tokens[at + 1]) && isClear(reading, reading.tokens[at]) && isClear(reading, reading.tokens[at + 1])

  /** Capitals within a sentence; at its beginning, those that are known names. */
  function byCapital(reading: Reading, at: number): Span | undefined {
    const { tokens } = reading
    const token = tokens[at]
    if (token === undefined || token.isNumber) return undefined
    if (!isTold(reading, token)) {
      return !reading.isUnmarked &&
        isPair(reading, at) &&
        !isKept(reading, at) &&
        !isOrdinary(reading, token) &&
        !isOrdinary(reading, tokens[at + 1])
        ? span(reading, at, at + 2)
        : undefined
    }
    if (isKept(reading, at)) return undefined
    if (!token.isFirst) return span(reading, at, capitalsFrom(reading, at))
    const to = capitalsFrom(reading, at)
    const isNames = to > at + 1 && isGiven(reading, token) && isGiven(reading, tokens[at + 1])
    return isNames || isClear(reading, token) ? span(reading, at, to) : undefined
  }

  return (reading) =>
    reading.tokens.flatMap((_, at) =>
      [behindCue, bySurname, behindTitle, byCapital].flatMap((find) => find(reading, at) ?? []),
    )
}
