import type { OutboundMessage } from '../core/message.ts'
import type { Outcome } from '../core/outcome.ts'
import { foldWords } from '../core/text.ts'
import type { HarmKind } from '../core/triage.ts'
import { flowByCommand, readCommand } from '../flows/match.ts'
import { isReplyButton } from '../tips/relay.ts'
import { withSources } from './answer-reply.ts'
import { isPlaceButton } from './place-reply.ts'
import { readEntryCommand } from './reader.ts'
import { aside, begin, goOn, isChoice, keepsWords, runningFlow, toldSoFar } from './run-flow.ts'
import { emergencyCommand, toMessages, type DecideDeps, type Turn } from './turn.ts'

/** The emergency numbers when they are asked for, from any state; the conversation goes on where it was. */
export function emergencyNumbers(turn: Turn, text: string, deps: DecideDeps): Outcome | undefined {
  const asked = foldWords(text)
  const calls = deps.translate.locales.flatMap((locale) => deps.translate(locale)('common.emergencyWords').split('|'))
  const { says } = deps.readChoice(text)
  const isAsked = calls.some((call) => foldWords(call) === asked || says(call))
  if (text !== emergencyCommand && !isAsked) return undefined
  return aside(turn, [{ key: 'safety.numbers' }], deps)
}

/** Danger comes before everything: the way to help is said in this very turn, and what was told is kept for the tip line. */
export async function safety(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const now = runningFlow(turn, deps)
  const told = readCommand(text)?.rest ?? text
  if (told === '' || isChoice(turn, now, text, deps) || isOwnButton(turn, text, deps)) return undefined
  const danger = dangerIn(told, deps)
  if (danger === undefined) return undefined
  const { level, kinds, self, said } = danger
  if (now !== undefined && readCommand(text) === undefined && keepsWords(now)) {
    return now.position.vars.warned === 'yes' ? undefined : goOn(turn, now, text, said, deps)
  }
  const flow = flowByCommand(deps.flows, 'baotin')
  if (flow === undefined) return undefined
  const words = [now === undefined ? '' : toldSoFar(now), told].filter((part) => part !== '').join('\n')
  const vars = { words, warned: 'yes', self }
  const isReporting = flow === flowByCommand(deps.flows, readCommand(text)?.command ?? '')
  if (isReporting) return begin(turn, flow, { vars, said }, deps)
  const outcome = await begin(turn, flow, { vars, entry: 'danger' }, deps)
  const advice = level === 'urgent' ? await adviceOn(turn, told, kinds, self === 'adult' ? 'adult' : 'child', deps) : []
  const [last, ...before] = [...outcome.replies].reverse()
  return last === undefined ? outcome : { ...outcome, replies: [...before.reverse(), ...advice, last] }
}

/** The danger that words tell of, who seems to be in it, and what is said to that before the conversation goes on. */
export function dangerIn(told: string, deps: DecideDeps) {
  const { level, kinds } = deps.assess(told)
  if (level !== 'emergency' && level !== 'urgent') return undefined
  const self = kinds.includes('suicide') ? 'crisis' : speaksAsAdult(told, deps) ? 'adult' : 'child'
  const said = ['believe', 'question', 'goOn'].map((part) => ({ key: `safety.${part}.${self}` }))
  return { level, kinds, self, said } as const
}

/**
 * What the knowledge base surely knows about it, between the way to help and the question what to do now. A story is not a
 * question: an answer about another kind of harm stays unsaid.
 */
async function adviceOn(
  turn: Turn,
  told: string,
  kinds: readonly HarmKind[],
  reader: 'adult' | 'child',
  deps: DecideDeps,
): Promise<readonly OutboundMessage[]> {
  const { locale } = turn.contact
  const answer = await deps.answerer.ask(told, { locale, on: turn.now, reader })
  if (answer.kind !== 'answered' || !deps.isAbout(answer.entry, kinds)) return []
  const words = deps.translate(locale)
  const [message] = toMessages(turn, [{ text: withSources(answer, words) }], words, true)
  return message === undefined ? [] : [{ ...message, citations: answer.sources }]
}

/** A button with a name or a code in it: that may sound like danger ("suicidal-thoughts-response"), but nobody wrote it. */
function isOwnButton(turn: Turn, text: string, deps: DecideDeps): boolean {
  if (isPlaceButton(text) || isReplyButton(text)) return true
  const read = readCommand(text)
  const named = read?.command === 'muc' ? readEntryCommand(read.rest) : undefined
  if (named === undefined) return false
  return deps.answerer.entry(named.entry, { locale: turn.contact.locale, on: turn.now }) !== undefined
}

/** True when somebody speaks of a child of theirs; with tone marks the cue must carry them ("con tôi" is not "con tối"). */
function speaksAsAdult(text: string, deps: DecideDeps): boolean {
  const plain = foldWords(text)
  const written = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const key = written === plain ? 'safety.adultWordsPlain' : 'safety.adultWords'
  const cues = deps.translate.locales.flatMap((locale) => deps.translate(locale)(key).split('|'))
  return cues.some((cue) => ` ${written} `.includes(` ${cue} `))
}
