import type { Address, Channel, ChannelName, Receive } from '../../src/core/channel.ts'
import { SendError, type SendFailure } from '../../src/core/errors.ts'
import type { InboundMessage, OpenedMessage } from '../../src/core/message.ts'

/** A platform that lives in the test: keeps what was sent, and can be told to fail. It never leaves the machine. */
export interface MemoryChannel extends Channel {
  readonly sent: OpenedMessage[]
  /** Somebody writes; resolves when the turn is over. */
  write(
    from: Address,
    text: string,
    more?: Partial<Pick<InboundMessage, 'attachments' | 'externalId' | 'locale' | 'ref'>>,
  ): Promise<{ readonly repeat: boolean }>
  /** The next `times` sends fail in this way. */
  fail(failure: SendFailure, times: number, retryAfterMs?: number): void
}

/** A channel in memory under the name of a real one. `now` is the test's clock. */
export function createMemoryChannel(
  name: ChannelName,
  now: () => Date,
  limits: Channel['limits'] = { textLength: 4_000, quickReplies: 13 },
): MemoryChannel {
  const sent: OpenedMessage[] = []
  const failures: SendError[] = []
  let receive: Receive | undefined
  let count = 0
  return {
    name,
    limits,
    addressesLast: true,
    routes: [],
    sent,
    async start(given) {
      receive = given
    },
    async send(message) {
      const failure = failures.shift()
      if (failure !== undefined) throw failure
      if (receive === undefined) throw new SendError('unreachable', 'stopped')
      sent.push(message)
      return { externalId: `${name}-${sent.length}` }
    },
    async stop() {
      receive = undefined
    },
    async write(from, text, { externalId = `${name}-in-${++count}`, ...more } = {}) {
      if (receive === undefined) throw new Error('the channel is not started')
      const accepted = await receive({
        channel: name,
        externalId,
        from,
        text,
        attachments: [],
        receivedAt: now(),
        ...more,
      })
      await accepted.settled
      return { repeat: accepted.repeat }
    },
    fail(failure, times, retryAfterMs) {
      for (let i = 0; i < times; i++) failures.push(new SendError(failure, 'asked to fail', retryAfterMs))
    },
  }
}
