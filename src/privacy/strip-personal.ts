import { personalKinds, type PersonalWords } from '../core/personal.ts'
import type { StripPersonal } from '../core/ports.ts'
import { createFindNames } from './find-names.ts'
import { createFindNumbers } from './find-numbers.ts'
import { createFindPlaces } from './find-places.ts'
import { plainText, readTokens } from './read-tokens.ts'
import type { Span } from './span.ts'

/**
 * Takes out of a text who it is about: names, numbers, addresses, schools, accounts. What stood there becomes a word in
 * brackets. Rather takes out too much than too little. Pure.
 */
export function createStripPersonal(words: PersonalWords): StripPersonal {
  const finds = [createFindNumbers(words), createFindPlaces(words), createFindNames(words)]
  return (text, translate) => {
    const reading = readTokens(plainText(text))
    const spans = joined(
      reading.text,
      finds.flatMap((find) => find(reading)),
    )
    let stripped = ''
    let end = 0
    for (const { kind, start, end: to } of spans) {
      stripped += `${reading.text.slice(end, start)}[${translate(`personal.${kind}`)}]`
      end = to
    }
    return stripped + reading.text.slice(end)
  }
}

/** Spans that overlap, and those of one kind with nothing but blanks between them, are one; the longer one says what it is. */
function joined(text: string, spans: readonly Span[]): readonly Span[] {
  const ordered = [...spans].sort(
    (a, b) => a.start - b.start || b.end - a.end || personalKinds.indexOf(a.kind) - personalKinds.indexOf(b.kind),
  )
  const result: Span[] = []
  for (const span of ordered) {
    const last = result.at(-1)
    const isOne =
      last !== undefined &&
      (span.start < last.end || (span.kind === last.kind && /^[\s,.-]*$/u.test(text.slice(last.end, span.start))))
    if (!isOne) {
      result.push(span)
      continue
    }
    const kind = span.end - span.start > last.end - last.start ? span.kind : last.kind
    result[result.length - 1] = { kind, start: last.start, end: Math.max(last.end, span.end) }
  }
  return result
}
