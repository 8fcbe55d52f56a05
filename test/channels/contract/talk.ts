import { expect } from 'vitest'
import type { Accepted, Channel } from '../../../src/core/channel.ts'
import { SendError } from '../../../src/core/errors.ts'
import type { InboundMessage, OpenedMessage } from '../../../src/core/message.ts'
import { findLeaks } from '../../support/find-leaks.ts'
import type { Ability, ChannelCase, ChannelHarness, Shown, Who } from './harness.ts'

/** Names a case; it is skipped where the platform lacks what it needs. `isIdle`: the case starts the channel itself. */
export type Check = (
  name: string,
  test: (talk: Talk) => Promise<void>,
  options?: { readonly needs?: Ability; readonly isIdle?: boolean },
) => void

/** One case's conversation on a channel that was opened for it. */
export interface Talk {
  readonly harness: ChannelHarness
  /** The channel that speaks now: another one after a restart. */
  readonly channel: Channel
  readonly received: InboundMessage[]
  /** The words of what was handed in. */
  texts(): readonly string[]
  /** What becomes of a message that is handed in. */
  answer: (message: InboundMessage) => Promise<Accepted>
  start(): Promise<void>
  restart(): Promise<void>
  /** Somebody writes for the first time, so that they can be answered. */
  hello(who?: Who): Promise<void>
  message(more?: Partial<OpenedMessage>): OpenedMessage
  send(more?: Partial<OpenedMessage>): Promise<string>
  last(who?: Who): Promise<Shown>
  /** What was shown after the first `from` messages. */
  shownTexts(from?: number, who?: Who): Promise<readonly string[]>
  failureOf(sending: Promise<unknown>): Promise<SendError>
  close(): Promise<void>
}

export const taken = async (): Promise<Accepted> => ({ repeat: false, settled: Promise.resolve() })

/** Opens a channel of the kind under test. */
export async function openTalk({ open }: ChannelCase, isIdle: boolean): Promise<Talk> {
  const harness = await open()
  const received: InboundMessage[] = []
  let channel = harness.channel
  const talk: Talk = {
    harness,
    get channel() {
      return channel
    },
    received,
    texts: () => received.map(({ text }) => text),
    answer: taken,
    start: () =>
      channel.start((message) => {
        received.push(message)
        return talk.answer(message)
      }),
    async restart() {
      await channel.stop()
      channel = await harness.restart()
      await talk.start()
    },
    hello: (who) => harness.write('xin chào', who),
    message: (more = {}) => ({ to: harness.address(), text: 'Chào bạn', priority: 'reply', ...more }),
    send: async (more) => (await channel.send(talk.message(more))).externalId,
    async last(who) {
      const shown = (await harness.shown(who)).at(-1)
      if (shown === undefined) throw new Error('nothing was shown')
      return shown
    },
    shownTexts: async (from = 0, who) => (await harness.shown(who)).slice(from).map(({ text }) => text.trim()),
    async failureOf(sending) {
      const error = await sending.then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(error).toBeInstanceOf(SendError)
      return error as SendError
    },
    async close() {
      await channel.stop()
      await harness.close()
    },
  }
  if (!isIdle) await talk.start()
  return talk
}

/** Which of the values stand somewhere in what was said, in any shape. */
export function leaksIn(said: string, values: readonly string[]): readonly string[] {
  return findLeaks([{ place: 'said', bytes: Buffer.from(said) }], values)
}
