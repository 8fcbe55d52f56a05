import type { Effect, Outcome } from '../core/outcome.ts'
import type { DecideDeps, Turn } from './turn.ts'

/** Private conversations and officers are not counted: no reach figure is ever joined with a tip. */
export async function countReach(turn: Turn, outcome: Outcome, deps: DecideDeps): Promise<readonly Effect[]> {
  const isPrivate = (id: string | undefined) => deps.flows.some((flow) => flow.id === id && flow.private === true)
  const after = outcome.session === 'keep' || outcome.session === 'end' ? undefined : outcome.session.flow
  const isTip = outcome.effects.some((effect) =>
    ['open-tip', 'add-tip-message', 'leave-tip', 'erase-contact', 'clear-thread', 'bind-officer'].includes(effect.do),
  )
  if (turn.officer !== undefined || isTip || isPrivate(turn.session?.flow) || isPrivate(after)) return []
  const event = {
    channel: turn.message.channel,
    unit: turn.contact.unit ?? deps.defaultUnit,
    audience: turn.contact.audience,
    at: turn.now,
  }
  const person = await deps.personMark(turn.message.from, turn.now)
  return [
    { do: 'count', event: { ...event, kind: 'interaction', person: undefined } },
    { do: 'count', event: { ...event, kind: 'reached', person } },
  ]
}
