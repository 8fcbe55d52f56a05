import { ZaloError } from './error.ts'

/** How a request goes out. */
export interface CallDeps {
  readonly fetch: typeof fetch
  readonly timeoutMs: number
  /** Breaks off what is under way. */
  readonly signal?: AbortSignal
}

/** What came back. `body` is undefined when it is no JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** Failures of a connection that never came about: the request cannot have arrived. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/**
 * One request and its whole answer, within the time. Throws a `retry-later` that tells whether the request may have arrived.
 * Redirects are refused: the headers carry secrets.
 */
export async function call(url: string, init: RequestInit, deps: CallDeps): Promise<Answer> {
  try {
    const patience = AbortSignal.timeout(deps.timeoutMs)
    const signal = deps.signal === undefined ? patience : AbortSignal.any([patience, deps.signal])
    const response = await deps.fetch(url, { ...init, redirect: 'error', signal })
    return { status: response.status, headers: response.headers, body: parse(await response.text()) }
  } catch (error) {
    const isUnsent = codesOf(error).some((code) => neverLeft.has(code))
    throw new ZaloError('retry-later', isUnsent ? 'zalo cannot be reached' : 'zalo did not answer', {
      mayHaveArrived: !isUnsent,
    })
  }
}

/** Throws where the HTTP status says that nobody acted on the request, or that nobody can say. */
export function checkStatus(answer: Answer, now: Date): void {
  if (answer.status < 300) return
  const detail = `zalo answered ${answer.status}`
  if (answer.status === 429)
    throw new ZaloError('throttled', detail, { retryAfterMs: retryAfterMs(answer.headers, now) })
  if (answer.status === 400 || answer.status === 413) throw new ZaloError('bad-request', detail)
  throw new ZaloError('retry-later', detail, { mayHaveArrived: answer.status >= 500 })
}

const defaultWaitMs = 60_000

function retryAfterMs(headers: Headers, now: Date): number {
  const said = headers.get('retry-after') ?? ''
  const waitMs = /^\d+$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - now.getTime()
  return Number.isFinite(waitMs) && waitMs > 0 ? waitMs : defaultWaitMs
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** The codes along a chain of causes; a failed connection to several addresses has one for each. */
function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return []
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown }
  const inner = error instanceof AggregateError ? (error.errors as unknown[]) : []
  return [...(typeof code === 'string' ? [code] : []), ...inner.flatMap(codesOf), ...codesOf(cause)]
}
