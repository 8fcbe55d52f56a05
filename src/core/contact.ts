import type { Audience } from './reach.ts'
import type { UnitCode } from './unit.ts'

/** An HMAC of an address: the only name under which a contact is remembered. */
export type ContactMark = string

/** What is remembered about someone who writes: how to speak with them, nothing about who they are. */
export interface Contact {
  readonly mark: ContactMark
  readonly locale: string
  readonly audience: Audience
  readonly unit: UnitCode | undefined
}
