import { createHash } from 'node:crypto'
import type { ZaloClock } from './clock.ts'
import { ZaloError } from './error.ts'
import { tradeForPair, usualLifetimeS, type Grant, type OauthDeps } from './oauth.ts'
import { defaultOauthRoot } from './paths.ts'
import type { TokenPair, TokenStore } from './token.ts'

/** The app, where its tokens are kept, and what it begins with. */
export interface TokenChainDeps {
  readonly store: TokenStore
  readonly clock: ZaloClock
  readonly appId: string
  readonly appSecret: string
  /** A refresh token from the console, to begin with or to begin anew after the chain broke. Each is traded in once. */
  readonly refreshToken?: string
  readonly oauthRoot?: string
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
  /** Breaks off a trade that is under way, which may cost the pair: only for what hangs. */
  readonly signal?: AbortSignal
}

/** The tokens of one Official Account, each pair made from the one before. */
export interface TokenChain {
  /** A token to call with; refreshed when it is 20 hours old. Call it on a timer too, so that an idle account stays alive. */
  access(): Promise<string>
  /** A token other than `refused`, which Zalo did not take. */
  renew(refused: string): Promise<string>
  /** Begins with the code of a consent; it is good for ten minutes. */
  exchange(code: string, codeVerifier: string): Promise<void>
  /**
   * How old the pair is, in milliseconds; undefined when there is none. More than 24 hours is worth an alarm. One from the
   * future, as after a clock was set back, counts as older than it can be.
   */
  ageOf(): Promise<number | undefined>
}

const refreshAfterMs = 20 * 60 * 60_000
/** A token this young that Zalo does not take is not cured by another: every refresh is a risk to the chain. */
const youngMs = 5 * 60_000
/** How far the clocks of two machines may differ. A pair further in the future tells that the clock was set back: it is old. */
const skewMs = youngMs
/** A refusal is for a person to repair; what the network did may be over in a moment. */
const restMs = { refused: 10 * 60_000, failed: 15_000 }

/**
 * A chain over a store that all processes share. One refreshes at a time, under the store's lock; the new pair is stored before
 * it is used; a process that comes second finds it there.
 */
export function createTokenChain(deps: TokenChainDeps): TokenChain {
  const { store, clock } = deps
  const oauth: OauthDeps = {
    oauthRoot: deps.oauthRoot ?? defaultOauthRoot,
    appId: deps.appId,
    appSecret: deps.appSecret,
    clock,
    fetch: deps.fetch ?? fetch,
    timeoutMs: deps.timeoutMs ?? 8_000,
    ...(deps.signal === undefined ? {} : { signal: deps.signal }),
  }
  const configured =
    deps.refreshToken === undefined ? undefined : { token: deps.refreshToken, hash: hash(deps.refreshToken) }
  let known: TokenPair | undefined
  /** A pair that the store did not take yet: no other one is good any more. */
  let unwritten: { readonly pair: TokenPair; readonly from: string | undefined } | undefined
  let refreshing: Promise<TokenPair> | undefined
  let trouble:
    | {
        readonly error: unknown
        readonly at: number
        readonly restMs: number
        readonly refreshToken: string | undefined
      }
    | undefined

  const ageMs = (pair: TokenPair): number => {
    const ms = clock.now().getTime() - pair.issuedAt.getTime()
    return ms < -skewMs ? usualLifetimeS * 1_000 - ms : Math.max(0, ms)
  }
  const isResting = (refreshToken: string | undefined) => {
    if (trouble === undefined || trouble.refreshToken !== refreshToken) return false
    const ms = clock.now().getTime() - trouble.at
    return ms >= 0 && ms < trouble.restMs
  }
  const isNew = (pair: TokenPair | undefined) =>
    configured !== undefined && pair?.spent.includes(configured.hash) !== true
  const isFresh = (pair: TokenPair) => ageMs(pair) < refreshAfterMs && clock.now() < pair.expiresAt && !isNew(pair)

  /** `from` is the refresh token that the store holds: what somebody else has stored since then is not overwritten. */
  async function keep(pair: TokenPair, from: string | undefined): Promise<TokenPair> {
    unwritten = { pair, from }
    await store.write(pair)
    unwritten = undefined
    known = pair
    return pair
  }

  /** What to trade in, best first: what an operator has set anew, then the chain's own. */
  async function refresh(stored: TokenPair | undefined): Promise<TokenPair> {
    let spent = stored?.spent ?? []
    let refusal: ZaloError | undefined
    const tries = [...(isNew(stored) ? [configured?.token] : []), stored?.refreshToken]
    for (const token of tries) {
      if (token === undefined) continue
      if (token === configured?.token) spent = [...new Set([...spent, configured.hash])]
      const grant: Grant = { grant_type: 'refresh_token', refresh_token: token }
      const trade = await tradeForPair(grant, oauth)
      if (trade.kind === 'pair') return keep({ ...trade.pair, spent }, stored?.refreshToken)
      refusal = trade.error
    }
    // Somebody whose lock had run out may have been quicker.
    const now = await store.read()
    if (now !== undefined && now.refreshToken !== stored?.refreshToken) return (known = now)
    if (now !== undefined && spent.length > now.spent.length) await store.write({ ...now, spent })
    throw refusal ?? new ZaloError('token', 'there is no refresh token to begin with')
  }

  async function refreshLocked(refused: string | undefined): Promise<TokenPair> {
    return store.withLock(async () => {
      const stored = await store.read()
      if (unwritten !== undefined && unwritten.from === stored?.refreshToken)
        return keep(unwritten.pair, unwritten.from)
      if (stored !== undefined && stored.accessToken !== refused && isFresh(stored)) return (known = stored)
      if (stored !== undefined && stored.accessToken === refused && ageMs(stored) < youngMs && !isNew(stored))
        throw new ZaloError('token', 'a new access token is refused')
      if (trouble !== undefined && isResting(stored?.refreshToken)) throw trouble.error
      try {
        const pair = await refresh(stored)
        trouble = undefined
        return pair
      } catch (error) {
        const isRefused = error instanceof ZaloError && error.failure === 'token'
        const rest = isRefused ? restMs.refused : restMs.failed
        trouble = { error, at: clock.now().getTime(), restMs: rest, refreshToken: stored?.refreshToken }
        throw error
      }
    })
  }

  /** One refresh at a time in this process too. */
  async function anew(refused: string | undefined): Promise<TokenPair> {
    const running = refreshing
    if (running !== undefined) {
      const pair = await running
      if (pair.accessToken !== refused) return pair
    }
    refreshing ??= refreshLocked(refused).finally(() => (refreshing = undefined))
    return refreshing
  }

  return {
    async access() {
      known ??= await store.read()
      if (known !== undefined && isFresh(known)) return known.accessToken
      try {
        return (await anew(undefined)).accessToken
      } catch (error) {
        // Due for a refresh is not yet expired: what Zalo still takes goes on being used.
        known = (await store.read()) ?? known
        if (known !== undefined && clock.now() < known.expiresAt) return known.accessToken
        throw error
      }
    },
    async renew(refused) {
      return (await anew(refused)).accessToken
    },
    async exchange(code, codeVerifier) {
      await store.withLock(async () => {
        const stored = await store.read()
        const trade = await tradeForPair({ grant_type: 'authorization_code', code, code_verifier: codeVerifier }, oauth)
        if (trade.kind === 'refused') throw trade.error
        trouble = undefined
        // Whoever consents by hand means this pair, not what stands in the settings.
        const spent = [...(stored?.spent ?? []), ...(configured === undefined ? [] : [configured.hash])]
        await keep({ ...trade.pair, spent: [...new Set(spent)] }, stored?.refreshToken)
      })
    },
    async ageOf() {
      const stored = await store.read()
      return stored === undefined ? undefined : ageMs(stored)
    },
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
