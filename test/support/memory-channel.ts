import type { Address, Channel, ChannelName, Receive } from '../../src/core/channel.ts'
import { SendError, type SendErrorFacts, type SendFailure } from '../../src/core/errors.ts'
import type { InboundMessage, OpenedMessage } from '../../src/core/message.ts'
import type { Posted } from '../../src/core/trail.ts'

/** A platform that lives in the test: keeps what was sent, and can be told to fail. It never leaves the machine. */
export interface MemoryChannel extends Channel {
  readonly sent: OpenedMessage[]
  /** What the bot deleted again, as Telegram lets it. */
  readonly erased: Posted[]
  /** Somebody writes; resolves when the turn is over. */
  write(
    from: Address,
    text: string,
    more?: Partial<
      Pick<
        InboundMessage,
        'attachments' | 'externalId' | 'isEdit' | 'isTap' | 'locale' | 'messageId' | 'ref' | 'source'
      >
    >,
  ): Promise<{ readonly repeat: boolean }>
  /** The next `times` sends fail in this way. */
  fail(failure: SendFailure, times: number, retryAfterMs?: number, facts?: SendErrorFacts): void
  /** No more failures. */
  heal(): void
  /** The next send hangs until `go`; `begun` resolves when it does. */
  hang(): { readonly begun: Promise<void>; go(): void }
}

/** A channel in memory under the name of a real one. `now` is the test's clock. */
export function createMemoryChannel(
  name: ChannelName,
  now: () => Date,
  limits: Channel['limits'] = { textLength: 4_000, quickReplies: 13 },
  more: Pick<Partial<Channel>, 'pace' | 'replyLimits' | 'dropsRepeats'> = {},
): MemoryChannel {
  const sent: OpenedMessage[] = []
  const failures: SendError[] = []
  const erased: Posted[] = []
  const posted = (id: string) => (name === 'telegram' ? { posted: { id, atMs: now().getTime() } } : {})
  const hanging: (() => Promise<void>)[] = []
  let receive: Receive | undefined
  let count = 0
  return {
    name,
    limits,
    ...more,
    addressesLast: true,
    routes: [],
    sent,
    erased,
    async start(given) {
      receive = given
    },
    async send(message) {
      const hang = hanging.shift()
      if (hang !== undefined) await hang()
      const failure = failures.shift()
      if (failure !== undefined) throw failure
      if (receive === undefined) throw new SendError('unreachable', 'stopped')
      sent.push(message)
      const externalId = `${name}-${sent.length}`
      const { posted: one } = posted(externalId)
      return { externalId, ...(one === undefined ? {} : { posted: [one] }) }
    },
    ...(name === 'telegram' ? { erase: async (_to, messages) => void erased.push(...messages) } : {}),
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
        // A tap is no message of its own.
        ...(more.isTap === true ? {} : posted(externalId)),
        ...more,
      })
      await accepted.settled
      return { repeat: accepted.repeat }
    },
    fail(failure, times, retryAfterMs, facts) {
      for (let i = 0; i < times; i++) failures.push(new SendError(failure, 'asked to fail', { retryAfterMs, ...facts }))
    },
    heal: () => void failures.splice(0),
    hang() {
      const begun = Promise.withResolvers<void>()
      const gone = Promise.withResolvers<void>()
      hanging.push(() => {
        begun.resolve()
        return gone.promise
      })
      return { begun: begun.promise, go: gone.resolve }
    },
  }
}
