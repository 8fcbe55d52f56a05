import { priorities } from './core/message.ts'
import type { Storage } from './core/storage.ts'

/** Prometheus text: how much waits and how old it is. Counts only; nothing about places, tips or people. */
export async function renderMetrics(storage: Pick<Storage, 'deliveries' | 'inbox'>, now: Date): Promise<string> {
  const [waiting, dead, unsettled] = await Promise.all([
    storage.deliveries.waiting(),
    storage.deliveries.deadLetters(1_000),
    storage.inbox.unsettled(1_000),
  ])
  const oldest = unsettled[0]
  const ageSeconds = oldest === undefined ? 0 : Math.max(0, (now.getTime() - oldest.receivedAt.getTime()) / 1_000)
  return [
    '# HELP la_chan_deliveries_waiting Messages queued and not sent yet.',
    '# TYPE la_chan_deliveries_waiting gauge',
    ...priorities.map((priority) => `la_chan_deliveries_waiting{priority="${priority}"} ${waiting[priority]}`),
    '# HELP la_chan_dead_letters Messages given up, up to 1000.',
    '# TYPE la_chan_dead_letters gauge',
    `la_chan_dead_letters ${dead.length}`,
    '# HELP la_chan_inbox_unsettled Messages received and not settled yet, up to 1000.',
    '# TYPE la_chan_inbox_unsettled gauge',
    `la_chan_inbox_unsettled ${unsettled.length}`,
    '# HELP la_chan_inbox_oldest_seconds Age of the oldest unsettled message.',
    '# TYPE la_chan_inbox_oldest_seconds gauge',
    `la_chan_inbox_oldest_seconds ${ageSeconds}`,
    '',
  ].join('\n')
}
