import type { ChannelName } from './channel.ts'
import type { DeadReason } from './errors.ts'
import type { Attachment } from './message.ts'
import type { Danger, HarmKind } from './triage.ts'
import type { UnitCode } from './unit.ts'

export const tipStatuses = [
  'open',
  'acknowledged',
  'classified',
  'verifying',
  'transferred',
  'resolved',
  'closed',
] as const
export type TipStatus = (typeof tipStatuses)[number]

/** Which status may follow which. Anything else is refused. */
export const tipMoves: Readonly<Record<TipStatus, readonly TipStatus[]>> = {
  open: ['acknowledged'],
  acknowledged: ['classified', 'transferred'],
  classified: ['verifying', 'transferred', 'resolved'],
  verifying: ['transferred', 'resolved'],
  transferred: ['verifying', 'resolved'],
  resolved: ['verifying', 'closed'],
  closed: [],
}

export function canMove(from: TipStatus, to: TipStatus): boolean {
  return tipMoves[from].includes(to)
}

/** Is the child safe now, as the tipster says. */
export const safeties = ['safe', 'unsafe', 'unknown'] as const
export type Safety = (typeof safeties)[number]

/**
 * A tip as the desk lists it: no words, no tipster. `id` is the case code that officers use; the receipt is known to the
 * tipster alone. `routedUnit` is the unit whose officers were alerted, undefined while nobody was on duty.
 */
export interface Tip {
  readonly id: string
  readonly kind: HarmKind
  readonly level: Danger
  readonly safety: Safety
  readonly unit: UnitCode
  readonly routedUnit: UnitCode | undefined
  readonly status: TipStatus
  readonly officer: string | undefined
  readonly openedAt: Date
  readonly dueAt: Date
  readonly changedAt: Date
}

/** One message of a tip's thread, opened. `system` rows carry the details the tipster chose to add (place, when). */
export interface TipMessage {
  readonly id: string
  readonly tip: string
  readonly author: 'tipster' | 'officer' | 'detail'
  /** The officer's alias number, when an officer wrote. */
  readonly alias: number | undefined
  readonly text: string
  readonly at: Date
  readonly attachments: readonly TipAttachment[]
}

/** A way back to a tipster, by the mark that its address has within the tip. */
export interface TipAddress {
  readonly tip: string
  readonly addressMark: string
}

/** What became of an officer's answer on its way to one of the tipster's addresses. parked: until the tipster writes again. */
export interface Relay {
  /** Id of the tip's message. */
  readonly message: string
  readonly channel: ChannelName
  readonly state: 'waiting' | 'parked' | 'sent' | 'dead'
  /** Why, where it was given up. */
  readonly failure: DeadReason | undefined
  /** The hour in which that was so. */
  readonly at: Date
}

/** A file that came with a message of a tip; `size` in bytes. Who may read the tip asks the desk for its bytes. */
export interface TipAttachment extends Omit<Attachment, 'bytes'> {
  readonly id: string
  readonly size: number
}

/** The most files that one tip takes. */
export const mostAttachments = 10
