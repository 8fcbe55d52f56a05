import { dangers, worse, type Assess, type Danger, type HarmKind, type Triage } from '../core/triage.ts'
import { cueNames, type CueName } from './lexicon-file.ts'
import type { Entry, Lexicon, Purpose, Rule } from './lexicon.ts'
import { isPossible, matchAt, prepare, prepareText, type Prepared } from './match.ts'
import type { Message } from './read-message.ts'

interface Span {
  readonly start: number
  /** The first word after. */
  readonly end: number
}

interface Match extends Span {
  readonly purpose: Purpose
}

interface Found {
  readonly rules: readonly (Span & { readonly rule: Rule })[]
  readonly cues: ReadonlyMap<CueName, readonly Span[]>
  /** The places right after a negation, and those inside one. */
  readonly negated: ReadonlySet<number>
  readonly isOver: boolean
}

/** A cue of now counts when it stands at most so many words before or after the match. */
const nowBefore = 4
const nowAfter = 4

/** What the rules say. */
export interface Ruled {
  readonly triage: Triage
  /** It is told of something long ago that ended well: no more than normal, but for what `leavesMarks`. */
  readonly isOver: boolean
}

/** Harm that is not over because it is long ago. */
export function leavesMarks(kind: HarmKind): boolean {
  return ['sexual_abuse', 'trafficking', 'suicide'].includes(kind)
}

/** What the rules of a lexicon say about a text that was made ready for its patterns. */
export type Rules = (prepared: Prepared) => Ruled

/** Looks at a text for danger with the rules of the lexicon. Pure; time grows with the length of the text alone. */
export function createAssess(lexicon: Lexicon): Assess {
  const rules = createRules(lexicon)
  return (text) => rules(prepareText(text, lexicon)).triage
}

/** The same for texts that others look at too. */
export function createRules(lexicon: Lexicon): Rules {
  return (prepared) => {
    const { message } = prepared
    const found = search(prepared, lexicon)
    const levels = new Map<Rule, Danger>()
    for (const match of found.rules) {
      const level = levelOf(match, match.rule, message, found)
      if (level !== 'none') levels.set(match.rule, worse(level, levels.get(match.rule) ?? 'none'))
    }
    return { triage: conclude(levels), isOver: found.isOver }
  }
}

function search(prepared: Prepared, lexicon: Lexicon): Found {
  const { message } = prepared
  const signs = matches(prepared, lexicon.signs)
  const masked = without(message, signs)
  const harms = matches(masked === message ? prepared : prepare(masked, lexicon.phrases), lexicon.harms)
  const all = signs.concat(harms)
  const isMeant = meaning(message, all)
  const rules: (Span & { readonly rule: Rule })[] = []
  const cues = new Map<CueName, Span[]>(cueNames.map((cue) => [cue, []]))
  const negated = new Set<number>()
  for (const { start, end, purpose } of all) {
    if (purpose.kind === 'negation') for (let at = start + 1; at <= end; at++) negated.add(at)
    const isFiction = purpose.kind === 'cue' && purpose.cue === 'fiction'
    if (!isFiction && !isMeant({ start, end })) continue
    if (purpose.kind === 'cue') cues.get(purpose.cue)?.push({ start, end })
    if (purpose.kind === 'rule') rules.push({ start, end, rule: purpose.rule })
  }
  const isThere = (cue: CueName): boolean => (cues.get(cue)?.length ?? 0) > 0
  return { rules, cues, negated, isOver: isThere('over') && !isThere('again') && !isThere('alarm') }
}

function matches(prepared: Prepared, entries: readonly Entry[]): Match[] {
  const found: Match[] = []
  for (const { pattern, purpose } of entries) {
    if (!isPossible(pattern, prepared)) continue
    for (let start = 0; start < prepared.message.words.length; start++) {
      const end = matchAt(pattern, prepared, start)
      if (end > start) found.push({ start, end, purpose })
    }
  }
  return found
}

/** The message with the words of homographs blotted out, so that no rule of harm reads them in the wrong sense. */
function without(message: Message, all: readonly Match[]): Message {
  const homographs = all.filter((match) => match.purpose.kind === 'homograph')
  if (homographs.length === 0) return message
  const words = [...message.words]
  for (const { start, end } of homographs) words.fill({ forms: [] }, start, end)
  return { ...message, words }
}

/** Tells whether a span is meant as it stands: not wholly within an idiom, and not begun inside a compound. */
function meaning(message: Message, all: readonly Match[]): (span: Span) => boolean {
  const idiomEnd = message.words.map(() => 0)
  const isInner = message.words.map(() => false)
  for (const { start, end, purpose } of all) {
    if (purpose.kind === 'idiom') idiomEnd[start] = Math.max(idiomEnd[start] ?? 0, end)
    if (purpose.kind === 'compound') isInner.fill(true, start + 1, end)
  }
  for (const [at, end] of idiomEnd.entries()) idiomEnd[at] = Math.max(end, idiomEnd[at - 1] ?? 0)
  return ({ start, end }) => (idiomEnd[start] ?? 0) < end && isInner[start] === false
}

function levelOf(match: Span, rule: Rule, message: Message, found: Found): Danger {
  const isThere = (cue: CueName): boolean => (found.cues.get(cue)?.length ?? 0) > 0
  const isBeside = (span: Span): boolean => message.sentenceEnd[span.start] === message.sentenceEnd[match.start]
  const isNear = (span: Span): boolean => span.end >= match.start - nowBefore && span.start <= match.end + nowAfter
  const isInSentence = (cue: CueName): boolean => found.cues.get(cue)?.some(isBeside) ?? false
  const isNow = isThere('alarm') || (found.cues.get('now')?.some((span) => isNear(span) && isBeside(span)) ?? false)

  if (rule.level === 'normal') return isInSentence('fiction') && !isThere('question') ? 'none' : 'normal'
  if (found.negated.has(match.start) && rule.negated !== 'same') return rule.negated ?? 'none'
  if (!rule.isFirm && isInSentence('fiction') && !isThere('alarm') && !isThere('direct')) return 'none'
  if (found.isOver && !rule.kinds.some(leavesMarks)) return 'normal'
  if (rule.risesNow && isNow) return 'emergency'
  const isReal = rule.isFirm || isNow || isThere('concrete')
  if (!isReal && (rule.needsCase || isThere('question') || isThere('hypothetical'))) return 'normal'
  const isLessUrgent = (!rule.isTimeless && isInSentence('past')) || (!rule.isFirm && isInSentence('hypothetical'))
  return rule.level === 'emergency' && isLessUrgent && !isNow ? 'urgent' : rule.level
}

function conclude(levels: ReadonlyMap<Rule, Danger>): Triage {
  const level = [...levels.values()].reduce(worse, 'none')
  if (level === 'none') return { level, kinds: ['none'], because: [] }
  const counted = [...levels].filter(([, each]) => level === 'normal' || each !== 'normal')
  counted.sort(([, a], [, b]) => dangers.indexOf(a) - dangers.indexOf(b))
  const kinds = new Set<HarmKind>(counted.flatMap(([rule]) => rule.kinds))
  if (kinds.size > 1) kinds.delete('other')
  return { level, kinds: [...kinds], because: counted.map(([rule]) => rule.id) }
}
