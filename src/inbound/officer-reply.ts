import type { Effect, Outcome } from '../core/outcome.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Words } from '../core/ports.ts'
import type { Officer } from '../core/shift.ts'
import { foldWords } from '../core/text.ts'
import { readCommand } from '../flows/match.ts'
import { longestReply } from '../tips/desk-acts.ts'
import { officerCommands } from '../tips/tip-card.ts'
import { readCaseCode } from './officer-command.ts'
import { menuOf, toMessages, type DecideDeps, type Turn } from './turn.ts'

/** The session of an officer who is writing to a tipster in a private chat: first the words, then whether to send them. */
export const replyFlow = '@reply'
const replyMinutes = 15
const { write, send, drop } = officerCommands

/**
 * Writing to a tipster from a private chat: what was written is shown back, and only a button under it sends it. A slip in a
 * chat must not reach a child. Undefined when this is nothing of the kind.
 */
export async function officerReply(
  turn: Turn,
  officer: Officer,
  text: string,
  deps: DecideDeps,
): Promise<Outcome | undefined> {
  const read = readCommand(text)
  if (read?.command === write) return begin(turn, officer, readCaseCode(read.rest), deps)
  if (read?.command === send) return sent(turn, officer, read.rest, deps)
  const tip = turn.session?.flow === replyFlow ? turn.session.vars.tip : undefined
  if (read?.command === drop) return said(turn, tip === undefined ? 'desk.reply.old' : 'desk.reply.dropped', deps)
  const chosen = turn.session?.step === 'confirm' ? chosenByLabel(text, deps.translate(turn.contact.locale)) : undefined
  if (tip !== undefined && chosen === drop) return said(turn, 'desk.reply.dropped', deps)
  if (tip !== undefined && chosen === send)
    return sent(turn, officer, `${tip} ${markOf(tip, turn.session?.vars.text ?? '', deps)}`, deps)
  // The words themselves, not what a number would choose: "1" may be an answer.
  const written = turn.session?.step === 'write' ? turn.message.text : text
  if (tip === undefined || readCommand(written) !== undefined) return undefined
  return drafted(turn, tip, written, deps)
}

async function begin(turn: Turn, officer: Officer, tip: string, deps: DecideDeps): Promise<Outcome> {
  const card = await deps.acts.card(officer, tip)
  if (card === undefined) return said(turn, 'desk.refused.no-such-tip', deps)
  if (officer.role === 'admin') return said(turn, 'desk.refused.role', deps)
  if (card.buttons.length === 0) return said(turn, 'desk.refused.closed', deps)
  const words = deps.translate(turn.contact.locale)
  const line = { key: 'desk.reply.ask', vars: { code: tip, most: longestReply } }
  return waiting(turn, 'write', { tip }, toMessages(turn, [line], words, true))
}

function drafted(turn: Turn, tip: string, written: string, deps: DecideDeps): Outcome {
  const words = deps.translate(turn.contact.locale)
  const text = written.normalize('NFC').trim()
  if (text.length > longestReply) {
    const tooLong = { key: 'desk.refused.too-long', vars: { most: longestReply } }
    return waiting(turn, 'write', { tip }, toMessages(turn, [tooLong], words, true))
  }
  const line = {
    key: 'desk.reply.confirm',
    vars: { code: tip, text },
    choices: [
      { label: 'desk.reply.send', value: `/${send} ${tip} ${markOf(tip, text, deps)}` },
      { label: 'desk.reply.drop', value: `/${drop}` },
    ],
  }
  return waiting(turn, 'confirm', { tip, text }, toMessages(turn, [line], words, true))
}

/** Only the button under the words that stand now sends them: one under older words sends nothing. */
async function sent(turn: Turn, officer: Officer, argument: string, deps: DecideDeps): Promise<Outcome> {
  const { tip = '', text = '' } = turn.session?.flow === replyFlow ? turn.session.vars : {}
  if (text === '' || argument !== `${tip} ${markOf(tip, text, deps)}`)
    return { ...said(turn, 'desk.reply.old', deps), ...(tip === '' ? {} : { session: 'keep' }) }
  const plan = await deps.acts.reply(officer, tip, text)
  if (plan.kind === 'refused')
    return said(turn, `desk.refused.${plan.because === 'no-such-move' ? 'closed' : plan.because}`, deps)
  const done = said(turn, 'desk.done.sent', deps, { code: tip })
  const effects: readonly Effect[] = [{ do: 'desk-act', writes: plan.writes }]
  return { ...done, replies: [...plan.messages, ...done.replies], effects }
}

/** A button's label that was typed, or a word for it. */
function chosenByLabel(text: string, words: Words): typeof send | typeof drop | undefined {
  const typed = foldWords(text)
  if (foldWords(words('desk.reply.drop')) === typed) return drop
  const agreed = [words('desk.reply.send'), ...words('desk.reply.sendWords').split('|')]
  return agreed.some((word) => foldWords(word) === typed) ? send : undefined
}

function markOf(tip: string, text: string, { marks }: DecideDeps): string {
  return marks.token(`${tip}\n${text}`).slice(0, 16)
}

function said(turn: Turn, key: string, deps: DecideDeps, vars: Readonly<Record<string, string>> = {}): Outcome {
  const line = { key, vars: { most: longestReply, ...vars } }
  return { replies: toMessages(turn, [line], deps.translate(turn.contact.locale), true), session: 'end', effects: [] }
}

function waiting(
  turn: Turn,
  step: 'write' | 'confirm',
  vars: Readonly<Record<string, string>>,
  replies: readonly OutboundMessage[],
): Outcome {
  return {
    replies,
    effects: [],
    session: {
      flow: replyFlow,
      step,
      vars: { ...vars, menu: menuOf(replies) || '[]' },
      version: (turn.session?.version ?? 0) + 1,
      expiresAt: new Date(turn.now.getTime() + replyMinutes * 60_000),
    },
  }
}
