import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address, Channel } from '../../src/core/channel.ts'
import type { ContactMark } from '../../src/core/contact.ts'
import type { OutboundMessage } from '../../src/core/message.ts'
import type { Storage } from '../../src/core/storage.ts'
import { createIds } from '../../src/ids.ts'
import { createQueue } from '../../src/outbound/queue.ts'
import { createSender, type Sender } from '../../src/outbound/sender.ts'
import { createMarks } from '../../src/privacy/marks.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { createTestClock, type TestClock } from '../support/test-app.ts'

/** A sender on a fresh file with Telegram and Zalo in memory, whose timers a test runs by hand. */
export interface OpenSender {
  readonly sender: Sender
  readonly storage: Storage
  readonly clock: TestClock
  readonly telegram: MemoryChannel
  readonly zalo: MemoryChannel
  /** Queues messages in one commit. */
  say(...messages: readonly (Partial<OutboundMessage> & { readonly text: string })[]): Promise<void>
  contact(address: Address): ContactMark
  /** What was sent on both, in order. */
  texts(): readonly string[]
  /** Milliseconds until the sender wakes itself; undefined when it does not. */
  wakesIn(): number | undefined
  /** Moves the clock to when the sender wakes, and lets it. */
  wake(): Promise<void>
  /** Another sender on the same database, as after the death of this one. */
  restart(): Sender
  reasons(): Promise<readonly string[]>
  close(): Promise<void>
}

export async function openSender(
  more: { readonly telegram?: Parameters<typeof createMemoryChannel>[3]; readonly zalo?: Pick<Channel, 'pace'> } = {},
): Promise<OpenSender> {
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-sender-'))
  const storage = await openStorage({ kind: 'sqlite', file: join(dir, 'db.sqlite') })
  const clock = createTestClock()
  const telegram = createMemoryChannel('telegram', clock.now, undefined, more.telegram)
  const zalo = createMemoryChannel('zalo', clock.now, undefined, more.zalo)
  const order: string[] = []
  for (const channel of [telegram, zalo]) {
    await channel.start(async () => ({ repeat: false, settled: Promise.resolve() }))
    const { push } = channel.sent
    channel.sent.push = (...messages) => {
      order.push(...messages.map(({ text }) => text))
      return push.apply(channel.sent, messages)
    }
  }
  const key = randomBytes(32)
  const seal = createSeal(key)
  const quiet = () => undefined
  let timer: { readonly at: number; readonly run: () => void } | undefined
  const ids = createIds()
  const make = () =>
    createSender({
      storage,
      seal,
      ids,
      takeBack: async () => undefined,
      channels: new Map([telegram, zalo].map((channel) => [channel.name, channel])),
      clock,
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      wakeIn(ms, run) {
        const mine = { at: clock.now().getTime() + ms, run }
        timer = mine
        return () => {
          if (timer === mine) timer = undefined
        }
      },
    })
  const sender = make()
  const marks = createMarks(key)
  const queue = createQueue({ ids, seal, marks, limitsOf: () => telegram.limits })
  return {
    sender,
    storage,
    clock,
    telegram,
    zalo,
    async say(...messages) {
      const whole = messages.map((message) => ({ to: 'telegram:1', priority: 'reply', ...message }) as const)
      await storage.commit(whole.flatMap((message) => queue(message, clock.now())))
    },
    contact: marks.contact,
    texts: () => order,
    wakesIn: () => timer && timer.at - clock.now().getTime(),
    async wake() {
      const due = timer
      if (due === undefined) throw new Error('nothing wakes the sender')
      timer = undefined
      clock.advance(Math.max(0, due.at - clock.now().getTime()))
      due.run()
      await sender.idle()
    },
    restart: make,
    reasons: async () => (await storage.deliveries.deadLetters(1_000)).map(({ failure }) => failure),
    async close() {
      await sender.stop()
      await storage.close()
      rmSync(dir, { recursive: true })
    },
  }
}
