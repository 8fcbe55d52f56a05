import type { DeskPlan } from '../core/desk.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Effect } from '../core/outcome.ts'
import type { Officer } from '../core/shift.ts'
import { canMove, tipStatuses, type TipStatus } from '../core/tip.ts'
import type { CardMode } from '../core/topics.ts'
import { readCommand } from '../flows/match.ts'
import { longestReply } from '../tips/desk-acts.ts'
import { officerCommands, questions } from '../tips/tip-card.ts'
import type { DecideDeps } from './turn.ts'

/** What an officer's button came to, in the group and in a private chat. */
export interface Acted {
  /** The case code that it named, as far as it can be one. */
  readonly tip: string
  readonly said: { readonly key: string; readonly vars: Readonly<Record<string, string | number>> }
  readonly isRefusal: boolean
  /** The officer may see the tip. */
  readonly isKnown: boolean
  readonly effects: readonly Effect[]
  /** To the tipster. */
  readonly messages: readonly OutboundMessage[]
  /** What the card offers from now on; undefined: the next steps. */
  readonly mode: CardMode | undefined
}

const codeShape = /^([0-9A-Z]{4})-?([0-9A-Z]{4})$/

/** The case code in what an officer typed, as the desk writes it; otherwise what was typed. */
export function readCaseCode(typed: string): string {
  const [, first, second] = codeShape.exec(typed.toUpperCase()) ?? []
  return first === undefined || second === undefined ? typed : `${first}-${second}`
}

/** Carries out what stands behind a button of a card, for this officer; undefined when the text is no such command. */
export async function officerCommand(
  officer: Officer | undefined,
  text: string,
  deps: DecideDeps,
): Promise<Acted | undefined> {
  const read = readCommand(text)
  const [code = '', argument = ''] = (read?.rest ?? '').split(/\s+/)
  const tip = readCaseCode(code)
  const { move, ask, close, card } = officerCommands
  if (read === undefined || ![move, ask, close, card].some((name) => name === read.command)) return undefined
  if (officer === undefined) return refused(tip, 'unbound')
  switch (read.command) {
    case move: {
      const to = tipStatuses.find((status) => status === argument)
      return to === undefined ? refused(tip, 'unknown') : moved(officer, tip, to, deps)
    }
    case ask:
      return argument === '' ? offered(officer, tip, 'asking', deps) : asked(officer, tip, argument, deps)
    case close:
      return offered(officer, tip, 'closing', deps)
    default:
      return offered(officer, tip, undefined, deps)
  }
}

async function moved(officer: Officer, tip: string, to: TipStatus, deps: DecideDeps): Promise<Acted> {
  const plan = await deps.acts.move(officer, tip, to)
  if (plan.kind === 'plan') return carriedOut(tip, to, plan)
  const isThere = plan.because === 'no-such-move' && (await deps.acts.status(tip)) === to
  return refused(tip, isThere ? 'already' : plan.because)
}

async function asked(officer: Officer, tip: string, question: string, deps: DecideDeps): Promise<Acted> {
  const id = questions.find((known) => known === question)
  if (id === undefined) return refused(tip, 'unknown')
  const text = deps.translate(deps.translate.pick(undefined))(`desk.question.${id}.text`)
  const plan = await deps.acts.ask(officer, tip, text)
  if (plan.kind === 'plan') return carriedOut(tip, 'asked', plan)
  return refused(tip, plan.because === 'no-such-move' ? 'closed' : plan.because)
}

/** Only what the buttons offer changes. */
async function offered(officer: Officer, tip: string, mode: CardMode | undefined, deps: DecideDeps): Promise<Acted> {
  const card = await deps.acts.card(officer, tip, mode)
  if (card === undefined) return refused(tip, 'no-such-tip')
  if (mode !== undefined && officer.role === 'admin') return refused(tip, 'role')
  const status = await deps.acts.status(tip)
  const mayGoOn = mode === 'closing' ? canMove(status ?? 'closed', 'closed') : status !== 'closed'
  if (mode !== undefined && !mayGoOn) return refused(tip, 'no-such-move')
  return {
    tip,
    said: { key: `desk.choose.${mode ?? 'card'}`, vars: { code: tip } },
    isRefusal: false,
    isKnown: true,
    effects: [],
    messages: [],
    mode,
  }
}

function carriedOut(tip: string, done: string, plan: Extract<DeskPlan, { kind: 'plan' }>): Acted {
  return {
    tip,
    said: { key: `desk.done.${done}`, vars: { code: tip } },
    isRefusal: false,
    isKnown: true,
    effects: [{ do: 'desk-act', writes: plan.writes }],
    messages: plan.messages,
    mode: undefined,
  }
}

function refused(tip: string, because: string): Acted {
  return {
    tip,
    said: { key: `desk.refused.${because}`, vars: { most: longestReply } },
    isRefusal: true,
    isKnown: because !== 'no-such-tip',
    effects: [],
    messages: [],
    mode: undefined,
  }
}
