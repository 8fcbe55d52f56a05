import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { call, checkStatus, type CallDeps } from './call.ts'
import type { ZaloClock } from './clock.ts'
import { ZaloError } from './error.ts'
import { errorOfCode, isTokenCode } from './error-codes.ts'
import { messageBody, type Outgoing } from './message-body.ts'
import { apiPaths, defaultApiRoot, type ApiPath } from './paths.ts'
import type { TokenChain } from './token-chain.ts'
import { uploadForm, uploadKinds, type UploadKind } from './upload.ts'
import { windowOf, type ReplyWindow } from './window.ts'

/** What a client speaks with; the roots and times have defaults. */
export interface ZaloClientDeps {
  readonly tokens: Pick<TokenChain, 'access' | 'renew'>
  readonly clock: ZaloClock
  readonly apiRoot?: string
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
  readonly uploadTimeoutMs?: number
  /** Proves with each call that the caller knows it; to be left out unless the app asks for the proof. */
  readonly appSecret?: string
}

/** A message that Zalo took. */
export interface SentMessage {
  readonly messageId: string | undefined
  /** Which quota it was taken from: `reply` is free. */
  readonly quota: string | undefined
}

/** The Official Account as Zalo names it. */
export interface Account {
  readonly name: string
  readonly isVerified: boolean
  readonly packageName: string | undefined
}

/** The Official Account's API. Every method throws a `ZaloError`; none reads conversations or profiles. */
export interface ZaloClient {
  /** Sends one message. There is no key against repeats: after `mayHaveArrived` nobody knows whether it was shown. */
  send(to: string, message: Outgoing): Promise<SentMessage>
  /** Answers the id to send it by. */
  upload(kind: UploadKind, bytes: Uint8Array, mediaType: string): Promise<string>
  /** How long the person can be written to. */
  replyWindow(to: string): Promise<ReplyWindow>
  /** The account that the tokens speak for: to check an installation. */
  account(): Promise<Account>
}

/** Zalo's numbers come as texts too. */
const errorNumber = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
])
/** Only 0 says that it was done, or the id of a message: an answer without either says nothing, whatever its status. */
const envelope = z.union([
  z.object({ error: errorNumber, data: z.unknown().optional() }),
  z
    .object({
      error: z.null().optional(),
      data: z.looseObject({ message_id: z.union([z.string().min(1), z.number()]) }),
    })
    .transform(({ data }) => ({ error: 0, data })),
])
const sent = z.object({
  message_id: z.string().optional(),
  quota: z.object({ quota_type: z.string().optional() }).optional().catch(undefined),
})
const uploaded = z.object({ attachment_id: z.string().optional(), token: z.string().optional() })
const quota = z.object({ last_interaction: z.union([z.string(), z.number()]).optional() })
const account = z.object({
  name: z.string(),
  is_verified: z.boolean().optional(),
  package_name: z.string().optional(),
})

/** A client of the API. A call whose token is not taken is made once more with a new one. */
export function createZaloClient(deps: ZaloClientDeps): ZaloClient {
  const { tokens, clock } = deps
  const apiRoot = deps.apiRoot ?? defaultApiRoot
  const ownFetch = deps.fetch ?? fetch
  const http = { fetch: ownFetch, timeoutMs: deps.timeoutMs ?? 8_000 }
  const uploading = { fetch: ownFetch, timeoutMs: deps.uploadTimeoutMs ?? 30_000 }

  async function once(path: ApiPath, init: RequestInit, token: string, via: CallDeps): Promise<unknown> {
    const proof =
      deps.appSecret === undefined
        ? {}
        : { appsecret_proof: createHmac('sha256', deps.appSecret).update(token).digest('hex') }
    const headers = { ...(init.headers as Record<string, string>), access_token: token, ...proof }
    const answer = await call(apiRoot + path, { ...init, headers }, via)
    const read = envelope.safeParse(answer.body)
    if (read.success && read.data.error !== 0) throw errorOfCode(read.data.error, clock.now())
    checkStatus(answer, clock.now())
    if (!read.success) throw new ZaloError('retry-later', 'zalo did not say what it did', { mayHaveArrived: true })
    return read.data.data
  }

  /** With another token once, when this one is not taken: nothing was acted on then. */
  async function ask(path: ApiPath, init: RequestInit, via: CallDeps = http): Promise<unknown> {
    const token = await unsent(tokens.access())
    try {
      return await once(path, init, token, via)
    } catch (error) {
      const isRefused = error instanceof ZaloError && error.code !== undefined && isTokenCode(error.code)
      if (!isRefused) throw error
    }
    return once(path, init, await unsent(tokens.renew(token)), via)
  }

  const post = (path: ApiPath, body: unknown) =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

  return {
    async send(to, message) {
      // Taken is taken, whatever else the answer says: a failure here would send it twice.
      const answer = sent.safeParse(await post(apiPaths.message, messageBody(to, message))).data
      return { messageId: answer?.message_id, quota: answer?.quota?.quota_type }
    },
    async upload(kind, bytes, mediaType) {
      const body = uploadForm(kind, bytes, mediaType)
      const answer = read(uploaded, await ask(uploadKinds[kind].path, { method: 'POST', body }, uploading))
      const id = kind === 'file' ? answer.token : answer.attachment_id
      if (id === undefined) throw unreadable()
      return id
    },
    async replyWindow(to) {
      const { last_interaction: last } = read(quota, await post(apiPaths.quota, { user_id: to }))
      const lastMs = Number(last ?? 0)
      return windowOf(Number.isSafeInteger(lastMs) && lastMs > 0 ? new Date(lastMs) : undefined)
    },
    async account() {
      const { name, is_verified, package_name } = read(account, await ask(apiPaths.account, { method: 'GET' }))
      return { name, isVerified: is_verified ?? false, packageName: package_name }
    },
  }
}

/** Without a token nothing is asked for: whatever became of the token's own request, this one cannot have arrived. */
async function unsent(token: Promise<string>): Promise<string> {
  try {
    return await token
  } catch (error) {
    if (!(error instanceof ZaloError) || !error.mayHaveArrived) throw error
    throw new ZaloError(error.failure, 'there is no token: the token server did not answer')
  }
}

function read<T>(shape: z.ZodType<T>, data: unknown): T {
  const read = shape.safeParse(data)
  if (!read.success) throw unreadable()
  return read.data
}

function unreadable(): ZaloError {
  return new ZaloError('retry-later', 'zalo answered something unknown', { mayHaveArrived: true })
}
