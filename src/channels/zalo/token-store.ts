import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock, Ids, Log } from '../../core/ports.ts'
import type { Sealed } from '../../core/write.ts'
import { ZaloError } from '../../zalo-api-sdk/error.ts'
import { readTokenPair, writeTokenPair, type TokenStore } from '../../zalo-api-sdk/token.ts'

/** One row of a database that all processes share: the sealed pair and the lease of whoever is refreshing it. */
export interface TokenTable {
  read(): Promise<Sealed | undefined>
  /** Durable when it resolves. */
  write(sealed: Sealed): Promise<void>
  /** Takes the lease when nobody has it, or when whoever has it did not give it back in time; false otherwise. */
  takeLease(holder: string, now: Date, until: Date): Promise<boolean>
  /** Gives the lease back if `holder` still has it. */
  endLease(holder: string): Promise<void>
}

/** The table, and what seals. */
export interface TokenStoreDeps {
  readonly table: TokenTable
  readonly seal: (text: string) => Sealed
  readonly open: (sealed: Sealed) => string
  readonly clock: Clock
  readonly ids: Pick<Ids, 'id'>
  readonly log: Log
  readonly patienceMs?: number
  /** Ends the wait for a lease. */
  readonly signal?: AbortSignal
}

/** Longer than a refresh can take with its one repeat; a process that died holding the lease delays the others by as much. */
const leaseMs = 60_000
const pauseMs = 40

/**
 * The token store of the project: sealed in the database, locked by a lease and not by a transaction, since a refresh is a
 * network call. A pair is written even when the lease has run out meanwhile: it is the only one that Zalo still takes.
 */
export function createTokenStore(deps: TokenStoreDeps): TokenStore {
  const { table, clock, log } = deps
  const mostPauses = Math.ceil((deps.patienceMs ?? 20_000) / pauseMs)

  async function takeLease(holder: string): Promise<void> {
    for (let pauses = 0; pauses < mostPauses && deps.signal?.aborted !== true; pauses++) {
      const now = clock.now()
      if (await table.takeLease(holder, now, new Date(now.getTime() + leaseMs))) return
      await sleep(pauseMs)
    }
    throw new ZaloError('retry-later', 'the tokens are being refreshed elsewhere')
  }

  return {
    async read() {
      const sealed = await table.read()
      return sealed === undefined ? undefined : readTokenPair(deps.open(sealed))
    },
    async write(pair) {
      await table.write(deps.seal(writeTokenPair(pair)))
    },
    async withLock(work) {
      const holder = deps.ids.id()
      await takeLease(holder)
      try {
        return await work()
      } finally {
        // Not given back, it ends by itself; what was done under it must not fail for that.
        await table.endLease(holder).catch(() => log.warn({}, 'the lease of the zalo tokens was not given back'))
      }
    },
  }
}
