import type { ChannelName } from './channel.ts'
import type { UnitCode } from './unit.ts'

/**
 * The four counters, never added to each other. reached: a person who opened the bot or was shown an answer. interaction: a
 * message to the bot. learnt: a lesson or quiz finished. taught: a person taught face to face at an event.
 */
export const reachKinds = ['reached', 'interaction', 'learnt', 'taught'] as const
export type ReachKind = (typeof reachKinds)[number]

export const audiences = ['child', 'parent', 'teacher', 'officer', 'everyone'] as const
export type Audience = (typeof audiences)[number]

/** An HMAC of an address under the key of the reporting year; useless once that key is destroyed. */
export type PersonMark = string

/** Something to count. Carries no address; `person` only for distinct people. */
export interface ReachEvent {
  readonly kind: ReachKind
  readonly channel: ChannelName
  readonly unit: UnitCode
  readonly audience: Audience
  readonly person: PersonMark | undefined
  readonly at: Date
}
