import { createHash } from 'node:crypto'
import { z } from 'zod'
import { call, type CallDeps } from './call.ts'
import type { ZaloClock } from './clock.ts'
import { ZaloError } from './error.ts'
import { errorOfCode, rateCode } from './error-codes.ts'
import { tokenPath } from './paths.ts'
import type { TokenPair } from './token.ts'

/** Which app asks, and where. */
export interface OauthDeps extends CallDeps {
  readonly oauthRoot: string
  readonly appId: string
  readonly appSecret: string
  readonly clock: ZaloClock
}

/** What a pair is asked for with. */
export type Grant =
  | { readonly grant_type: 'refresh_token'; readonly refresh_token: string }
  | { readonly grant_type: 'authorization_code'; readonly code: string; readonly code_verifier: string }

/** `refused`: Zalo said no, and the token or code is of no more use. */
export type Trade =
  | { readonly kind: 'pair'; readonly pair: Omit<TokenPair, 'spent'> }
  | { readonly kind: 'refused'; readonly error: ZaloError }

/** How long an access token is good, in seconds, where the answer does not say so in a number that can be right. */
export const usualLifetimeS = 25 * 60 * 60
const yearS = 365 * 24 * 60 * 60
/** Both tokens make a pair, whatever else is said: thrown away it would break the chain for good. */
const granted = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive().max(yearS).catch(usualLifetimeS),
})
const denied = z.object({ error: z.coerce.number().optional() })

/**
 * Asks for a pair. No list of refusals is published: it is one when the answer is JSON without tokens, except that of the
 * request rate. When nobody can say whether a refresh was acted on, the same token is tried once more. Throws when it is still
 * not known.
 */
export async function tradeForPair(grant: Grant, deps: OauthDeps): Promise<Trade> {
  try {
    return await ask(grant, deps)
  } catch (error) {
    if (!(error instanceof ZaloError) || error.failure !== 'retry-later' || deps.signal?.aborted === true) throw error
    return ask(grant, deps)
  }
}

/** The PKCE challenge (S256) of a verifier of 43 characters; the console of the app keeps it. */
export function challengeOf(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url')
}

async function ask(grant: Grant, deps: OauthDeps): Promise<Trade> {
  // Counted from before the request: the pair is never thought younger than it is.
  const issuedAt = deps.clock.now()
  const answer = await call(
    deps.oauthRoot + tokenPath,
    {
      method: 'POST',
      headers: { secret_key: deps.appSecret },
      body: new URLSearchParams({ app_id: deps.appId, ...grant }),
    },
    deps,
  )
  const read = granted.safeParse(answer.body)
  if (read.success) {
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = read.data
    const expiresAt = new Date(issuedAt.getTime() + seconds * 1_000)
    return { kind: 'pair', pair: { accessToken, refreshToken, issuedAt, expiresAt } }
  }
  const refusal = denied.safeParse(answer.body)
  if (!refusal.success || answer.status >= 500 || answer.status === 429)
    throw new ZaloError('retry-later', `the token server answered ${answer.status}`, { mayHaveArrived: true })
  const code = refusal.data.error
  if (code === rateCode) throw errorOfCode(code, deps.clock.now())
  return {
    kind: 'refused',
    error: new ZaloError('token', 'the tokens are refused: the account has to consent again', {
      ...(code === undefined ? {} : { code }),
    }),
  }
}
