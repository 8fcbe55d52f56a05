import type { Message } from './read-message.ts'
import { isMarked, isSame, mayBe, shapeOf, type Shape } from './shape.ts'

/**
 * How closely a written syllable must follow the marks of the pattern. `loose`: marks may be left out. `strict`: only where
 * the whole message is written without marks. `exact`: never.
 */
type Strictness = 'loose' | 'strict' | 'exact'

interface Literal {
  readonly shape: Shape
  readonly strictness: Strictness
}

type Step =
  | { readonly kind: 'words'; readonly byHead: ReadonlyMap<string, readonly (readonly Literal[])[]>; readonly isOptional: boolean }
  | { readonly kind: 'gap'; readonly most: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }

/** A compiled pattern. `heads` are the syllables, without marks, that a match can begin with. */
export interface Pattern {
  readonly steps: readonly Step[]
  readonly heads: readonly string[]
  /** Every syllable the pattern knows, without marks. */
  readonly syllables: readonly string[]
}

/** Named lists of alternatives, as written. */
export type WordClasses = Readonly<Record<string, string>>

/** A match ends at most this many words after its start; a bit mask holds the places in between. */
const reach = 30
const defaultGap = 3
const mostGap = 8

/**
 * Compiles one pattern; answers what is wrong with it as a string otherwise. The language, step by step, blanks between:
 * `đánh` a syllable · `đánh|đập` either · `bóp_cổ` two in a row · `<me>` a class, also as an alternative · `x?` may be
 * missing · `*` up to 3 words in between, `*5` up to 5, none of them a negator · `^` and `$` the ends of a sentence ·
 * `bán!` in a message written with marks only with these marks · `sờ!!` always only with these marks.
 */
export function compilePattern(source: string, classes: WordClasses): Pattern | string {
  const steps: Step[] = []
  for (const part of source.split(' ')) {
    const step = compileStep(part, classes)
    if (typeof step === 'string') return step
    steps.push(step)
  }
  const first = steps.find((step) => step.kind !== 'start')
  if (first?.kind !== 'words' || first.isOptional) return 'must begin with words that may not be missing'
  if (steps.slice(1).some((step) => step.kind === 'start')) return '^ stands only at the beginning'
  if (steps.slice(0, -1).some((step) => step.kind === 'end')) return '$ stands only at the end'
  if (longest(steps) > reach) return `may match more than ${reach} words`
  const words = steps.filter((step) => step.kind === 'words')
  const literals = words.flatMap((step) => [...step.byHead.values()].flat(2))
  return { steps, heads: [...first.byHead.keys()], syllables: [...new Set(literals.map((literal) => literal.shape.fold))] }
}

function compileStep(part: string, classes: WordClasses): Step | string {
  if (part === '') return 'has two blanks in a row, or one at an end'
  if (part === '^') return { kind: 'start' }
  if (part === '$') return { kind: 'end' }
  if (part.startsWith('*')) {
    const most = part === '*' ? defaultGap : Number(part.slice(1))
    return Number.isInteger(most) && most >= 1 && most <= mostGap ? { kind: 'gap', most } : `has a wrong gap: ${part}`
  }
  const isOptional = part.endsWith('?')
  const alternatives = expand(isOptional ? part.slice(0, -1) : part, classes, [])
  if (typeof alternatives === 'string') return alternatives
  const byHead = new Map<string, (readonly Literal[])[]>()
  for (const alternative of alternatives) {
    const literals = alternative.split('_').map(compileLiteral)
    const head = literals[0]?.shape.fold
    if (head === undefined || literals.some((literal) => !/^[\p{L}\p{N}]+$/u.test(literal.shape.fold))) {
      return `has a wrong alternative: ${alternative === '' ? 'empty' : alternative}`
    }
    byHead.set(head, [...(byHead.get(head) ?? []), literals])
  }
  return { kind: 'words', byHead, isOptional }
}

function expand(part: string, classes: WordClasses, inside: readonly string[]): string[] | string {
  const all: string[] = []
  for (const alternative of part.split('|')) {
    const name = /^<([a-z-]+)>$/.exec(alternative)?.[1]
    if (name === undefined) {
      all.push(alternative)
      continue
    }
    const listed = classes[name]
    if (listed === undefined || inside.includes(name)) return `names a class that does not exist: ${name}`
    const inner = expand(listed.trim().split(/\s*\|\s*/).join('|'), classes, [...inside, name])
    if (typeof inner === 'string') return inner
    all.push(...inner)
  }
  return all
}

function compileLiteral(written: string): Literal {
  const bare = written.replace(/!{1,2}$/, '')
  const strictness = written.endsWith('!!') ? 'exact' : written.endsWith('!') ? 'strict' : 'loose'
  return { shape: shapeOf(bare), strictness }
}

function longest(steps: readonly Step[]): number {
  let total = 0
  for (const step of steps) {
    if (step.kind === 'gap') total += step.most
    if (step.kind === 'words') total += Math.max(...[...step.byHead.values()].flat().map((literals) => literals.length))
  }
  return total
}

/**
 * The end (first word after) of the longest match that begins at word `start`, or -1. Takes at most steps × 31 tries: every
 * step turns the set of places reached so far, a bit mask counted from `start`, into the next one.
 */
export function matchAt(pattern: Pattern, message: Message, start: number): number {
  const end = message.sentenceEnd[start] ?? start
  let places = 1
  for (const step of pattern.steps) {
    places = take(step, message, start, end, places)
    if (places === 0) return -1
  }
  return start + 31 - Math.clz32(places)
}

function take(step: Step, message: Message, start: number, end: number, places: number): number {
  let next = 0
  switch (step.kind) {
    case 'start':
      return start === 0 || message.sentenceEnd[start - 1] !== end ? places : 0
    case 'end':
      return end - start <= reach ? places & (1 << (end - start)) : 0
    case 'gap': {
      next = places
      for (let round = 0; round < step.most; round++) next |= stepOver(message, start, end, next)
      return next
    }
    case 'words':
      if (step.isOptional) next = places
      for (let left = places; left !== 0; left &= left - 1) {
        const offset = 31 - Math.clz32(left & -left)
        next |= takeWords(step.byHead, message, start + offset, end) << offset
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

/** Bit n is set when an alternative of n words stands at `at`. */
function takeWords(
  byHead: ReadonlyMap<string, readonly (readonly Literal[])[]>,
  message: Message,
  at: number,
  end: number,
): number {
  const word = at < end ? message.words[at] : undefined
  if (word === undefined) return 0
  let lengths = 0
  for (const form of word.forms) {
    for (const literals of byHead.get(form.fold) ?? []) {
      if (literals.every((literal, index) => at + index < end && fits(message, at + index, literal))) {
        lengths |= 1 << literals.length
      }
    }
  }
  return lengths
}

function fits(message: Message, at: number, literal: Literal): boolean {
  const word = message.words[at]
  if (word === undefined) return false
  return word.forms.some((form) => {
    switch (literal.strictness) {
      case 'loose':
        return mayBe(form, literal.shape)
      case 'strict':
        return isSame(form, literal.shape) || (!message.isAccented && !isMarked(form) && form.fold === literal.shape.fold)
      case 'exact':
        return isSame(form, literal.shape)
      default:
        return literal.strictness satisfies never
    }
  })
}
