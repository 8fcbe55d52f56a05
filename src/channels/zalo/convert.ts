import type { Address } from '../../core/channel.ts'
import { SendError } from '../../core/errors.ts'
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
    case 'other':
      return undefined
    default:
      return attachment satisfies never
  }
}

/** What was typed, and what was sent instead of typing it: a place, a link, a telephone number. */
function textOf({ text, attachments }: MessageEvent): string {
  const meant = attachments.map(wordsOf).filter((words) => words !== '' && !text.includes(words))
  return [text, ...meant].filter((part) => part !== '').join('\n')
}

function wordsOf(attachment: EventAttachment): string {
  switch (attachment.type) {
    case 'link':
      return attachment.url
    case 'location':
      return `${attachment.latitude}, ${attachment.longitude}`
    case 'card':
      return attachment.phone
    case 'image':
    case 'gif':
    case 'audio':
    case 'video':
    case 'file':
    case 'sticker':
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
      return new SendError('unreachable', error.mayHaveArrived ? `may have been sent: ${error.message}` : error.message)
    // A person has to consent anew, which takes hours: what waits meanwhile must not be given up.
    case 'token':
      return new SendError('unreachable', error.message)
    case 'throttled':
      return new SendError('throttled', error.message, error.retryAfterMs)
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
