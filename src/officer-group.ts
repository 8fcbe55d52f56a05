import type { Base } from './base.ts'
import type { OpenChannel } from './channels/index.ts'
import type { Job } from './jobs.ts'
import { topicLines } from './metrics.ts'
import { createOfficerTopics } from './tips/officer-topics.ts'

/** The officers' group, where one is set; otherwise nothing happens. */
export interface OfficerGroup {
  /** Shows how tips stand now, as far as may be; never rejects. */
  show(): Promise<void>
  readonly jobs: readonly Job[]
  metrics(): readonly string[]
  stop(): Promise<void>
}

/** Puts the topics of the officers' group on the platform that has one. */
export function openOfficerGroup(base: Base, open: readonly OpenChannel[]): OfficerGroup {
  const chat = open.find(({ topics }) => topics !== undefined)?.topics
  if (chat === undefined)
    return { show: async () => undefined, jobs: [], metrics: () => [], stop: async () => undefined }
  const { config, content, logs } = base
  const log = logs.area('officers')
  const topics = createOfficerTopics({
    ...base,
    chat,
    translate: content.translate,
    publicUrl: config.publicUrl,
    showsWords: config.telegram?.officerChat?.showsWords === true,
    log,
  })
  return {
    show: () => topics.run().catch((error: unknown) => log.warn({ kind: (error as Error).name }, 'topics wait')),
    jobs: [{ name: 'officer-topics', everyMs: 1_000, run: () => topics.run() }],
    metrics: () => topicLines(topics.standing()),
    stop: () => topics.stop(),
  }
}
