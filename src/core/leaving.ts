import type { ContactMark } from './contact.ts'
import type { Seal } from './ports.ts'
import type { Sealed } from './write.ts'

/** Somebody left the bot's account on the platform, or took back consent. */
export interface Leaving {
  /** When that was, by the platform's clock. */
  readonly atMs: number
  /** Consent was taken back: the ways back to this contact go, too. */
  readonly withdraws: boolean
}

/** How long it is known when a contact was last heard. A platform brings an event again for a day at most. */
export const heardMs = 48 * 60 * 60 * 1000

/** When a contact was last heard by the platform's clock: inside `sealed`, and to the hour of our clock in `at`. */
export interface HeardRow {
  readonly contact: ContactMark
  readonly sealed: Sealed
  readonly at: Date
}

/** What is kept of when a contact was heard. */
export function heardRow(contact: ContactMark, heardAtMs: number, at: Date, seal: Seal): HeardRow {
  return { contact, sealed: seal.seal('heard', contact, String(heardAtMs)), at }
}

/** The moment that such a row stands for. */
export function openHeard({ contact, sealed }: Pick<HeardRow, 'contact' | 'sealed'>, seal: Seal): number {
  return Number(seal.open('heard', contact, sealed))
}
