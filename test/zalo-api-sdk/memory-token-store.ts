import { readTokenPair, writeTokenPair, type TokenStore } from '../../src/zalo-api-sdk/token.ts'

/** A token store in memory that can be looked into, and told to fail. */
export interface MemoryTokenStore extends TokenStore {
  /** What is written, as text. */
  stored: string | undefined
  readonly writes: string[]
  beforeWrite: () => void
}

/** Keeps the pair as text, as a real store would. */
export function createMemoryTokenStore(): MemoryTokenStore {
  let tail: Promise<unknown> = Promise.resolve()
  const store: MemoryTokenStore = {
    stored: undefined,
    writes: [],
    beforeWrite: () => undefined,
    async read() {
      return store.stored === undefined ? undefined : readTokenPair(store.stored)
    },
    async write(pair) {
      store.beforeWrite()
      store.stored = writeTokenPair(pair)
      store.writes.push(store.stored)
    },
    withLock(work) {
      const turn = tail.then(work)
      tail = turn.catch(() => undefined)
      return turn
    },
  }
  return store
}
