import { join } from 'node:path'
import { createApp, type App } from '../../src/app.ts'
import { channelOf, type Accepted, type Address } from '../../src/core/channel.ts'
import type { InboundMessage } from '../../src/core/message.ts'
import { dumpState, type State } from '../support/dump-state.ts'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'
import { disturbed, type Disturbance } from './disturbed-storage.ts'

/** A whole app, and beside it a second one on the same database whose storage a test may disturb. */
export interface TwoProcesses {
  readonly app: TestApp
  readonly telegram: MemoryChannel
  readonly second: App
  readonly disturbance: Disturbance
  /** Hands a message in at the second app. */
  receive(from: Address, text: string, more?: Partial<InboundMessage>): Promise<Accepted>
  /** The same, until its turn is over. */
  write(from: Address, text: string, more?: Partial<InboundMessage>): Promise<void>
  /** What was said to an address so far. */
  said(to: Address): readonly string[]
  state(): Promise<State>
}

export async function startTwoProcesses(env: Readonly<Record<string, string>> = {}): Promise<TwoProcesses> {
  let channel: MemoryChannel | undefined
  const app = await startTestApp({
    env,
    channels(clock) {
      channel = createMemoryChannel('telegram', clock.now)
      return [channel]
    },
  })
  if (channel === undefined) throw new Error('no channel')
  const telegram = channel
  const disturbance: Disturbance = {}
  const second = createApp({ ...app.base, storage: disturbed(app.base.storage, disturbance) }, { channels: [telegram] })
  let count = 0
  const receive: TwoProcesses['receive'] = (from, text, more = {}) => {
    const externalId = `second-${++count}`
    const receivedAt = app.clock.now()
    return second.inbound.receive({
      channel: channelOf(from),
      externalId,
      from,
      text,
      attachments: [],
      receivedAt,
      ...more,
    })
  }
  return {
    app,
    telegram,
    second,
    disturbance,
    receive,
    async write(from, text, more) {
      await (
        await receive(from, text, more)
      ).settled
      await second.sender.idle()
    },
    said: (to) => telegram.sent.filter((message) => message.to === to).map(({ text }) => text),
    state: () => dumpState({ kind: 'sqlite', file: join(app.dataDir, 'la-chan.sqlite') }),
  }
}
