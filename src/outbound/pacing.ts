import type { Channel } from '../core/channel.ts'
import type { ContactMark } from '../core/contact.ts'
import type { SendErrorFacts } from '../core/errors.ts'
import type { Priority } from '../core/message.ts'
import { createBucket, unpaced, type Bucket } from './bucket.ts'

/** How fast one channel is written to, in all and contact by contact. Kept in memory: a platform that minds says so. */
export interface Pacing {
  /** How many messages the channel takes now. */
  room(now: Date): number
  /** From when on it takes one. */
  opensAt(): Date
  /** True where less than two have room: whoever is most urgent goes first then. */
  isScarce(now: Date): boolean
  /** Takes a place for a message; or answers from when on there is one, and takes nothing. */
  take(contact: ContactMark, now: Date): Date | undefined
  /** The platform asked to wait. */
  hold(contact: ContactMark, holds: NonNullable<SendErrorFacts['holds']>, until: Date): void
  /** The least urgent that may be sent now, and until when less urgent ones may not. */
  allowed(now: Date): { readonly upTo: Priority; readonly until: Date | undefined }
}

/** So many contacts are remembered; of more, those that have rested are forgotten, and then the oldest. */
export const mostContacts = 10_000

/** The paces of a channel; without any only what the platform asks for is kept. */
export function createPacing(pace: Channel['pace']): Pacing {
  const all = createBucket(pace?.all ?? unpaced)
  const contacts = new Map<ContactMark, Bucket>()
  let broadcastsFrom = 0

  const bucketOf = (contact: ContactMark, make: () => Bucket, now: number): Bucket => {
    const known = contacts.get(contact)
    if (known !== undefined) return known
    if (contacts.size >= mostContacts) forget(now)
    const bucket = make()
    contacts.set(contact, bucket)
    return bucket
  }
  const forget = (now: number): void => {
    for (const [contact, bucket] of contacts) if (bucket.isRested(now)) contacts.delete(contact)
    // Forgetting a wait costs one refusal by the platform, which says it again.
    for (const contact of contacts.keys()) if (contacts.size >= mostContacts) contacts.delete(contact)
  }

  return {
    room: (now) => all.room(now.getTime()),
    opensAt: () => new Date(all.opensAt()),
    isScarce: (now) => pace !== undefined && all.room(now.getTime()) < 2,
    take(contact, now) {
      const at = now.getTime()
      const own = bucketOf(contact, () => createBucket(pace?.each ?? unpaced), at)
      const from = Math.max(all.opensAt(), own.opensAt())
      if (from > at) return new Date(from)
      all.spend(at)
      own.spend(at)
      return undefined
    },
    hold(contact, holds, until) {
      contacts.get(contact)?.hold(until.getTime())
      switch (holds) {
        case 'contact':
          return
        case 'broadcasts':
          broadcastsFrom = Math.max(broadcastsFrom, until.getTime())
          return
        case 'channel':
          return all.hold(until.getTime())
        default:
          return holds satisfies never
      }
    },
    allowed: (now) =>
      broadcastsFrom > now.getTime()
        ? { upTo: 'reply', until: new Date(broadcastsFrom) }
        : { upTo: 'broadcast', until: undefined },
  }
}
