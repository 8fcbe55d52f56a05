import type { Address } from '../core/channel.ts'
import type { Marks, Seal } from '../core/ports.ts'
import type { Write } from '../core/write.ts'

/** The context of a sealed address of a tip. */
export const tipAddressOf = (tip: string, addressMark: string) => `tip/${tip}/address/${addressMark}`

/**
 * Keeps an address for a tip, with the language spoken there, sealed and marked under the tip's own address key: two tips of one
 * person share nothing.
 */
export function joinTip(
  tip: string,
  addressKey: Uint8Array,
  address: Address,
  at: Date,
  deps: { readonly seal: Seal; readonly marks: Marks },
  locale = '',
): Write {
  const addressMark = deps.marks.tipAddress(addressKey, address)
  return {
    write: 'put-tip-address',
    tip,
    addressMark,
    sealed: deps.seal.sealWith(addressKey, tipAddressOf(tip, addressMark), `${address}\n${locale}`),
    at,
  }
}
