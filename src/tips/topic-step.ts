import type { OfficerTopic, TipTally } from '../core/topics.ts'
import { dangers } from '../core/triage.ts'

/** What a tip's topic needs next. */
export type TopicStep = 'open' | 'card' | 'edit' | 'words' | 'note' | 'close' | 'reopen'

/** A tip beside its topic. */
export interface LiveTopic {
  readonly tally: TipTally
  readonly topic: OfficerTopic | undefined
}

/** A topic that nobody has begun. */
export const noTopic: OfficerTopic = {
  chat: '',
  topic: undefined,
  card: undefined,
  shown: undefined,
  announced: 0,
  isClosed: false,
  mode: undefined,
  note: undefined,
}

/**
 * The next thing that a topic lacks against its tip, one at a time, so that each is stored before the next is done. `shown` is the
 * digest of the card as it ought to be. A tip that is done gets no topic of its own any more.
 */
export function nextStep(
  { tip, told }: TipTally,
  topic: OfficerTopic,
  chat: string,
  shown: string,
): TopicStep | undefined {
  const isDone = tip.status === 'resolved' || tip.status === 'closed'
  if (topic.topic === undefined || topic.chat !== chat) return isDone ? undefined : 'open'
  if (topic.card === undefined) return 'card'
  if (topic.shown !== shown) return 'edit'
  if (topic.announced < told) return 'words'
  if (topic.note !== undefined) return 'note'
  if (topic.isClosed !== (tip.status === 'closed')) return topic.isClosed ? 'reopen' : 'close'
  return undefined
}

/** Whether a step is a message in the group, or leads to one: the platform takes few of these a minute. */
export function isPost(step: TopicStep): boolean {
  return ['open', 'card', 'words', 'note'].includes(step)
}

/** A tip in work that the group does not show. */
export function isWaiting({ tally: { tip }, topic }: LiveTopic, chat: string): boolean {
  return tip.status !== 'resolved' && tip.status !== 'closed' && (topic?.card === undefined || topic.chat !== chat)
}

/** The most dangerous first, then the oldest. */
export function byUrgency(a: LiveTopic, b: LiveTopic): number {
  return (
    dangers.indexOf(a.tally.tip.level) - dangers.indexOf(b.tally.tip.level) ||
    a.tally.tip.openedAt.getTime() - b.tally.tip.openedAt.getTime()
  )
}
