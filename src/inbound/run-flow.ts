import { readRefs } from '../core/attachment.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Line } from '../flows/action.ts'
import {
  askAgain,
  resumeFlow,
  skipValue,
  startFlow,
  type Advance,
  type EngineDeps,
  type Position,
} from '../flows/engine.ts'
import type { Flow } from '../flows/flow.ts'
import { optionByText } from '../flows/match.ts'
import { fileVars } from './file-vars.ts'
import { replyFlow } from './officer-reply.ts'
import { leftFlow, leftSession, menuMemory, menuOf, menuSession, toMessages } from './turn.ts'
import type { DecideDeps, MenuMemory, Turn } from './turn.ts'

const privateMinutes = 30
const otherMinutes = 60

/** The flow the contact is in, and where. */
export interface Running {
  readonly flow: Flow
  readonly position: Position
}

/** Undefined when the contact is in no flow, or in one that is no longer there. */
export function runningFlow(turn: Turn, deps: DecideDeps): Running | undefined {
  const { session } = turn
  const flow = deps.flows.find(({ id }) => id === session?.flow)
  if (session === undefined || flow?.steps[session.step] === undefined) return undefined
  const { menu: _menu, ...vars } = session.vars
  return { flow, position: { flow: flow.id, step: session.step, vars } }
}

/**
 * Starts a flow; `said` goes before its first words. A tip takes along the files of the turn, and those of the one that was
 * being written.
 */
export async function begin(
  turn: Turn,
  flow: Flow,
  start: { readonly vars?: Readonly<Record<string, string>>; readonly entry?: string; readonly said?: readonly Line[] },
  deps: DecideDeps,
): Promise<Outcome> {
  const now = runningFlow(turn, deps)
  const files = now !== undefined && keepsWords(now) ? readRefs(now.position.vars.files) : turn.message.attachments
  const vars = {
    channel: turn.message.channel,
    url: deps.pageUrl,
    ...(flow.id === 'tip' ? { ...heldOf(now), ...fileVars(files, deps.translate(turn.contact.locale)) } : {}),
    ...start.vars,
  }
  return toOutcome(
    turn,
    flow,
    await startFlow(flow, vars, engineDeps(turn, deps), turn, start.entry),
    start.said ?? [],
    deps,
  )
}

/** Goes on with the running flow; `said` goes before its next words. */
export async function goOn(
  turn: Turn,
  running: Running,
  text: string,
  said: readonly Line[],
  deps: DecideDeps,
): Promise<Outcome> {
  const position =
    said.length === 0 ? running.position : { ...running.position, vars: { ...running.position.vars, warned: 'yes' } }
  return toOutcome(
    turn,
    running.flow,
    await resumeFlow(running.flow, position, text, engineDeps(turn, deps), turn),
    said,
    deps,
  )
}

/** True when the text is one of the choices that the flow waits for: nothing a person made up. */
export function isChoice(turn: Turn, running: Running | undefined, text: string, deps: DecideDeps): boolean {
  return chosenValue(turn, running, text, deps) !== undefined
}

/** The value of the choice that the text makes where the flow waits. */
export function chosenValue(
  turn: Turn,
  running: Running | undefined,
  text: string,
  deps: DecideDeps,
): string | undefined {
  const step = running?.flow.steps[running.position.step]
  if (step === undefined) return undefined
  const engine = engineDeps(turn, deps)
  if ('choose' in step) return optionByText(step.options, text, engine.label, engine.readChoice)?.value
  return 'ask' in step && step.optional === true && engine.isSkip(text) ? skipValue : undefined
}

/** True while a tip has been told, in words or by files, and not been sent. */
export function isHalfWritten(running: Running): boolean {
  return toldSoFar(running) !== '' || (running.flow.id === 'tip' && (running.position.vars.files ?? '') !== '')
}

/** The variable that holds what has been told and not been sent: in a tip, and where a tip takes no more words. */
export function draftName({ id }: Flow): 'words' | 'unsent' {
  return id === 'tip' ? 'words' : 'unsent'
}

/** Until when the tip being written has to wait: it is kept as long as that, and then as long as any. */
function heldOf(running: Running | undefined): Readonly<Record<string, string>> {
  const until = running?.flow.id === 'tip' ? running.position.vars.heldUntil : undefined
  return until === undefined ? {} : { heldUntil: until }
}

/** What has been told and not been sent. */
export function toldSoFar({ flow, position }: Running): string {
  return position.vars[draftName(flow)] ?? ''
}

/** True where the flow keeps whatever is written now for the desk: in the tip flow, and where a tip is being added to. */
export function keepsWords({ flow, position }: Running): boolean {
  const step = flow.steps[position.step]
  if (step === undefined || flow.private !== true) return false
  return flow.id === 'tip' || ('ask' in step && step.save === 'more') || ('choose' in step && step.other !== undefined)
}

/** The question that the running flow waits on, to be said again after an aside. */
export function pendingQuestion(running: Running | undefined): readonly Line[] {
  return running === undefined ? [] : [askAgain(running.flow, running.position)]
}

/**
 * A turn that says something beside the conversation. In a flow it ends with the question that the flow waits on, so that its
 * numbers go on to count; in none the numbers just shown do.
 */
export function aside(turn: Turn, lines: readonly Line[], deps: DecideDeps): Outcome {
  const now = runningFlow(turn, deps)
  const isOfficerWriting = turn.session?.flow === replyFlow
  const words = deps.translate(turn.contact.locale)
  const replies = toMessages(turn, [...lines, ...pendingQuestion(now)], words, isOfficerWriting)
  if (now !== undefined || isOfficerWriting) return { replies, session: 'keep', effects: [] }
  const isBlank = turn.session === undefined || turn.session.flow === leftFlow
  const memory: MenuMemory = isBlank ? { isBlank: 'yes' } : menuMemory(turn)
  return { replies, session: menuSession(turn, replies, memory), effects: [] }
}

function engineDeps(turn: Turn, deps: DecideDeps): EngineDeps {
  const words = deps.translate(turn.contact.locale)
  return {
    actions: deps.actions,
    label: (key) => words(key),
    isSkip: (text) => text === skipValue || deps.readChoice(text).says(words('common.skip')),
    readChoice: deps.readChoice,
  }
}

function toOutcome(turn: Turn, flow: Flow, advance: Advance, said: readonly Line[], deps: DecideDeps): Outcome {
  const replies = toMessages(
    turn,
    [...said, ...advance.lines],
    deps.translate(turn.contact.locale),
    flow.plain === true,
  )
  const all = [...replies, ...advance.alerts]
  if (advance.position === 'end') {
    const hasSent = advance.effects.some((effect) => effect.do === 'open-tip')
    const session = flow.plain === true ? leftSession(turn) : menuSession(turn, replies, hasSent ? { sent: 'yes' } : {})
    return { replies: all, session, effects: advance.effects }
  }
  const minutes = flow.expiresAfterMinutes ?? (flow.private === true ? privateMinutes : otherMinutes)
  const from = Math.max(turn.now.getTime(), Number(advance.position.vars.heldUntil ?? 0))
  return {
    replies: all,
    session: {
      flow: flow.id,
      step: advance.position.step,
      vars: { ...advance.position.vars, menu: menuOf(replies) || '[]' },
      version: (turn.session?.version ?? 0) + 1,
      expiresAt: new Date(from + minutes * 60_000),
    },
    effects: advance.effects,
  }
}
