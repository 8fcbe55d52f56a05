import { shapeOf, type Shape } from './shape.ts'

/**
 * How closely a written syllable must follow the marks of the pattern. `loose`: marks may be left out. `strict`: only where
 * the whole message is written without marks. `exact`: never.
 */
type Strictness = 'loose' | 'strict' | 'exact'

export interface Literal {
  readonly shape: Shape
  readonly strictness: Strictness
}

/** One alternative: syllables in a row, and the word sets (by number) that it belongs to. */
export interface Phrase {
  readonly literals: readonly Literal[]
  readonly sets: readonly number[]
}

/** `set` is the number of a word set: the alternatives that may stand in one place. */
export type Step =
  | { readonly kind: 'words'; readonly set: number; readonly longest: number; readonly isOptional: boolean }
  | { readonly kind: 'gap'; readonly most: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }

/** A compiled pattern. */
export interface Pattern {
  readonly steps: readonly Step[]
  /** The word set that a match begins with. */
  readonly first: number
  /** The word sets that must all be found somewhere in a message before a match is possible. */
  readonly needs: readonly number[]
}

/** Named lists of alternatives, as written. */
export type WordClasses = Readonly<Record<string, string>>

/** Every phrase that some pattern knows. */
export interface PhraseBook {
  /** Under the first syllable of each, without marks. */
  readonly byHead: ReadonlyMap<string, readonly Phrase[]>
  /** Every syllable in them, without marks. */
  readonly vocabulary: ReadonlySet<string>
  readonly setCount: number
}

/** Compiles patterns and keeps what they share. */
export interface PatternCompiler {
  /** The compiled pattern, or what is wrong with it. */
  compile(source: string): Pattern | string
  /** What the patterns compiled so far are made of. */
  readonly phrases: PhraseBook
}

/** A match ends at most this many words after its start; a bit mask holds the places in between. */
const reach = 30
const defaultGap = 3
const mostGap = 8
/** Words of one phrase: a byte holds the lengths of those that stand in one place. */
const longestPhrase = 7

/**
 * The pattern language, step by step, one blank between: `đánh` a syllable · `đánh|đập` either · `bóp_cổ` two in a row ·
 * `<me>` a class, also as an alternative · `x?` may be missing · `*` up to 3 words in between, `*5` up to 5, none of them a
 * negator · `^` and `$` the ends of a sentence · `bán!` in a message written with marks only with these marks · `sờ!!`
 * always only with these marks.
 */
export function createPatternCompiler(classes: WordClasses): PatternCompiler {
  const sets = new Map<string, { readonly id: number; readonly longest: number }>()
  const phrases = new Map<string, Phrase & { readonly sets: number[] }>()
  const byHead = new Map<string, Phrase[]>()
  const vocabulary = new Set<string>()

  function phrase(written: string): (Phrase & { readonly sets: number[] }) | undefined {
    const known = phrases.get(written)
    if (known !== undefined) return known
    const literals = written.split('_').map(compileLiteral)
    const head = literals[0]?.shape.fold
    if (head === undefined || literals.length > longestPhrase) return undefined
    if (literals.some((literal) => !/^[\p{L}\p{N}]+$/u.test(literal.shape.fold))) return undefined
    const made = { literals, sets: [] }
    phrases.set(written, made)
    byHead.set(head, [...(byHead.get(head) ?? []), made])
    for (const literal of literals) vocabulary.add(literal.shape.fold)
    return made
  }

  function wordSet(part: string): { readonly id: number; readonly longest: number } | string {
    const known = sets.get(part)
    if (known !== undefined) return known
    const alternatives = expand(part, classes, [])
    if (typeof alternatives === 'string') return alternatives
    const members = new Set<Phrase & { readonly sets: number[] }>()
    for (const alternative of alternatives) {
      const member = phrase(alternative)
      if (member === undefined) return `has a wrong alternative: ${alternative === '' ? 'empty' : alternative}`
      members.add(member)
    }
    const set = { id: sets.size, longest: Math.max(...[...members].map((member) => member.literals.length)) }
    sets.set(part, set)
    for (const member of members) member.sets.push(set.id)
    return set
  }

  function compileStep(part: string): Step | string {
    if (part === '') return 'has two blanks in a row, or one at an end'
    if (part === '^') return { kind: 'start' }
    if (part === '$') return { kind: 'end' }
    if (part.startsWith('*')) {
      const most = part === '*' ? defaultGap : Number(part.slice(1))
      return Number.isInteger(most) && most >= 1 && most <= mostGap ? { kind: 'gap', most } : `has a wrong gap: ${part}`
    }
    const isOptional = part.endsWith('?')
    const set = wordSet(isOptional ? part.slice(0, -1) : part)
    return typeof set === 'string' ? set : { kind: 'words', set: set.id, longest: set.longest, isOptional }
  }

  function compile(source: string): Pattern | string {
    const steps: Step[] = []
    for (const part of source.split(' ')) {
      const step = compileStep(part)
      if (typeof step === 'string') return step
      steps.push(step)
    }
    const first = steps.find((step) => step.kind !== 'start')
    if (first?.kind !== 'words' || first.isOptional) return 'must begin with words that may not be missing'
    if (steps.slice(1).some((step) => step.kind === 'start')) return '^ stands only at the beginning'
    if (steps.slice(0, -1).some((step) => step.kind === 'end')) return '$ stands only at the end'
    if (longest(steps) > reach) return `may match more than ${reach} words`
    const needs = steps.flatMap((step) => (step.kind === 'words' && !step.isOptional ? [step.set] : []))
    return { steps, first: first.set, needs: [...new Set(needs)] }
  }

  return {
    compile,
    get phrases() {
      return { byHead, vocabulary, setCount: sets.size }
    },
  }
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
    const inner = expand(
      listed
        .trim()
        .split(/\s*\|\s*/)
        .join('|'),
      classes,
      [...inside, name],
    )
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
    if (step.kind === 'words') total += step.longest
  }
  return total
}
