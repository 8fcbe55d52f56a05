import type { Base } from './base.ts'
import { heardMs } from './core/leaving.ts'
import { erasableMs } from './core/trail.ts'
import { dayInVietnam } from './core/vietnam-time.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs

/** How long marks of settled messages, finished deliveries and numbers of old messages are kept: a platform's repeat may be late. */
const keptMs = 30 * dayMs

/** How long a question without an answer waits for an author. */
const questionsMs = 90 * dayMs

/** Forgets what has had its time: expired sessions, links and web pages, old tries, settled messages, files of no tip, old questions. */
export async function purge({ storage, clock }: Pick<Base, 'storage' | 'clock'>): Promise<void> {
  const now = clock.now()
  const ago = (ms: number) => new Date(now.getTime() - ms)
  await storage.sessions.purge(now)
  await storage.web.purge(now)
  await storage.signIn.purge(now)
  await storage.receiptTries.purge(ago(hourMs))
  await storage.sentTips.purge(ago(hourMs))
  await storage.inbox.purge(ago(keptMs))
  await storage.deliveries.purge(ago(keptMs))
  await storage.trail.age(ago(erasableMs))
  await storage.trail.purge(ago(keptMs))
  await storage.deliveries.unpark(ago(keptMs), now)
  await storage.contacts.purgeMutes(now)
  await storage.contacts.purgeHeard(ago(heardMs))
  await storage.attachments.purge(ago(dayMs))
  await storage.questions.purge(dayInVietnam(ago(questionsMs)))
}
