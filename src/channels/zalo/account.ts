import type { Clock, Ids, Log, Seal } from '../../core/ports.ts'
import { createZaloClient, type ZaloClient } from '../../zalo-api-sdk/client.ts'
import { ZaloError } from '../../zalo-api-sdk/error.ts'
import { createTokenChain } from '../../zalo-api-sdk/token-chain.ts'
import type { ZaloSettings } from './settings.ts'
import { createTokenStore, type TokenTable } from './token-store.ts'

export interface ZaloAccountDeps {
  readonly settings: ZaloSettings
  readonly table: TokenTable
  readonly seal: Seal
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

/** The Official Account: what speaks for it, and what keeps that alive. */
export interface ZaloAccount {
  readonly client: ZaloClient
  /** Refreshes tokens that are due, so that an idle account stays alive; says so when that does not work. Never rejects for Zalo. */
  keepAlive(): Promise<void>
  /** How old the tokens are; undefined when there are none. */
  tokenAgeMs(): Promise<number | undefined>
  /** Calls of the token server that are under way have a moment left: one that is acted on and not heard costs the pair. */
  stop(graceMs?: number): void
}

/** A day without a refresh: sending ends within the hour. */
const tooOldMs = 24 * 60 * 60_000
const context = 'zalo-token'
const usualGraceMs = 2_000

/** The account of the settings, with its tokens sealed in the database that all processes share. */
export function createZaloAccount({ settings, table, seal, clock, ids, log }: ZaloAccountDeps): ZaloAccount {
  const { appId, appSecret, refreshToken, apiRoot, oauthRoot } = settings
  const stopping = new AbortController()
  const { signal } = stopping
  const store = createTokenStore({
    table,
    seal: (text) => seal.seal('zalo-token', context, text),
    open: (sealed) => seal.open('zalo-token', context, sealed),
    clock,
    ids,
    log,
    signal,
  })
  const tokens = createTokenChain({ store, clock, appId, appSecret, refreshToken, oauthRoot, signal })
  return {
    stop: (graceMs = usualGraceMs) => void setTimeout(() => stopping.abort(), graceMs).unref(),
    client: createZaloClient({ tokens, clock, apiRoot }),
    tokenAgeMs: () => tokens.ageOf(),
    async keepAlive() {
      try {
        await tokens.access()
      } catch (error) {
        if (!(error instanceof ZaloError)) throw error
        log.error({ failure: error.failure }, 'there is no zalo token to send with')
      }
      const ageMs = await tokens.ageOf()
      if (ageMs !== undefined && ageMs > tooOldMs)
        log.error({ hours: Math.floor(ageMs / 3_600_000) }, 'the zalo tokens are not being refreshed')
    },
  }
}
