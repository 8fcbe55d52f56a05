import type { Address } from '../../core/channel.ts'
import { SendError } from '../../core/errors.ts'
import type { Leaving } from '../../core/leaving.ts'
import type { Attachment, InboundMessage } from '../../core/message.ts'
import { ZaloError } from '../../zalo-api-sdk/error.ts'
import type { EventAttachment, MessageEvent } from '../../zalo-api-sdk/event.ts'

/** The address of a person on Zalo: their id is good for this Official Account alone. */
export function addressOf(person: string): Address {
  return `zalo:${person}`
}

/** What is told apart from other messages by: the platform's id, else what the webhook's body hashes to. */
export interface Taken {
  readonly externalId: string
  readonly receivedAt: Date
}

/** A message event in the project's own words. */
export function toInbound(event: MessageEvent, taken: Taken, attachments: readonly Attachment[]): InboundMessage {
  return {
    channel: 'zalo',
    externalId: taken.externalId,
    from: addressOf(event.from),
    text: textOf(event),
    attachments,
    ...(event.quotedId === undefined ? {} : { replyTo: event.quotedId }),
    receivedAt: taken.receivedAt,
  }
}

/** Following the account is a greeting: the bot introduces itself as it does where somebody starts it. */
export function greetingFrom(person: string, taken: Taken): InboundMessage {
  return { channel: 'zalo', from: addressOf(person), text: '/start', attachments: [], ...taken }
}

/** Leaving the account says nothing, but is taken in like a message: once, in its turn, and kept until it is done. */
export function leavingOf(person: string, leaving: Leaving, taken: Taken): InboundMessage {
  return { channel: 'zalo', from: addressOf(person), text: '', attachments: [], leaving, ...taken }
}

/** Where the bytes of an attachment are, and what they ought to be; undefined for what has none worth keeping. */
export function mediaOf(
  attachment: EventAttachment,
): { readonly url: string; readonly mediaType: string | undefined } | undefined {
  switch (attachment.type) {
    case 'image':
    case 'gif':
    case 'audio':
    case 'video':
      return { url: attachment.url, mediaType: `${attachment.type}/*` }
    case 'file':
      return { url: attachment.url, mediaType: undefined }
    case 'sticker':
    case 'link':
    case 'location':
    case 'card':
    case 'lost':
    case 'other':
      return undefined
    default:
      return attachment satisfies never
  }
}

/** Tells somebody's number or where somebody is without a word of it being typed: it goes no further. */
export function isCard({ type }: EventAttachment): boolean {
  return type === 'card' || type === 'location'
}

/** What was typed, and a link that was sent instead of typing it. */
function textOf({ text, attachments }: MessageEvent): string {
  const meant = attachments.map(wordsOf).filter((words) => words !== '' && !text.includes(words))
  return [text, ...meant].filter((part) => part !== '').join('\n')
}

function wordsOf(attachment: EventAttachment): string {
  switch (attachment.type) {
    case 'link':
      return attachment.url
    case 'location':
    case 'card':
    case 'image':
    case 'gif':
    case 'audio':
    case 'video':
    case 'file':
    case 'sticker':
    case 'lost':
    case 'other':
      return ''
    default:
      return attachment satisfies never
  }
}

/** A failure of Zalo in the words that decide what the sender does next. Anything else is a fault of ours and stays as it is. */
export function toSendError(error: unknown): unknown {
  if (!(error instanceof ZaloError)) return error
  switch (error.failure) {
    case 'retry-later':
      return error.mayHaveArrived
        ? new SendError('unreachable', `may have been sent: ${error.message}`, { mayHaveArrived: true })
        : new SendError('unreachable', error.message)
    // A person has to consent anew, which takes hours: what waits meanwhile must not be given up.
    case 'token':
      return new SendError('unreachable', error.message)
    // The rate is the app's; a quota is of one person, or of messages outside the free window, which opens when they write.
    case 'throttled':
      return new SendError('throttled', error.message, { retryAfterMs: error.retryAfterMs, holds: 'channel' })
    case 'over-quota':
      return new SendError('over-quota', error.message, { retryAfterMs: error.retryAfterMs })
    case 'window-closed':
    case 'opted-out':
    case 'misconfigured':
      return new SendError(error.failure, error.message)
    case 'bad-request':
      return new SendError('rejected', error.message)
    default:
      return error.failure satisfies never
  }
}

/** A failed upload shows nothing to anybody: it can be made again. */
export function toUploadError(error: unknown): unknown {
  if (!(error instanceof ZaloError) || !error.mayHaveArrived) return toSendError(error)
  return new SendError('unreachable', `not uploaded: ${error.message}`)
}
