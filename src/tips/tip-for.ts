import type { Places } from '../core/ports.ts'
import type { Officer } from '../core/shift.ts'
import type { Storage } from '../core/storage.ts'
import type { StoredTip } from '../core/tip-store.ts'

/** The tip if it is of the officer's unit or of one below it; for anybody else there is none. */
export async function tipFor(
  officer: Officer,
  id: string,
  { storage, places }: { readonly storage: Pick<Storage, 'tips'>; readonly places: Places },
): Promise<StoredTip | undefined> {
  const stored = await storage.tips.find(id)
  if (stored === undefined) return undefined
  return (await places.below(officer.unit)).includes(stored.tip.unit) ? stored : undefined
}
