import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** How an account's webhooks are signed. */
export interface SignatureOptions {
  /** First part of what is hashed: the app id. Some accounts are told to sign with the id of the Official Account. */
  readonly firstTerm: string
  /** The OA secret key that the console shows beside the webhook; some accounts are told that it is the app secret. */
  readonly secret: string
  /** sha256: of first term ‖ body ‖ timestamp ‖ secret, as Zalo's own SDK does. hmac: HMAC-SHA256 of the body under the secret. */
  readonly scheme?: 'sha256' | 'hmac'
}

/** Why a webhook is not believed; `ok` when it is. Names nothing of its content. */
export type SignatureCheck = 'ok' | 'no-signature' | 'bad-signature' | 'bad-body' | 'mismatch'

/** The header that carries `mac=<64 hex digits>`. */
export const signatureHeader = 'x-zevent-signature'

/**
 * Checks a webhook over the very bytes that came, in constant time. Age is no reason to refuse: a repeat hours later may be the
 * only copy of a message; repeats are told by their message id.
 */
export function checkSignature(
  header: string | null | undefined,
  raw: Uint8Array,
  options: SignatureOptions,
): SignatureCheck {
  if (header === null || header === undefined || header === '') return 'no-signature'
  const given = /^mac=([0-9a-f]{64})$/i.exec(header.trim())?.[1]
  if (given === undefined) return 'bad-signature'
  const timestamp = timestampOf(raw)
  if (timestamp === undefined) return 'bad-body'
  return timingSafeEqual(Buffer.from(given, 'hex'), macOf(raw, timestamp, options)) ? 'ok' : 'mismatch'
}

/** The signature of a body, as it stands in the header; for tests and simulators. */
export function signatureOf(raw: Uint8Array, timestamp: string, options: SignatureOptions): string {
  return `mac=${macOf(raw, timestamp, options).toString('hex')}`
}

function macOf(raw: Uint8Array, timestamp: string, { firstTerm, secret, scheme }: SignatureOptions): Buffer {
  if (scheme === 'hmac') return createHmac('sha256', secret).update(raw).digest()
  return createHash('sha256').update(firstTerm).update(raw).update(timestamp).update(secret).digest()
}

/** Read before the check because it is part of what is signed; nothing else of the body is looked at until then. */
function timestampOf(raw: Uint8Array): string | undefined {
  try {
    const body = JSON.parse(Buffer.from(raw).toString('utf8')) as unknown
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
    const { timestamp } = body as { readonly timestamp?: unknown }
    if (timestamp === undefined) return ''
    return typeof timestamp === 'string' || typeof timestamp === 'number' ? String(timestamp) : undefined
  } catch {
    return undefined
  }
}
