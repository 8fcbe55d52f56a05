import type { Outcome } from '../core/outcome.ts'
import { readReceipt } from '../core/receipt.ts'
import type { Session } from '../core/session.ts'
import type { Line } from '../flows/action.ts'
import { flowByKeyword, readCommand } from '../flows/match.ts'
import { aside, draftName, isHalfWritten, pendingQuestion, runningFlow, toldSoFar, type Running } from './run-flow.ts'
import { dangerIn } from './safety.ts'
import { leftFlow, toMessages, type DecideDeps, type Turn } from './turn.ts'

/** A message that gave words of a tip: the platform's id of it, and those words; none once they went to the officers. */
type Part = readonly [id: string, words: string]

/** So many messages are remembered; the platform says nothing of edits later than some minutes. */
const mostParts = 20

/**
 * A message that was changed after it was sent. What a half-written tip has of it is replaced; of what went to the officers,
 * and of any other answer in a private conversation, it is said how to put it right, and nothing is stored. Undefined elsewhere.
 */
export function edited(turn: Turn, deps: DecideDeps): Outcome | undefined {
  const { isEdit, messageId, text: written } = turn.message
  if (isEdit !== true || turn.officer !== undefined) return undefined
  const read = readCommand(written)
  const text = (read?.rest ?? written).normalize('NFC').trim()
  if (text === '' || flowByKeyword(deps.flows, text, deps.readChoice)?.plain === true) return undefined
  const now = runningFlow(turn, deps)
  const before = readParts(turn)
  const part = before.find(([id]) => id === messageId)
  if (now === undefined) {
    const isSent = part !== undefined && dangerIn(text, deps) === undefined
    return isSent ? aside(turn, [{ key: 'receipt.edited' }], deps) : undefined
  }
  if (now.flow.private !== true || isCode(now, text)) return undefined
  if (part !== undefined && part[1] === text) return { replies: [], session: 'keep', effects: [] }
  const isNews = now.position.vars.warned !== 'yes'
  const said = isNews ? (dangerIn(text, deps)?.said ?? []) : []
  const draft = part === undefined ? undefined : replaced(now, part, text)
  if (draft === undefined || turn.session === undefined) return aside(turn, [...said, ...howTo(now, part)], deps)
  const parts = before.map((each) => (each === part ? ([each[0], text] as const) : each))
  // Other variables hold the old words, too, as they came in.
  const vars = {
    ...now.position.vars,
    argument: '',
    more: '',
    [draftName(now.flow)]: draft,
    ...(said.length > 0 ? { warned: 'yes' } : {}),
  }
  const lines = [...said, { key: 'tip.edited' }, ...pendingQuestion({ ...now, position: { ...now.position, vars } })]
  const session = { ...turn.session, vars: { ...turn.session.vars, ...vars }, version: turn.session.version + 1 }
  const replies = toMessages(turn, lines, deps.translate(turn.contact.locale))
  return { replies, session: withParts(session, parts), effects: [] }
}

/** The outcome with a note of which message gave which words of a tip, for when one of them is changed. */
export function notingParts(turn: Turn, outcome: Outcome, deps: DecideDeps): Outcome {
  const { session, effects } = outcome
  const { messageId: id, isEdit } = turn.message
  if (session === 'keep' || session === 'end' || session.flow === leftFlow) return outcome
  if (turn.officer !== undefined) return outcome
  if (isEdit === true) return { ...outcome, session: { ...session, vars: { ...partsOf(turn), ...session.vars } } }
  const hasSent = effects.some((effect) => effect.do === 'open-tip')
  const before = readParts(turn).map(([each, words]): Part => [each, hasSent ? '' : words])
  const sent = before.filter(([, words]) => words === '')
  const hasAdded = id !== undefined && effects.some((effect) => effect.do === 'add-tip-message')
  const parts = hasAdded ? [...sent, [id, ''] as const] : draftParts(turn, session, before, deps)
  return { ...outcome, session: withParts(session, parts ?? sent) }
}

/** The parts of the words that are being written; undefined where none are. */
function draftParts(
  turn: Turn,
  session: Session,
  before: readonly Part[],
  deps: DecideDeps,
): readonly Part[] | undefined {
  const flow = deps.flows.find((each) => each.id === session.flow)
  const now = runningFlow(turn, deps)
  const words = flow === undefined ? '' : (session.vars[draftName(flow)] ?? '')
  if (words === '') return undefined
  const old = now !== undefined && isHalfWritten(now) ? toldSoFar(now) : ''
  if (words === old) return before
  const { messageId: id } = turn.message
  const isMore = old !== '' && words.startsWith(`${old}\n`)
  const kept = isMore ? before : before.filter(([, each]) => each === '')
  return id === undefined ? kept : [...kept, [id, isMore ? words.slice(old.length + 1) : words]]
}

/** The draft with the new words in the place of the old; undefined where those no longer stand in it. */
function replaced(now: Running, [, old]: Part, text: string): string | undefined {
  const draft = toldSoFar(now)
  const at = old === '' ? -1 : draft.indexOf(old)
  return at === -1 ? undefined : draft.slice(0, at) + text + draft.slice(at + old.length)
}

/** A code that was mistyped and put right is one more try. */
function isCode({ flow, position }: Running, text: string): boolean {
  const step = flow.steps[position.step]
  return step !== undefined && 'ask' in step && step.save === 'argument' && readReceipt(text).kind !== 'wrong-length'
}

function howTo({ flow }: Running, part: Part | undefined): readonly Line[] {
  if (part?.[1] === '' || flow.id === 'receipt') return [{ key: 'receipt.edited' }]
  return flow.id === 'tip' ? [{ key: 'tip.editHow' }] : []
}

function readParts({ session }: Turn): readonly Part[] {
  const kept = session?.vars.parts
  return kept === undefined ? [] : (JSON.parse(kept) as Part[])
}

function partsOf({ session }: Turn): { readonly parts?: string } {
  const parts = session?.vars.parts
  return parts === undefined ? {} : { parts }
}

function withParts(session: Session, parts: readonly Part[]): Session {
  if (parts.length === 0) return session
  return { ...session, vars: { ...session.vars, parts: JSON.stringify(parts.slice(-mostParts)) } }
}
