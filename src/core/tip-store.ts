import type { ChannelName } from './channel.ts'
import type { Relay, Tip, TipAddress, TipMessage, TipStatus } from './tip.ts'
import type { UnitCode } from './unit.ts'
import type { Sealed, TipLogEntry } from './write.ts'

/** A tip with the wrapped keys that open it; `wrappedAddressKey` is gone once its sender has left. */
export interface StoredTip {
  readonly tip: Tip
  readonly wrappedKey: Sealed | undefined
  readonly wrappedAddressKey: Sealed | undefined
}

/** An address of a tip that an officer answered, under its mark alone. */
export interface AnsweredWay {
  readonly tip: string
  readonly wrappedAddressKey: Sealed
  readonly addressMark: string
  /** The officer wrote last. */
  readonly isWaiting: boolean
}

export interface StoredTipMessage extends Omit<TipMessage, 'text'> {
  readonly sealed: Sealed
}

export interface TipFilter {
  /** Only tips of these units. */
  readonly units: readonly UnitCode[]
  readonly statuses?: readonly TipStatus[]
  readonly unroutedOnly?: boolean
  readonly officer?: string
  readonly limit: number
  readonly offset?: number
}

/** Reads tips and what belongs to them. */
export interface TipStore {
  find(id: string): Promise<StoredTip | undefined>
  findByReceipt(receiptMark: string): Promise<StoredTip | undefined>
  list(filter: TipFilter): Promise<readonly Tip[]>
  messages(id: string): Promise<readonly StoredTipMessage[]>
  /** The one used last comes first; `at` is when. */
  addresses(
    id: string,
  ): Promise<readonly { readonly addressMark: string; readonly sealed: Sealed; readonly at: Date }[]>
  /** All ways back with what opens them, behind `after` in an order of their own. */
  waysBack(
    after: TipAddress | undefined,
    limit: number,
  ): Promise<readonly (TipAddress & { readonly wrappedAddressKey: Sealed })[]>
  /** What became of officers' answers on their way to the tipster. */
  relays(id: string): Promise<readonly Relay[]>
  /** The addresses of tips, but closed ones, whose officers' answers set out on this channel since then. */
  answered(channel: ChannelName, since: Date): Promise<readonly AnsweredWay[]>
  log(id: string): Promise<readonly TipLogEntry[]>
  /** Log entries of tips of these units opened within [from, to); for indicators. */
  logOfOpenedWithin(units: readonly UnitCode[], from: Date, to: Date): Promise<readonly TipLogEntry[]>
}
