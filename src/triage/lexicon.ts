import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { ContentError } from '../core/errors.ts'
import { harmKinds, type Danger, type HarmKind } from '../core/triage.ts'
import { compilePattern, type Pattern } from './pattern.ts'
import { shapeOf, type Shape } from './shape.ts'
import { createSpelling, type Respelling, type Spelling } from './spelling.ts'

export const cueNames = ['question', 'hypothetical', 'fiction', 'past', 'now', 'alarm', 'concrete'] as const
/**
 * What changes the level of a match. question: asks about the law or about prevention. hypothetical: "what if". fiction: a
 * film, a game, a lesson. past: long over. now: going on, near the match. alarm: now, anywhere in the message. concrete: it
 * happened to someone the writer knows.
 */
export type CueName = (typeof cueNames)[number]

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

/** The checked and compiled lexicon. */
export interface Lexicon {
  readonly spelling: Spelling
  readonly negators: readonly Shape[]
  /** Every pattern under each syllable, without marks, that it can begin with. */
  readonly byHead: ReadonlyMap<string, readonly { readonly pattern: Pattern; readonly purpose: Purpose }[]>
}

const patterns = z.array(z.string()).min(1)
const schema = z.strictObject({
  spelling: z.strictObject({
    onsets: z.string(),
    rimes: z.string(),
    beginnings: z.record(z.string(), z.string()),
    endings: z.record(z.string(), z.string()),
    short: z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])),
  }),
  classes: z.record(z.string(), z.string()),
  negators: z.string(),
  negations: patterns,
  homographs: patterns,
  compounds: patterns,
  idioms: patterns,
  cues: z.strictObject({
    question: patterns,
    hypothetical: patterns,
    fiction: patterns,
    past: patterns,
    now: patterns,
    alarm: patterns,
    concrete: patterns,
  } satisfies Record<CueName, unknown>),
  rules: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
        level: z.enum(['emergency', 'urgent', 'normal']),
        kinds: z.array(z.enum(harmKinds).exclude(['none'])).min(1),
        now: z.literal('emergency').optional(),
        general: z.literal('normal').optional(),
        firm: z.literal(true).optional(),
        timeless: z.literal(true).optional(),
        negated: z.enum(['same', 'urgent']).optional(),
        patterns,
      }),
    )
    .min(1),
})
type Written = z.infer<typeof schema>

/** Reads and checks the lexicon. Throws `ContentError` with every fault, each as `file: fault`. */
export function loadLexicon(path: string): Lexicon {
  const written = readWritten(path)
  const faults: string[] = []
  const lexicon = compile(written, faults)
  if (faults.length > 0) throw new ContentError(faults.map((fault) => `${basename(path)}: ${fault}`))
  return lexicon
}

function readWritten(path: string): Written {
  const fail = (faults: readonly string[]): never => {
    throw new ContentError(faults.map((fault) => `${basename(path)}: ${fault}`))
  }
  const document = parseDocument(readFileSync(path, 'utf8'))
  if (document.errors.length > 0) return fail(document.errors.map((error) => error.message.split('\n')[0] ?? error.code))
  const result = schema.safeParse(document.toJS())
  if (!result.success) return fail(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  return result.data
}

function compile(written: Written, faults: string[]): Lexicon {
  const byHead = new Map<string, { pattern: Pattern; purpose: Purpose }[]>()
  const vocabulary = new Set<string>()
  const add = (where: string, sources: readonly string[], purpose: Purpose): void => {
    if (new Set(sources).size < sources.length) faults.push(`${where}: has a pattern twice`)
    for (const source of sources) {
      const pattern = compilePattern(source, written.classes)
      if (typeof pattern === 'string') {
        faults.push(`${where}: ${JSON.stringify(source)} ${pattern}`)
        continue
      }
      for (const head of pattern.heads) byHead.set(head, [...(byHead.get(head) ?? []), { pattern, purpose }])
      for (const syllable of pattern.syllables) vocabulary.add(syllable)
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
  for (const name of Object.keys(written.classes)) {
    const tried = compilePattern(`<${name}>`, written.classes)
    if (typeof tried === 'string') faults.push(`classes.${name}: ${tried}`)
  }
  const { onsets, rimes, beginnings, endings } = written.spelling
  const spelling = createSpelling({
    short: readShort(written.spelling.short, faults),
    beginnings: respellings(beginnings),
    endings: respellings(endings),
    onsets: new Set(['', ...onsets.split(' ')]),
    rimes: new Set(rimes.split(' ')),
    vocabulary,
  })
  return { spelling, negators: written.negators.split(' ').map(shapeOf), byHead }
}

function readShort(written: Written['spelling']['short'], faults: string[]): Map<string, readonly string[][]> {
  const short = new Map<string, readonly string[][]>()
  for (const [key, value] of Object.entries(written)) {
    const readings = [value].flat().map((reading) => reading.split(' '))
    if (readings.length > 1 && readings.some((reading) => reading.length > 1)) {
      faults.push(`spelling.short.${key}: a reading of several syllables must be the only one`)
    }
    short.set(key.toLowerCase().normalize('NFC'), readings)
  }
  return short
}

function respellings(written: Readonly<Record<string, string>>): Respelling[] {
  return Object.entries(written).map(([from, to]) => ({ from, to: to.split(' ') }))
}
