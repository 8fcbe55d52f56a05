import type { Literal, Pattern, PhraseBook, Step } from './pattern.ts'
import type { Lexicon } from './lexicon.ts'
import { readMessage, type Message } from './read-message.ts'
import { isMarked, isSame, mayBe } from './shape.ts'

/** A message made ready for matching: every phrase looked up once at every word. */
export interface Prepared {
  readonly message: Message
  /** The column of each word set in `lengths`, -1 where none of its phrases is in the message. */
  readonly columns: Int32Array
  readonly width: number
  /** By word, then column: bit n is set when a phrase of n words of that set stands there. */
  readonly lengths: Uint8Array
}

/** Reads a text and makes it ready for the patterns of a lexicon. */
export function prepareText(text: string, { spelling, negators, phrases }: Lexicon): Prepared {
  return prepare(readMessage(text, spelling, negators), phrases)
}

/** Looks up every phrase of the book at every word of the message. */
export function prepare(message: Message, phrases: PhraseBook): Prepared {
  const columns = new Int32Array(phrases.setCount).fill(-1)
  const found: { at: number; column: number; length: number }[] = []
  let width = 0
  for (const [at, word] of message.words.entries()) {
    for (const head of new Set(word.forms.map((form) => form.fold))) {
      for (const { literals, sets } of phrases.byHead.get(head) ?? []) {
        if (!stands(literals, message, at)) continue
        for (const set of sets) {
          if (columns[set] === -1) columns[set] = width++
          found.push({ at, column: columns[set] ?? 0, length: literals.length })
        }
      }
    }
  }
  const lengths = new Uint8Array(width * message.words.length)
  for (const { at, column, length } of found)
    lengths[at * width + column] = (lengths[at * width + column] ?? 0) | (1 << length)
  return { message, columns, width, lengths }
}

/** True when the pattern can match at all: each word set that it needs has a phrase somewhere. */
export function isPossible(pattern: Pattern, { columns }: Prepared): boolean {
  return pattern.needs.every((set) => columns[set] !== -1)
}

/**
 * The end (first word after) of the longest match that begins at word `start`, or -1. Takes at most steps × 31 tries: every
 * step turns the set of places reached so far, a bit mask counted from `start`, into the next one.
 */
export function matchAt(pattern: Pattern, prepared: Prepared, start: number): number {
  if (lengthsAt(pattern.first, prepared, start) === 0) return -1
  const end = prepared.message.sentenceEnd[start] ?? start
  let places = 1
  for (const step of pattern.steps) {
    places = take(step, prepared, start, end, places)
    if (places === 0) return -1
  }
  return start + 31 - Math.clz32(places)
}

function take(step: Step, prepared: Prepared, start: number, end: number, places: number): number {
  const { message } = prepared
  let next = 0
  switch (step.kind) {
    case 'start':
      return start === 0 || message.sentenceEnd[start - 1] !== end ? places : 0
    case 'end':
      return end - start < 31 ? places & (1 << (end - start)) : 0
    case 'gap': {
      next = places
      for (let round = 0; round < step.most; round++) next |= stepOver(message, start, end, next)
      return next
    }
    case 'words':
      if (step.isOptional) next = places
      for (let left = places; left !== 0; left &= left - 1) {
        const offset = 31 - Math.clz32(left & -left)
        if (start + offset < end) next |= lengthsAt(step.set, prepared, start + offset) << offset
      }
      return next
    default:
      return step satisfies never
  }
}

function stepOver(message: Message, start: number, end: number, places: number): number {
  let next = 0
  for (let left = places; left !== 0; left &= left - 1) {
    const offset = 31 - Math.clz32(left & -left)
    const at = start + offset
    if (at < end && message.isNegator[at] === false) next |= 1 << (offset + 1)
  }
  return next
}

function lengthsAt(set: number, { columns, width, lengths }: Prepared, at: number): number {
  const column = columns[set] ?? -1
  return column === -1 ? 0 : (lengths[at * width + column] ?? 0)
}

/** True when the phrase stands at `at`, within the sentence. */
function stands(literals: readonly Literal[], message: Message, at: number): boolean {
  const end = message.sentenceEnd[at] ?? at
  return at + literals.length <= end && literals.every((literal, index) => fits(message, at + index, literal))
}

function fits(message: Message, at: number, literal: Literal): boolean {
  const word = message.words[at]
  if (word === undefined) return false
  return word.forms.some((form) => {
    switch (literal.strictness) {
      case 'loose':
        return mayBe(form, literal.shape)
      case 'strict':
        return (
          isSame(form, literal.shape) || (!message.isAccented && !isMarked(form) && form.fold === literal.shape.fold)
        )
      case 'exact':
        return isSame(form, literal.shape)
      default:
        return literal.strictness satisfies never
    }
  })
}
