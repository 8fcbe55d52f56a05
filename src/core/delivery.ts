import type { ChannelName } from './channel.ts'
import type { ContactMark } from './contact.ts'
import type { DeadReason, SendFailure } from './errors.ts'
import type { OutboundMessage, Priority } from './message.ts'
import type { Seal } from './ports.ts'
import type { Erasure, TrailRow } from './trail.ts'
import type { QueuedDelivery } from './write.ts'

export interface ClaimedDelivery extends Omit<QueuedDelivery, 'channel'> {
  readonly attempts: number
  readonly createdAt: Date
  /** An earlier claim of it ran out: whoever had it may have sent it. */
  readonly isRepeat: boolean
}

/** Which deliveries to look at; without anything all. */
export interface DeliveryScope {
  /** `''` stands for what was queued before channels were noted. */
  readonly channels?: readonly (ChannelName | '')[]
  readonly contact?: ContactMark
  /** None that is less urgent than this. */
  readonly upTo?: Priority
}

export interface DeadLetter {
  readonly id: string
  readonly priority: Priority
  readonly about: string | undefined
  readonly failure: DeadReason
  readonly attempts: number
  readonly createdAt: Date
  readonly diedAt: Date
}

/** An alert that was tried, or stands behind one that was, and still waits: for its officer to write, or for its retry. */
export interface HeldAlert extends Omit<DeadLetter, 'diedAt'> {
  readonly isParked: boolean
}

/** How many messages of tips were tried and still wait, by why. */
export interface HeldCount {
  readonly kind: 'alert' | 'answer'
  readonly failure: DeadReason
  readonly total: number
}

/** What was sealed when it was queued; undefined where it cannot be read any more. */
export function readDelivery(
  { id, sealed }: Pick<QueuedDelivery, 'id' | 'sealed'>,
  seal: Pick<Seal, 'open'>,
): OutboundMessage | Erasure | undefined {
  try {
    return JSON.parse(seal.open('delivery', id, sealed)) as OutboundMessage | Erasure
  } catch {
    return undefined
  }
}

/** Messages on their way out, as they are kept. */
export interface Deliveries {
  /**
   * Takes up to `limit` deliveries that are due, by priority, then age: of each contact at most one at a time, the most
   * urgent that is due, and never one that has an earlier one of the same priority before it, due or not. Parked ones are
   * passed over, but those of the same priority wait behind them, alerts excepted. A claim ends after `leaseMs`, then it may
   * be taken again.
   */
  claim(
    options: DeliveryScope & { readonly now: Date; readonly limit: number; readonly leaseMs: number },
  ): Promise<readonly ClaimedDelivery[]>
  /**
   * Body, address and contact are removed. `relay` is told too, where the message is an officer's answer, and `trail` is kept.
   * 'gone' when the delivery was erased while it was being sent: nothing is kept then, and what was sent should be taken back.
   */
  sent(
    id: string,
    at: Date,
    kept?: { readonly relay?: string | undefined; readonly trail?: readonly TrailRow[] },
  ): Promise<'done' | 'gone'>
  /** What is still to be said to a contact. */
  waitingFor(contact: ContactMark): Promise<readonly Pick<QueuedDelivery, 'id' | 'sealed'>[]>
  retry(id: string, failure: SendFailure, nextAt: Date): Promise<void>
  /** Gives a claim back: not before `nextAt`. No try was made. */
  putOff(id: string, nextAt: Date): Promise<void>
  /** Body, address and contact are removed; the reason stays. */
  dead(id: string, failure: DeadReason, at: Date, relay?: string): Promise<void>
  /** Kept until its contact writes again. */
  park(id: string, failure: SendFailure, at: Date, relay?: string): Promise<void>
  /** What was parked before `parkedBefore` is due at `at`. */
  unpark(parkedBefore: Date, at: Date): Promise<void>
  deadLetters(limit: number): Promise<readonly DeadLetter[]>
  /** All of them, or those of one reason. */
  deadCount(reason?: DeadReason): Promise<number>
  /** How many wait, by priority; parked ones do not count. */
  waiting(): Promise<Readonly<Record<Priority, number>>>
  /** How many answers to tipsters are parked. */
  parkedCount(): Promise<number>
  /** The newest first. */
  heldAlerts(limit: number): Promise<readonly HeldAlert[]>
  heldCounts(): Promise<readonly HeldCount[]>
  /** When the next waiting delivery falls due. */
  nextDue(scope?: DeliveryScope): Promise<Date | undefined>
  purge(doneBefore: Date): Promise<void>
}
