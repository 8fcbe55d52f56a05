import type { Outcome } from '../core/outcome.ts'
import { readCommand } from '../flows/match.ts'
import { entryReply, replyWith } from './answer-reply.ts'
import { toMessages, type DecideDeps, type Turn } from './turn.ts'

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

/** An officer's account receives alerts; what an officer writes there never starts a tip or counts as outreach. */
export async function officerDesk(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  if (turn.officer === undefined) return undefined
  const read = readCommand(text)
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
