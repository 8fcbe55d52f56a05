import { basename } from 'node:path'
import { ContentError } from '../core/errors.ts'
import type { Danger, HarmKind } from '../core/triage.ts'
import { cueNames, readLexiconFile, type CueName, type WrittenLexicon } from './lexicon-file.ts'
import { createPatternCompiler, type Pattern, type PhraseBook } from './pattern.ts'
import { shapeOf, type Shape } from './shape.ts'
import { createSpelling, type Respelling, type Spelling } from './spelling.ts'

/** A rule of the lexicon. */
export interface Rule {
  readonly id: string
  readonly level: Exclude<Danger, 'none'>
  readonly kinds: readonly HarmKind[]
  /** A cue of now makes it an emergency. */
  readonly risesNow: boolean
  /** Speaks of people in general as well: normal unless the case is real. */
  readonly needsCase: boolean
  /** Not lowered by a question, a hypothesis or fiction: the pattern itself says who and that it is so. */
  readonly isFirm: boolean
  /** Not lowered by a cue of the past. */
  readonly isTimeless: boolean
  /** What it comes to right after a negation; undefined: it does not count then. */
  readonly negated: 'same' | 'urgent' | undefined
}

/** What a pattern was written for. */
export type Purpose =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'cue'; readonly cue: CueName }
  | { readonly kind: 'idiom' }
  | { readonly kind: 'compound' }
  | { readonly kind: 'homograph' }
  | { readonly kind: 'negation' }

/** A pattern and what it is for. */
export interface Entry {
  readonly pattern: Pattern
  readonly purpose: Purpose
}

/** The checked and compiled lexicon. */
export interface Lexicon {
  readonly spelling: Spelling
  readonly negators: readonly Shape[]
  readonly phrases: PhraseBook
  /** The patterns of rules above normal: they do not see homographs. */
  readonly harms: readonly Entry[]
  /** All other patterns. */
  readonly signs: readonly Entry[]
  /** What the trained model sees beside words. */
  readonly senses: readonly Sense[]
}

/** A class of words, or a frame: what tells a story, a game, homework from what happens. */
export interface Sense {
  readonly name: string
  readonly pattern: Pattern
  readonly isFrame: boolean
}

/** Reads and checks the lexicon. Throws `ContentError` with every fault, each as `file: fault`. */
export function loadLexicon(path: string): Lexicon {
  const written = readLexiconFile(path)
  const faults: string[] = []
  const lexicon = compile(written, faults)
  if (faults.length > 0) throw new ContentError(faults.map((fault) => `${basename(path)}: ${fault}`))
  return lexicon
}

function compile(written: WrittenLexicon, faults: string[]): Lexicon {
  const compiler = createPatternCompiler({ ...written.classes, ...written.frames })
  const harms: Entry[] = []
  const signs: Entry[] = []
  const add = (where: string, sources: readonly string[], purpose: Purpose): void => {
    if (new Set(sources).size < sources.length) faults.push(`${where}: has a pattern twice`)
    for (const source of sources) {
      const pattern = compiler.compile(source)
      if (typeof pattern === 'string') {
        faults.push(`${where}: ${JSON.stringify(source)} ${pattern}`)
        continue
      }
      const isHarm = purpose.kind === 'rule' && purpose.rule.level !== 'normal'
      ;(isHarm ? harms : signs).push({ pattern, purpose })
    }
  }

  add('homographs', written.homographs, { kind: 'homograph' })
  add('compounds', written.compounds, { kind: 'compound' })
  add('idioms', written.idioms, { kind: 'idiom' })
  add('negations', written.negations, { kind: 'negation' })
  for (const cue of cueNames) add(`cues.${cue}`, written.cues[cue], { kind: 'cue', cue })
  const ids = new Set<string>()
  for (const { id, level, kinds, now, general, firm, timeless, negated, patterns: sources } of written.rules) {
    if (ids.has(id)) faults.push(`rules: two have the id ${id}`)
    ids.add(id)
    const rule: Rule = {
      id,
      level,
      kinds,
      risesNow: now !== undefined,
      needsCase: general !== undefined,
      isFirm: firm === true,
      isTimeless: timeless === true,
      negated,
    }
    add(`rules.${id}`, sources, { kind: 'rule', rule })
  }
  const uses = JSON.stringify(written)
  const senses: Sense[] = []
  for (const [part, named] of [
    ['classes', written.classes],
    ['frames', written.frames],
  ] as const) {
    for (const name of Object.keys(named)) {
      const pattern = compiler.compile(`<${name}>`)
      if (typeof pattern === 'string') faults.push(`${part}.${name}: ${pattern}`)
      else senses.push({ name, pattern, isFrame: part === 'frames' })
      if (part === 'classes' && !uses.includes(`<${name}>`)) faults.push(`classes.${name}: is not used`)
      if (part === 'frames' && name in written.classes) faults.push(`frames.${name}: there is a class of that name`)
    }
  }
  const { onsets, rimes, beginnings, endings } = written.spelling
  const spelling = createSpelling({
    short: readShort(written.spelling.short, faults),
    beginnings: respellings(beginnings),
    endings: respellings(endings),
    onsets: new Set(['', ...onsets.split(' ')]),
    rimes: new Set(rimes.split(' ')),
    vocabulary: compiler.phrases.vocabulary,
  })
  const negators = written.negators.split(' ').map(shapeOf)
  return { spelling, negators, phrases: compiler.phrases, harms, signs, senses }
}

function readShort(written: WrittenLexicon['spelling']['short'], faults: string[]): Map<string, readonly string[][]> {
  const short = new Map<string, readonly string[][]>()
  for (const [key, value] of Object.entries(written)) {
    const readings = [value].flat().map((reading) => reading.split(' '))
    if (readings.length > 1 && readings.some((reading) => reading.length > 1)) {
      faults.push(`spelling.short.${key}: a reading of several syllables must be the only one`)
    }
    if (!/^\p{Ll}+$/u.test(key.normalize('NFC'))) faults.push(`spelling.short.${key}: is not one word in lower case`)
    short.set(key.normalize('NFC'), readings)
  }
  return short
}

function respellings(written: Readonly<Record<string, string>>): Respelling[] {
  return Object.entries(written).map(([from, to]) => ({ from, to: to.split(' ') }))
}
