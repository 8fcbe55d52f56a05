import { GrammyError, HttpError } from 'grammy'
import { SendError } from '../../core/errors.ts'
import type { Log } from '../../core/ports.ts'

/** The request cannot have reached Telegram when the network or the certificate failed like this. */
const notSent =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ERR_TLS_.*|CERT_.*|UNABLE_TO_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*)$/
const lacksRights = /not enough rights|rights? (?:is|are) required|CHAT_ADMIN_REQUIRED|not a forum/i
const hasMoved = /upgraded to a supergroup/i
const isMissing = /thread not found|message to edit not found|TOPIC_(?:ID_INVALID|DELETED)|MESSAGE_ID_INVALID/i

/**
 * What went wrong with a call, as the sender understands it. Only codes and kinds of our own are told: grammY's errors hold the
 * token, the chat and the words.
 */
export function toSendError(error: unknown): SendError {
  if (error instanceof SendError) return error
  if (error instanceof GrammyError) return refusal(error)
  if (error instanceof HttpError) return breakdown(error)
  return new SendError('unreachable', 'telegram: an unknown fault')
}

/** A call whose failure is a `SendError`. */
export async function attempt<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw toSendError(error)
  }
}

/** Tells of a failed call that is tried again; as an error when only an operator can help. */
export function logFailure(log: Log, { failure, message }: SendError, count: number, what: string): void {
  const needsOperator = failure === 'misconfigured' || failure === 'rejected'
  log[needsOperator ? 'error' : 'warn']({ kind: failure, detail: message, count }, what)
}

/** True when Telegram refused a change because nothing would change: what was wanted is there already. */
export function isUnchanged(error: unknown): boolean {
  return error instanceof GrammyError && /message is not modified|TOPIC_NOT_MODIFIED/i.test(error.description)
}

/** True when what a call is about was deleted by somebody: a topic, or a message. */
export function isGone(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 400 && isMissing.test(error.description)
}

/** True when a tap was answered already, or too long ago. */
export function isOldTap(error: unknown): boolean {
  return error instanceof GrammyError && /query is too old|query id is invalid/i.test(error.description)
}

/** True when the bot is not in a chat, or there is none. */
export function isNoChat(error: unknown): boolean {
  return error instanceof GrammyError && /chat not found/i.test(error.description)
}

function refusal({ error_code: code, description, parameters }: GrammyError): SendError {
  const detail = `telegram answered ${code}`
  if (code === 429) {
    const retryAfterMs = parameters.retry_after === undefined ? undefined : parameters.retry_after * 1_000
    // Telegram does not say whether the chat or the bot was too quick. Broadcasts are in no hurry and the likely cause.
    return new SendError('throttled', detail, { retryAfterMs, holds: 'broadcasts' })
  }
  // 502 and 504 are a gateway's words: what stands behind it may have sent the message.
  if (code >= 500) return new SendError('unreachable', detail, { mayHaveArrived: code === 502 || code === 504 })
  if (code === 401 || code === 404) return new SendError('misconfigured', `${detail}: the token`)
  if (code === 403) return new SendError('opted-out', detail)
  if (code === 400 && lacksRights.test(description))
    return new SendError('misconfigured', `${detail}: the bot's rights`)
  if (code === 400 && hasMoved.test(description))
    return new SendError(
      'misconfigured',
      `${detail}: the group has become a supergroup and has a new id (in its address at web.telegram.org): set TELEGRAM_OFFICER_CHAT to it`,
    )
  return new SendError('rejected', detail)
}

function breakdown({ error }: HttpError): SendError {
  const code = (error as { readonly code?: unknown } | undefined)?.code
  return typeof code === 'string' && notSent.test(code)
    ? new SendError('unreachable', 'telegram: no connection')
    : new SendError('unreachable', 'telegram: the connection broke off, the message may have been sent', {
        mayHaveArrived: true,
      })
}
