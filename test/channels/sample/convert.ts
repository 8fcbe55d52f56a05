import { SendError } from '../../../src/core/errors.ts'
import type { InboundMessage } from '../../../src/core/message.ts'
import type { Clock } from '../../../src/core/ports.ts'
import type { Letter, Reply } from './platform.ts'

/** A letter in the project's own words. */
export function toInbound({ number, phone, words }: Letter, clock: Clock): InboundMessage {
  return {
    channel: 'zalo',
    externalId: String(number),
    from: `zalo:${phone}`,
    text: words.toWellFormed().normalize('NFC'),
    attachments: [],
    receivedAt: clock.now(),
  }
}

/** What the platform says is wrong, as the sender understands it. */
export function toSendError({ wrong, waitSeconds }: Extract<Reply, { wrong: string }>): SendError {
  switch (wrong) {
    case 'busy':
      return new SendError('throttled', 'sample: busy', {
        retryAfterMs: waitSeconds === undefined ? undefined : waitSeconds * 1_000,
      })
    case 'broken':
      return new SendError('unreachable', 'sample: broken')
    case 'forbidden':
      return new SendError('opted-out', 'sample: forbidden')
    case 'account':
      return new SendError('misconfigured', 'sample: account')
    case 'nobody':
      return new SendError('rejected', 'sample: nobody')
    default:
      return wrong satisfies never
  }
}
