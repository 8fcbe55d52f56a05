import type { Address } from '../core/channel.ts'
import type { Seal } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import type { StoredTip } from '../core/tip-store.ts'
import type { TipMessage } from '../core/tip.ts'
import { tipAddressOf } from './join-tip.ts'
import { addressKeyOf, messageOf, wordsKeyOf } from './open-tip.ts'

export interface ThreadDeps {
  readonly storage: Pick<Storage, 'tips'>
  readonly seal: Seal
}

/** The thread of a tip, opened, oldest first; empty when its key was destroyed. */
export async function readThread(stored: StoredTip, deps: ThreadDeps): Promise<readonly TipMessage[]> {
  const { tip, wrappedKey } = stored
  if (wrappedKey === undefined) return []
  const key = deps.seal.unwrap(wordsKeyOf(tip.id), wrappedKey)
  const messages = await deps.storage.tips.messages(tip.id)
  return messages.map(({ sealed, ...message }) => ({
    ...message,
    text: deps.seal.openWith(key, messageOf(tip.id, message.id), sealed),
  }))
}

/** Where the tipster wrote from. */
export interface TipAddress {
  readonly to: Address
  readonly at: Date
  /** The language spoken there; empty when it was kept by an earlier version. */
  readonly locale: string
}

/** Where the tipster wrote from and when, the last first; empty when the way back was cut. */
export async function tipAddresses(stored: StoredTip, deps: ThreadDeps): Promise<readonly TipAddress[]> {
  const { tip, wrappedAddressKey } = stored
  if (wrappedAddressKey === undefined) return []
  const key = deps.seal.unwrap(addressKeyOf(tip.id), wrappedAddressKey)
  const rows = await deps.storage.tips.addresses(tip.id)
  return rows.map(({ addressMark, sealed, at }) => {
    const [to = '', locale = ''] = deps.seal.openWith(key, tipAddressOf(tip.id, addressMark), sealed).split('\n')
    return { to: to as Address, at, locale }
  })
}
