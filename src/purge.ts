import type { Base } from './base.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs

/** How long marks of settled messages and finished deliveries are kept: long enough to know a platform's late repeat. */
const keptMs = 30 * dayMs

/** Forgets what has had its time: expired sessions, links and web pages, old tries, settled messages. */
export async function purge({ storage, clock }: Pick<Base, 'storage' | 'clock'>): Promise<void> {
  const now = clock.now()
  const ago = (ms: number) => new Date(now.getTime() - ms)
  await storage.sessions.purge(now)
  await storage.web.purge(now)
  await storage.signIn.purge(now)
  await storage.receiptTries.purge(ago(hourMs))
  await storage.inbox.purge(ago(keptMs))
  await storage.deliveries.purge(ago(keptMs))
}
