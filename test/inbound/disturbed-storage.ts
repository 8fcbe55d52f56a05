import type { Storage } from '../../src/core/storage.ts'

/** What happens before a single act of the real storage; throwing there is the storage failing. */
export interface Disturbance {
  commit?: (() => Promise<void>) | undefined
  accept?: (() => Promise<void>) | undefined
  invited?: (() => Promise<void>) | undefined
}

/** The real storage, with something happening first: another process that is quicker, a slow disk, a fault. */
export function disturbed(storage: Storage, disturbance: Disturbance): Storage {
  return {
    ...storage,
    async commit(writes) {
      await disturbance.commit?.()
      return storage.commit(writes)
    },
    inbox: {
      ...storage.inbox,
      async accept(row) {
        await disturbance.accept?.()
        return storage.inbox.accept(row)
      },
    },
    officers: {
      ...storage.officers,
      async invited(mark, now) {
        await disturbance.invited?.()
        return storage.officers.invited(mark, now)
      },
    },
  }
}
