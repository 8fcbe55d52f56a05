import type { Leaving } from '../core/leaving.ts'
import { heardMs, openHeard } from '../core/leaving.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Log, Marks, Seal } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import type { Actions } from '../flows/action.ts'
import { addressesOf } from '../tips/addresses-of.ts'
import type { Turn } from './turn.ts'

export interface LeaveDeps {
  readonly storage: Pick<Storage, 'contacts' | 'tips'>
  readonly seal: Seal
  readonly marks: Marks
  readonly actions: Actions
  readonly log: Log
}

/**
 * What is kept of somebody who left goes as by `/xoa`, without a word; the ways back to them too, when they took back consent.
 * News that comes so late that they are back, or that Zalo would no longer bring it, changes nothing.
 */
export async function leave(turn: Turn, leaving: Leaving, deps: LeaveDeps): Promise<Outcome> {
  const { contact, message } = turn
  const none: Outcome = { replies: [], session: 'keep', effects: [] }
  if (await isLate(turn, leaving, deps)) {
    deps.log.info({ withdraws: leaving.withdraws }, 'somebody who left is back: nothing is erased')
    return none
  }
  const forgetting = await deps.actions['erase-contact']?.({}, { contact, message, now: turn.now })
  const addresses = leaving.withdraws ? await addressesOf(message.from, deps) : []
  const dropping = addresses.length === 0 ? [] : [{ do: 'drop-addresses', addresses } as const]
  return { ...none, effects: [...(forgetting?.effects ?? []), ...dropping] }
}

async function isLate({ contact, message }: Turn, { atMs }: Leaving, { storage, seal }: LeaveDeps): Promise<boolean> {
  if (message.receivedAt.getTime() - atMs > heardMs) return true
  const sealed = await storage.contacts.heard(contact.mark)
  return sealed !== undefined && openHeard({ contact: contact.mark, sealed }, seal) > atMs
}
