import type { OfficersAct, OutboundMessage } from '../core/message.ts'
import type { Effect, Outcome } from '../core/outcome.ts'
import { officerCommand } from './officer-command.ts'
import type { DecideDeps, Turn } from './turn.ts'

/** For so long a card offers questions, or asks whether to close. */
const modeMs = 10 * 60_000

/**
 * What somebody did in the officers' group. A tap is answered over the card; a reply to the bot goes to the tipster, and when it
 * does not the topic is told. Nothing here touches the conversation in the officer's private chat, and nothing is counted.
 */
export async function officersGroup(turn: Turn, act: OfficersAct, deps: DecideDeps): Promise<Outcome> {
  const { replies, effects } =
    act.tap === undefined ? await relayed(turn, act, deps) : await tapped(turn, act.tap, deps)
  return { replies, effects, session: 'keep' }
}

interface Done {
  readonly replies: readonly OutboundMessage[]
  readonly effects: readonly Effect[]
}

async function tapped(turn: Turn, query: string, deps: DecideDeps): Promise<Done> {
  const acted = await officerCommand(turn.officer, turn.message.text, deps)
  const words = deps.translate(deps.translate.pick(undefined))
  const isRefusal = acted?.isRefusal ?? true
  const answer: OutboundMessage = {
    to: turn.message.from,
    text: acted === undefined ? words('desk.refused.unknown') : words(acted.said.key, acted.said.vars),
    tap: { query, isRefusal },
    priority: 'reply',
  }
  const changesCard = acted !== undefined && !acted.isRefusal && acted.effects.length === 0
  const until = new Date(turn.now.getTime() + modeMs)
  const shown: readonly Effect[] = changesCard
    ? [{ do: 'desk-act', writes: [{ write: 'put-card-mode', tip: acted.tip, mode: acted.mode, until }] }]
    : []
  return { replies: [...(acted?.messages ?? []), answer], effects: [...(acted?.effects ?? []), ...shown] }
}

async function relayed(turn: Turn, act: OfficersAct, deps: DecideDeps): Promise<Done> {
  const tip = act.topic === undefined ? undefined : await deps.acts.tipOf(act.chat, act.topic)
  if (tip === undefined) return { replies: [], effects: [] }
  const unsent = (because: string): Done => ({
    replies: [],
    effects: [{ do: 'desk-act', writes: [{ write: 'note-topic', tip, because, replyTo: act.message }] }],
  })
  if (turn.officer === undefined) return unsent('unbound')
  if (act.isEdit === true) return unsent('edit')
  if (act.hasFile === true) return unsent('only-words')
  if (turn.message.text.startsWith('/')) return unsent('command')
  const plan = await deps.acts.reply(turn.officer, tip, turn.message.text)
  return plan.kind === 'refused'
    ? unsent(plan.because)
    : { replies: plan.messages, effects: [{ do: 'desk-act', writes: plan.writes }] }
}
