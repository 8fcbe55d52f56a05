import type { Outcome } from '../core/outcome.ts'
import type { Officer } from '../core/shift.ts'
import { showInVietnam } from '../core/vietnam-time.ts'
import { readCommand } from '../flows/match.ts'
import { officerCommands } from '../tips/tip-card.ts'
import { entryReply, replyWith } from './answer-reply.ts'
import { officerCommand, type Acted } from './officer-command.ts'
import { officerReply, replyFlow } from './officer-reply.ts'
import { emergencyNumbers } from './safety.ts'
import { menuSession, toMessages, type DecideDeps, type Turn } from './turn.ts'

const inviteShape = /^CB-[A-Z0-9]{5}-[A-Z0-9]{5}$/

/** `/start INVITE` or the bare code binds this chat account to the officer it was made for. */
export async function bindOfficer(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const read = readCommand(text)
  const code = (read === undefined ? text : read.command === 'start' ? read.rest : '').trim().toUpperCase()
  if (!inviteShape.test(code)) return undefined
  const words = deps.translate(turn.contact.locale)
  const mark = deps.marks.invite(code)
  const refuse = (key: string): Outcome => ({
    replies: toMessages(turn, [{ key }], words),
    session: 'end',
    effects: [],
  })
  if (!deps.addressesLast(turn.message.channel)) return refuse('officers.notHere')
  const officer = await deps.invited(mark, turn.now)
  if (officer === undefined) return refuse('officers.badInvite')
  return {
    replies: toMessages(turn, [{ key: 'officers.bound', vars: { url: `${deps.publicUrl}/console` } }], words),
    session: 'end',
    effects: [{ do: 'bind-officer', officer, invite: mark, address: turn.message.from }],
  }
}

/**
 * An officer's account receives alerts and can act on tips; what an officer writes there never starts a tip or counts as
 * outreach.
 */
export async function officerDesk(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const { officer } = turn
  if (officer === undefined) return undefined
  const replied = await officerReply(turn, officer, text, deps)
  if (replied !== undefined) return replied
  const numbers = emergencyNumbers(turn, text, deps)
  if (numbers !== undefined) return numbers
  const outcome = await deskTurn(turn, officer, text, deps)
  if (turn.session?.flow !== replyFlow) return outcome
  const dropped = toMessages(turn, [{ key: 'desk.reply.dropped' }], deps.translate(turn.contact.locale), true)
  return { ...outcome, replies: [...dropped, ...outcome.replies] }
}

async function deskTurn(turn: Turn, officer: Officer, text: string, deps: DecideDeps): Promise<Outcome> {
  const acted = await officerCommand(officer, text, deps)
  if (acted !== undefined) return actedReply(turn, officer, acted, deps)
  const read = readCommand(text)
  if (read?.command === officerCommands.cases) return cases(turn, officer, deps)
  if (read?.command === 'muc') return entryReply(turn, read.rest, deps)
  const answer = await deps.answerer.ask(text, { locale: turn.contact.locale, on: turn.now })
  if (read === undefined && answer.kind === 'answered') return replyWith(turn, answer, deps)
  const words = deps.translate(turn.contact.locale)
  return {
    replies: toMessages(turn, [{ key: 'officers.useConsole', vars: { url: `${deps.publicUrl}/console` } }], words),
    session: 'end',
    effects: [],
  }
}

/** What was done, and the card with what can be done next: typing the number of a button works on every platform. */
async function actedReply(turn: Turn, officer: Officer, acted: Acted, deps: DecideDeps): Promise<Outcome> {
  const words = deps.translate(turn.contact.locale)
  const hasDone = acted.isRefusal || acted.effects.length > 0
  const card = hasDone ? undefined : await deps.acts.card(officer, acted.tip, acted.mode)
  const show = { label: 'desk.show', value: `/${officerCommands.card} ${acted.tip}` }
  const choices = card?.buttons.map(({ label, value }) => ({ text: label, value })) ?? (acted.isKnown ? [show] : [])
  const text = card?.text ?? words(acted.said.key, acted.said.vars)
  const replies = toMessages(turn, [{ text, choices }], words, true)
  return { replies: [...acted.messages, ...replies], session: menuSession(turn, replies), effects: acted.effects }
}

async function cases(turn: Turn, officer: Officer, deps: DecideDeps): Promise<Outcome> {
  const words = deps.translate(turn.contact.locale)
  const tips = await deps.acts.cases(officer)
  const rows = tips.map((tip) =>
    words('desk.cases.row', {
      code: tip.id,
      danger: words(`status.danger.${tip.level}`),
      status: words(`status.officer.${tip.status}`),
      due: showInVietnam(tip.dueAt),
    }),
  )
  const more = words('desk.cases.more', { url: `${deps.publicUrl}/console` })
  const text = [tips.length === 0 ? words('desk.cases.none') : words('desk.cases.title'), ...rows, more].join('\n')
  const choices = tips.map(({ id }) => ({ text: id, value: `/${officerCommands.card} ${id}` }))
  const replies = toMessages(turn, [{ text, choices }], words, true)
  return { replies, session: menuSession(turn, replies), effects: [] }
}
