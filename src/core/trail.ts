import type { Address } from './channel.ts'
import type { ContactMark } from './contact.ts'
import type { Priority } from './message.ts'
import type { Ids, Seal } from './ports.ts'
import type { Sealed } from './write.ts'

/** How young a message must be for a platform to let the bot delete it: 48 hours, on Telegram. */
export const erasableMs = 48 * 60 * 60 * 1000

/** How long last words stay that are deleted by themselves. */
export const fadeMs = 10 * 60 * 1000

/** How many messages are deleted with one call, and so with one delivery. */
export const erasedAtOnce = 100

/** A message in somebody's chat: the platform's id of it, and when it was sent there (milliseconds since 1970). */
export interface Posted {
  readonly id: string
  readonly atMs: number
}

/** One message of a contact's trail as it is kept until it can be deleted no more. `sealed` holds a `Posted`. */
export interface TrailRow {
  readonly id: string
  readonly contact: ContactMark
  readonly sealed: Sealed
  readonly at: Date
}

/** Queued like a message, but says nothing: these are deleted from the chat. */
export interface Erasure {
  readonly to: Address
  readonly erases: readonly Posted[]
  /** 'reply' holds back what is queued after it; 'broadcast' nothing that anybody waits for. */
  readonly priority: Extract<Priority, 'reply' | 'broadcast'>
}

/** What is kept of a message so that it can be deleted when its contact asks. */
export function trailRow(
  contact: ContactMark,
  posted: Posted,
  { ids, seal }: { readonly ids: Pick<Ids, 'id'>; readonly seal: Seal },
): TrailRow {
  const id = ids.id()
  return { id, contact, sealed: seal.seal('trail', id, JSON.stringify(posted)), at: new Date(posted.atMs) }
}

/** The message that a row of a trail stands for. */
export function openTrail({ id, sealed }: Pick<TrailRow, 'id' | 'sealed'>, seal: Seal): Posted {
  return JSON.parse(seal.open('trail', id, sealed)) as Posted
}
