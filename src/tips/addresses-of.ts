import type { Address } from '../core/channel.ts'
import type { Marks, Seal } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import type { TipAddress } from '../core/tip.ts'
import type { Sealed } from '../core/write.ts'
import { addressKeyOf } from './open-tip.ts'

export interface AddressesOfDeps {
  readonly storage: Pick<Storage, 'tips'>
  readonly seal: Seal
  readonly marks: Marks
}

const pageSize = 500

/** Every way back that leads to this address. Marks of two tips cannot be compared: it is marked anew under each tip's own key. */
export async function addressesOf(address: Address, deps: AddressesOfDeps): Promise<readonly TipAddress[]> {
  const found: TipAddress[] = []
  for (let after: TipAddress | undefined; ;) {
    const page = await deps.storage.tips.waysBack(after, pageSize)
    for (const { tip, addressMark, wrappedAddressKey } of page)
      if (addressMark === markOf(address, tip, wrappedAddressKey, deps)) found.push({ tip, addressMark })
    after = page.at(-1)
    if (after === undefined) return found
  }
}

/** The mark of an address under a tip's own key; undefined where that is damaged: no way back leads through it. */
export function markOf(
  address: Address,
  tip: string,
  wrapped: Sealed,
  { seal, marks }: Pick<AddressesOfDeps, 'seal' | 'marks'>,
): string | undefined {
  try {
    return marks.tipAddress(seal.unwrap(addressKeyOf(tip), wrapped), address)
  } catch {
    return undefined
  }
}
