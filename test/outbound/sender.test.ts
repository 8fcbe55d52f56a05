import { mkdtempSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealAttachment } from '../../src/core/attachment.ts'
import type { Address } from '../../src/core/channel.ts'
import { SendError, sendFailures } from '../../src/core/errors.ts'
import type { OutboundMessage } from '../../src/core/message.ts'
import type { Seal } from '../../src/core/ports.ts'
import type { Storage } from '../../src/core/storage.ts'
import { createIds } from '../../src/ids.ts'
import { createQueue, type Queue } from '../../src/outbound/queue.ts'
import { retryAt } from '../../src/outbound/retry.ts'
import { createSender, type Sender } from '../../src/outbound/sender.ts'
import { createMarks } from '../../src/privacy/marks.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { createTestClock, type TestClock } from '../support/test-app.ts'

let dir: string
let storage: Storage
let clock: TestClock
let channel: MemoryChannel
let sender: Sender
let queue: Queue
let sealer: Seal
const logged: string[] = []

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'la-chan-sender-'))
  storage = await openStorage({ kind: 'sqlite', file: join(dir, 'db.sqlite') })
  clock = createTestClock()
  channel = createMemoryChannel('telegram', clock.now)
  await channel.start(async () => ({ repeat: false, settled: Promise.resolve() }))
  const key = randomBytes(32)
  const seal = (sealer = createSeal(key))
  const log = (fields: unknown, message: string) => void logged.push(JSON.stringify(fields) + message)
  sender = createSender({
    storage,
    seal,
    channels: new Map([['telegram', channel]]),
    clock,
    log: { debug: log, info: log, warn: log, error: log },
  })
  queue = createQueue({ ids: createIds(), seal, marks: createMarks(key), limitsOf: () => channel.limits })
})
afterEach(async () => {
  await storage.close()
  rmSync(dir, { recursive: true })
})

async function say(
  text: string,
  to: Address = 'telegram:1',
  priority: OutboundMessage['priority'] = 'reply',
): Promise<void> {
  await storage.commit(queue({ to, text, priority }, clock.now()))
}
const texts = () => channel.sent.map((message) => message.text)

describe('the sender', () => {
  it('sends what is queued, once', async () => {
    await say('one')
    await say('two')
    await Promise.all([sender.deliverDue(), sender.deliverDue(), sender.deliverDue()])
    await sender.deliverDue()
    expect(texts()).toEqual(['one', 'two'])
    expect(await storage.deliveries.waiting()).toEqual({ tip: 0, reply: 0, broadcast: 0 })
  })

  it('reads files right before it sends them, and leaves out what was erased meanwhile', async () => {
    const parts = { storage, seal: sealer, ids: createIds() }
    const kept = sealAttachment({ kind: 'image', mediaType: 'image/jpeg', bytes: Buffer.from('kept') }, parts)
    const gone = sealAttachment({ kind: 'image', mediaType: 'image/jpeg', bytes: Buffer.from('gone') }, parts)
    const row = { id: 'in', channel: 'telegram', mark: 'm', contact: 'c', sealed: new Uint8Array() } as const
    await storage.inbox.accept({ ...row, receivedAt: clock.now(), attachments: [kept.stored] })
    const attachments = [kept.ref, gone.ref]
    await storage.commit(queue({ to: 'telegram:1', text: 'see', attachments, priority: 'tip' }, clock.now()))
    await sender.deliverDue()
    expect(channel.sent[0]?.attachments).toEqual([
      { kind: 'image', mediaType: 'image/jpeg', bytes: Buffer.from('kept') },
    ])
  })

  it('keeps the order of one contact while a message is being tried again, and lets others go on', async () => {
    channel.fail('unreachable', 1)
    await say('first')
    await say('second')
    await say('other', 'telegram:2')
    await sender.deliverDue()
    expect(texts()).toEqual(['other'])
    clock.advance(1_000)
    await sender.deliverDue()
    expect(texts()).toEqual(['other', 'first', 'second'])
  })

  it('sends tips before replies before broadcasts', async () => {
    await say('news', 'telegram:1', 'broadcast')
    await say('answer', 'telegram:1', 'reply')
    await say('alert', 'telegram:1', 'tip')
    await sender.deliverDue()
    expect(texts()).toEqual(['alert', 'answer', 'news'])
  })

  it('waits exactly as long as the platform asks', async () => {
    channel.fail('throttled', 1, 7_000)
    await say('patient')
    await sender.deliverDue()
    clock.advance(6_999)
    await sender.deliverDue()
    expect(texts()).toEqual([])
    clock.advance(1)
    await sender.deliverDue()
    expect(texts()).toEqual(['patient'])
  })

  it.each(['window-closed', 'opted-out', 'rejected', 'misconfigured'] as const)(
    'gives up at once when %s, keeps the reason, and goes on with the next',
    async (failure) => {
      channel.fail(failure, 1)
      await say('lost')
      await say('next')
      await sender.deliverDue()
      expect(texts()).toEqual(['next'])
      expect(await storage.deliveries.deadLetters(10)).toMatchObject([{ failure, attempts: 1, priority: 'reply' }])
    },
  )

  it('calls a channel that is off misconfigured', async () => {
    await say('nowhere', 'zalo:1')
    await sender.deliverDue()
    expect(await storage.deliveries.deadLetters(10)).toMatchObject([{ failure: 'misconfigured' }])
  })

  it('gives up a reply that stays unreachable, in the end', async () => {
    channel.fail('unreachable', 1_000)
    await say('never')
    for (let i = 0; i < 70; i++) {
      clock.advance(15 * 60_000)
      await sender.deliverDue()
    }
    expect(await storage.deliveries.deadLetters(10)).toMatchObject([{ failure: 'unreachable', attempts: 60 }])
  })

  it('never logs what it sends or to whom', () => {
    expect(logged.length).toBeGreaterThan(0)
    for (const line of logged) expect(line).not.toMatch(/telegram:|zalo:|first|lost|never"|patient/)
  })
})

describe('trying again', () => {
  const now = new Date(0)
  it.each(sendFailures)('%s has an answer for every priority and attempt', (failure) => {
    for (const priority of ['tip', 'reply', 'broadcast'] as const) {
      for (let attempt = 1; attempt < 200; attempt++) {
        const at = retryAt(new SendError(failure, ''), attempt, priority, now)
        if (at !== undefined) expect(at.getTime()).toBeGreaterThan(0)
      }
      expect(retryAt(new SendError(failure, ''), 200, priority, now)).toBeUndefined()
    }
  })

  it('waits 1 s, 2 s, 4 s … and never more than 15 minutes', () => {
    const waits = [1, 2, 3, 12, 50].map((attempt) =>
      retryAt(new SendError('unreachable', ''), attempt, 'tip', now)?.getTime(),
    )
    expect(waits).toEqual([1_000, 2_000, 4_000, 900_000, 900_000])
  })
})
