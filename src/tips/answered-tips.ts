import { channelOf, type Address } from '../core/channel.ts'
import type { Marks, Seal } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import { markOf } from './addresses-of.ts'

/** So long an officer's answer is looked back for: as long as one waits to be sent. */
const answeredMs = 30 * 24 * 60 * 60_000

/** A tip that an officer answered to an address. */
export interface AnsweredTip {
  readonly tip: string
  /** Nothing was written to the officer since. */
  readonly isWaiting: boolean
}

/** The open tips that were answered to this address lately. */
export type AnsweredTips = (address: Address, now: Date) => Promise<readonly AnsweredTip[]>

/**
 * Nothing leads from an address to its tips: the address is held against those of all tips that were answered on its channel,
 * each under its tip's own key.
 */
export function createAnsweredTips(deps: {
  readonly storage: Pick<Storage, 'tips'>
  readonly seal: Seal
  readonly marks: Marks
}): AnsweredTips {
  return async (address, now) => {
    const ways = await deps.storage.tips.answered(channelOf(address), new Date(now.getTime() - answeredMs))
    return ways.flatMap(({ tip, wrappedAddressKey, addressMark, isWaiting }) =>
      markOf(address, tip, wrappedAddressKey, deps) === addressMark ? [{ tip, isWaiting }] : [],
    )
  }
}
