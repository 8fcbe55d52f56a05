import type { HeldCount } from './core/delivery.ts'
import { sendFailures, type DeadReason } from './core/errors.ts'
import { priorities } from './core/message.ts'
import { mostAttempts } from './inbound/receive.ts'
import type { Storage } from './core/storage.ts'
import type { TopicsStanding } from './tips/officer-topics.ts'
import { modelOutcomes, type ModelCounts } from './knowledge/model-answerer.ts'

/**
 * Prometheus text: how much waits and how old it is, and what came of asking the language model, where there is one;
 * `ofChannels` are lines of the platforms. Counts only; nothing about places, tips or people.
 */
export async function renderMetrics(
  storage: Pick<Storage, 'deliveries' | 'inbox'>,
  now: Date,
  model?: ModelCounts,
  ofChannels: readonly string[] = [],
): Promise<string> {
  const [waiting, parked, held, dead, uncertain, inbox] = await Promise.all([
    storage.deliveries.waiting(),
    storage.deliveries.parkedCount(),
    storage.deliveries.heldCounts(),
    storage.deliveries.deadCount(),
    storage.deliveries.deadCount('uncertain'),
    storage.inbox.counts(mostAttempts),
  ])
  const ageSeconds = inbox.oldestAt === undefined ? 0 : Math.max(0, (now.getTime() - inbox.oldestAt.getTime()) / 1_000)
  return [
    '# HELP la_chan_deliveries_waiting Messages queued and not sent yet.',
    '# TYPE la_chan_deliveries_waiting gauge',
    ...priorities.map((priority) => `la_chan_deliveries_waiting{priority="${priority}"} ${waiting[priority]}`),
    '# HELP la_chan_deliveries_parked Answers kept until their tipster writes again.',
    '# TYPE la_chan_deliveries_parked gauge',
    `la_chan_deliveries_parked ${parked}`,
    ...heldLines(held),
    '# HELP la_chan_dead_letters Messages given up.',
    '# TYPE la_chan_dead_letters gauge',
    `la_chan_dead_letters ${dead}`,
    '# HELP la_chan_dead_letters_uncertain Of these, those of which nobody can say whether they were shown.',
    '# TYPE la_chan_dead_letters_uncertain gauge',
    `la_chan_dead_letters_uncertain ${uncertain}`,
    '# HELP la_chan_inbox_unsettled Messages received and not settled yet.',
    '# TYPE la_chan_inbox_unsettled gauge',
    `la_chan_inbox_unsettled ${inbox.unsettled}`,
    '# HELP la_chan_inbox_abandoned Of these, tried too often and left to an operator.',
    '# TYPE la_chan_inbox_abandoned gauge',
    `la_chan_inbox_abandoned ${inbox.abandoned}`,
    '# HELP la_chan_inbox_oldest_seconds Age of the oldest unsettled message.',
    '# TYPE la_chan_inbox_oldest_seconds gauge',
    `la_chan_inbox_oldest_seconds ${ageSeconds}`,
    ...(model === undefined ? [] : modelLines(model)),
    ...ofChannels,
    '',
  ].join('\n')
}

/** How the officers' group stands. */
export function topicLines({ waiting, failure }: TopicsStanding): readonly string[] {
  return [
    "# HELP la_chan_officer_topics_waiting Tips in work that the officers' group does not show yet.",
    '# TYPE la_chan_officer_topics_waiting gauge',
    `la_chan_officer_topics_waiting ${waiting}`,
    "# HELP la_chan_officer_group_failing 1 while the last call about the officers' group failed, by why.",
    '# TYPE la_chan_officer_group_failing gauge',
    ...sendFailures.map((kind) => `la_chan_officer_group_failing{failure="${kind}"} ${kind === failure ? 1 : 0}`),
  ]
}

function heldLines(held: readonly HeldCount[]): readonly string[] {
  const total = (of: HeldCount['kind'], why: DeadReason) =>
    held.find(({ kind, failure }) => kind === of && failure === why)?.total ?? 0
  return [
    '# HELP la_chan_tip_messages_held Messages of tips that were tried and still wait, by why. Of alerts any is worth a look.',
    '# TYPE la_chan_tip_messages_held gauge',
    ...(['alert', 'answer'] as const).flatMap((kind) =>
      sendFailures.map((why) => `la_chan_tip_messages_held{kind="${kind}",failure="${why}"} ${total(kind, why)}`),
    ),
  ]
}

function modelLines(model: ModelCounts): readonly string[] {
  return [
    '# HELP la_chan_model_questions_total Questions for the language model, by what came of them.',
    '# TYPE la_chan_model_questions_total counter',
    ...modelOutcomes.map((outcome) => `la_chan_model_questions_total{outcome="${outcome}"} ${model[outcome]}`),
  ]
}
