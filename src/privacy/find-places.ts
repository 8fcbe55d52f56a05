import type { PersonalWords } from '../core/personal.ts'
import { createPhrases, createStops } from './phrases.ts'
import type { Reading, Token } from './read-tokens.ts'
import { isTold, spanOf, standsBehind, type Find, type Span } from './span.ts'

const mostWords = 4
const mostPlainWords = 3
const longestAddress = 16

/** Finds addresses, places by their names, schools and classes. */
export function createFindPlaces(words: PersonalWords): Find {
  const placeCues = createPhrases(words.placeCues)
  const placeCuesUnclear = createPhrases(words.placeCuesUnclear)
  const streetCues = createPhrases(words.streetCues)
  const streetEnds = createPhrases(words.streetEnds)
  const roomCues = createPhrases(words.roomCues)
  const houseCues = createPhrases(words.houseCues)
  const addressCues = createPhrases(words.addressCues)
  const placeBefore = createPhrases(words.placeBefore)
  const documents = createPhrases(words.documents)
  const keptPlaces = createPhrases(words.keptPlaces)
  const places = createPhrases(words.places)
  const schoolCues = createPhrases(words.schoolCues)
  const schoolLevels = createPhrases(words.schoolLevels)
  const classCues = createPhrases(words.classCues)
  const isOrdinary = createStops(words.ordinary, words.common)
  const linking = createPhrases(words.linking)
  const keptNames = createPhrases(words.keptNames)
  const keptNumbers = new Set(words.keptNumbers)

  const goesOn = (token: Token | undefined): token is Token => standsBehind(token, /^[ .]{0,2}$|^ ?[-/] ?$/)

  /** The end of what a place is called, from `from` on: numbers, capitals, or some words up to an ordinary one. */
  function calledFrom(reading: Reading, from: number): number {
    const { tokens } = reading
    const first = tokens[from]
    if (!goesOn(first) || keptPlaces.at(reading, from) > 0 || keptNames.at(reading, from) > 0) return from
    const isBold = isTold(reading, first)
    let to = from
    while (to - from < (isBold ? mostWords : mostPlainWords)) {
      const token = tokens[to]
      if (!goesOn(token)) break
      if (token.isNumber) {
        to++
        if (first.isNumber && !isNumberPart(tokens[to])) break
        continue
      }
      if (isBold ? !token.isCapital : isStop(reading, token, first)) break
      to++
    }
    return to
  }

  const isNumberPart = (token: Token | undefined) =>
    token !== undefined && (/^ ?[-/] ?$/.test(token.gap) || (token.gap === '' && token.fold.length < 3))
  const isStop = (reading: Reading, token: Token, first: Token) =>
    isOrdinary(reading, token) || (first.isNumber && token.gap !== '')

  /** "xã Sơn Tây", "quan 1", "o ban na lua": a cue, and what is called by it. */
  function placeAt(reading: Reading, at: number): Span | undefined {
    const known = places.at(reading, at)
    if (known > 0) return spanOf(reading, 'place', at, at + known)
    if (keptPlaces.covers(reading, at)) return undefined
    const clear = placeCues.at(reading, at)
    const unsure = placeCuesUnclear.at(reading, at)
    const cue = Math.max(clear, unsure)
    if (cue === 0) return undefined
    // "tổ dân phố số 4"
    const length = cue + (reading.tokens[at + cue + 1]?.isNumber === true ? houseCues.at(reading, at + cue) : 0)
    const next = reading.tokens[at + length]
    const isShown =
      isTold(reading, next) ||
      next?.isNumber === true ||
      placeBefore.has(reading, reading.tokens[at - 1]) ||
      places.at(reading, at + length) > 0
    if (clear < cue && !isShown) return undefined
    const to = calledFrom(reading, at + length)
    return to > at + length ? spanOf(reading, 'place', at + length, to) : undefined
  }

  /** "số 12 ngõ 34 đường Láng", "phòng 302", "12 Lang street". */
  function addressAt(reading: Reading, at: number): Span | undefined {
    const { tokens } = reading
    const street = streetCues.at(reading, at)
    if (street > 0 && !keptPlaces.covers(reading, at)) {
      const named = calledFrom(reading, at + street)
      // "hẻm 210 Cách Mạng Tháng Tám": the number, and the street it is in.
      const to =
        tokens[at + street]?.isNumber === true && isTold(reading, tokens[named]) ? calledFrom(reading, named) : named
      if (to > at + street) return spanOf(reading, 'address', at, to)
    }
    const room = roomCues.at(reading, at)
    if (room > 0 && !keptPlaces.covers(reading, at)) {
      const token = tokens[at + room]
      const isCode = token?.isNumber === true || (isTold(reading, token) && (token?.fold.length ?? 9) === 1)
      const to = isCode && goesOn(token) ? codeFrom(reading, at + room) : at
      if (to > at) return spanOf(reading, 'address', at, to)
    }
    return houseAt(reading, at) ?? saidAddress(reading, at)
  }

  /** A number with letters and parts: 12, 12A, 5/12, A1-203. */
  function codeFrom({ tokens }: Reading, from: number): number {
    let to = from + 1
    while (isNumberPart(tokens[to]) || (tokens[to]?.isNumber === true && tokens[to]?.gap === '')) to++
    return to
  }

  function houseAt(reading: Reading, at: number): Span | undefined {
    const { tokens } = reading
    const cue = houseCues.at(reading, at)
    const number = tokens[at + cue]
    if (number?.isNumber !== true || keptNumbers.has(number.fold) || (cue > 0 && !goesOn(number))) return undefined
    if (documents.has(reading, tokens[at - 1]) || number.fold.length > 4) return undefined
    const to = codeFrom(reading, at + cue)
    const next = tokens[to]
    const isAddress =
      streetCues.at(reading, to) > 0 || placeCues.at(reading, to) > 0 || placeCuesUnclear.at(reading, to) > 0
    if (cue === 0) {
      const end = [1, 2, 3].find((more) => streetEnds.at(reading, to + more) > 0 && isTold(reading, next))
      if (end !== undefined) return spanOf(reading, 'address', at, to + end + 1)
      const isBehind = placeBefore.has(reading, tokens[at - 1])
      if (!isBehind || (!isAddress && !isTold(reading, next))) return undefined
      return spanOf(reading, 'address', at, isAddress ? to : calledFrom(reading, to))
    }
    const isHouse = cue > 1 || placeBefore.has(reading, tokens[at - 1]) || isAddress || isTold(reading, next)
    if (!isHouse) return undefined
    return spanOf(reading, 'address', at, isAddress || next?.gap !== ' ' ? to : calledFrom(reading, to))
  }

  /** What stands behind "địa chỉ … là" up to the end of the sentence. */
  function saidAddress(reading: Reading, at: number): Span | undefined {
    const { tokens } = reading
    const cue = addressCues.at(reading, at)
    if (cue === 0) return undefined
    let from = at + cue
    while (from - at - cue < mostWords && linking.has(reading, tokens[from])) from++
    const first = tokens[from]
    const isSaid = /:/.test(first?.gap ?? '') || ['la', 'is'].includes(tokens[from - 1]?.fold ?? '')
    if (first === undefined || (!isSaid && !first.isNumber) || isOrdinary(reading, first)) return undefined
    let to = from + 1
    while (to - from < longestAddress && tokens[to]?.isFirst === false) to++
    return spanOf(reading, 'address', from, to)
  }

  /** "THCS Nguyễn Du", "truong kim lien"; "Kim Lien school". */
  function schoolAt(reading: Reading, at: number): Span | undefined {
    const cue = schoolCues.at(reading, at)
    if (keptPlaces.covers(reading, at)) return undefined
    if (cue === 0) return undefined
    let from = at + cue
    for (let level = schoolLevels.at(reading, from); level > 0; level = schoolLevels.at(reading, from)) from += level
    const to = calledFrom(reading, from)
    return to > from ? spanOf(reading, 'school', from, to) : undefined
  }

  /** "lớp 6A2", "lop 7b", "lớp 6/2", "9A1"; a plain "lớp 6" tells nobody. */
  function classAt(reading: Reading, at: number): Span | undefined {
    const { tokens, text } = reading
    const cue = classCues.at(reading, at)
    const from = tokens[at + cue]
    if (from === undefined || !from.isNumber || from.fold.length > 2) return undefined
    const rest = text.slice(from.start)
    const code =
      cue > 0
        ? /^\d{1,2}(?: ?[a-z]\d{0,2}(?![\p{L}\d])| ?[-/.] ?\d{1,2}(?![\d/]))/iu.exec(rest)
        : /^(?:[1-9]|1[0-2])[a-h]\d{1,2}(?![\p{L}\d])/iu.exec(rest)
    if (code === null) return undefined
    return { kind: 'school', start: tokens[at]?.start ?? 0, end: from.start + code[0].length }
  }

  return (reading) =>
    reading.tokens.flatMap((_, at) =>
      [classAt(reading, at), schoolAt(reading, at), addressAt(reading, at), placeAt(reading, at)].flatMap(
        (found) => found ?? [],
      ),
    )
}
