import { ascii, part } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import type { PdfValue } from './pdf-value.ts'

/** Reads PDF's tokens from a place on. */
export interface PdfReader {
  /** Where the next read starts. */
  at: number
  /** A value with all in it. */
  value(): PdfValue
  /** The next word or number as it is written; empty before anything else and at the end. */
  word(): string
  /** A whole number, which has to stand here. */
  integer(): number
}

const mostDepth = 100
/** No single object outside of streams is near this long. */
const mostTokens = 1_000_000

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0x00
const delimiters = new Set([...'()<>[]{}/%'].map((char) => char.charCodeAt(0)))

/** A reader that starts at `start`. */
export function createPdfReader(bytes: Uint8Array, start: number): PdfReader {
  let tokens = 0

  function skipSpace(): void {
    for (;;) {
      while (isSpace(bytes[reader.at])) reader.at++
      if (bytes[reader.at] !== 0x25) return
      while (reader.at < bytes.length && bytes[reader.at] !== 0x0a && bytes[reader.at] !== 0x0d) reader.at++
    }
  }

  function regular(): string {
    const from = reader.at
    while (reader.at < bytes.length) {
      const byte = bytes[reader.at] ?? 0
      if (isSpace(byte) || delimiters.has(byte)) break
      reader.at++
    }
    return ascii(bytes, from, reader.at - from)
  }

  /** A literal string with its brackets, which may be nested. */
  function literal(): PdfValue {
    const from = reader.at
    let depth = 0
    do {
      const byte = bytes[reader.at++]
      if (byte === undefined) throw new Refusal('damaged')
      if (byte === 0x5c) reader.at++
      else if (byte === 0x28) depth++
      else if (byte === 0x29) depth--
    } while (depth > 0)
    return { kind: 'string', raw: part(bytes, from, reader.at) }
  }

  function hex(): PdfValue {
    const end = bytes.indexOf(0x3e, reader.at)
    if (end < 0) throw new Refusal('damaged')
    const raw = part(bytes, reader.at, end + 1)
    reader.at = end + 1
    return { kind: 'string', raw }
  }

  function name(): string {
    reader.at++
    return regular().replace(/#([0-9a-fA-F]{2})/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16)))
  }

  function dict(depth: number): PdfValue {
    const entries = new Map<string, PdfValue>()
    reader.at += 2
    for (;;) {
      skipSpace()
      if (bytes[reader.at] === 0x3e && bytes[reader.at + 1] === 0x3e) break
      if (bytes[reader.at] !== 0x2f) throw new Refusal('damaged')
      const key = name()
      entries.set(key, any(depth))
    }
    reader.at += 2
    return { kind: 'dict', entries: [...entries] }
  }

  function array(depth: number): PdfValue {
    const items: PdfValue[] = []
    reader.at++
    for (skipSpace(); bytes[reader.at] !== 0x5d; skipSpace()) items.push(any(depth))
    reader.at++
    return { kind: 'array', items }
  }

  /** Digits from `from` on, and where they end. */
  function digits(from: number): { readonly value: number; readonly end: number } {
    let value = 0
    let end = from
    for (let byte = bytes[end] ?? 0; byte >= 0x30 && byte <= 0x39 && end < from + 6; byte = bytes[end] ?? 0) {
      value = value * 10 + byte - 0x30
      end++
    }
    return { value, end }
  }

  /** A number, or the reference that it starts: `N G R`. */
  function numberOrRef(text: string): PdfValue {
    const after = reader.at
    const value: PdfValue = { kind: 'number', value: Number(text), raw: part(bytes, after - text.length, after) }
    if (!/^\d{1,10}$/.test(text)) return value
    skipSpace()
    const generation = digits(reader.at)
    if (generation.end > reader.at && isSpace(bytes[generation.end])) {
      reader.at = generation.end
      skipSpace()
      const next = bytes[reader.at + 1]
      if (bytes[reader.at] === 0x52 && (next === undefined || isSpace(next) || delimiters.has(next))) {
        reader.at++
        return { kind: 'ref', id: value.value, generation: generation.value }
      }
    }
    reader.at = after
    return value
  }

  function any(depth: number): PdfValue {
    if (depth > mostDepth || ++tokens > mostTokens) throw new Refusal('cannot-clean')
    skipSpace()
    const byte = bytes[reader.at]
    if (byte === 0x28) return literal()
    if (byte === 0x2f) return { kind: 'name', name: name() }
    if (byte === 0x5b) return array(depth + 1)
    if (byte === 0x3c) return bytes[reader.at + 1] === 0x3c ? dict(depth + 1) : hex()
    const text = regular()
    if (/^[+-]*(?:\d+\.?\d*|\.\d+|\.)(?:-\d*)?$/.test(text)) return numberOrRef(text)
    if (text === 'true' || text === 'false' || text === 'null') return { kind: 'word', word: text }
    throw new Refusal('damaged')
  }

  const reader: PdfReader = {
    at: start,
    value: () => any(0),
    word() {
      skipSpace()
      return regular()
    },
    integer() {
      const word = reader.word()
      if (!/^\d{1,10}$/.test(word)) throw new Refusal('damaged')
      return Number(word)
    },
  }
  return reader
}
