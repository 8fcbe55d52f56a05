import { mkdtempSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealAttachment } from '../../src/core/attachment.ts'
import type { Address } from '../../src/core/channel.ts'
import { SendError } from '../../src/core/errors.ts'
import type { OpenedMessage, OutboundMessage } from '../../src/core/message.ts'
import type { Marks, Seal } from '../../src/core/ports.ts'
import type { Storage } from '../../src/core/storage.ts'
import { fadeMs } from '../../src/core/trail.ts'
import { createIds } from '../../src/ids.ts'
import { createQueue, type Queue } from '../../src/outbound/queue.ts'
import { createSender, type Sender } from '../../src/outbound/sender.ts'
import { createMarks } from '../../src/privacy/marks.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { insertTip } from '../storage/contract/samples.ts'
import { dumpState } from '../support/dump-state.ts'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { createTestClock, type TestClock } from '../support/test-app.ts'

let dir: string
let storage: Storage
let clock: TestClock
let channel: MemoryChannel
let sender: Sender
let queue: Queue
let marks: Marks
let sealer: Seal
const logged: string[] = []
let errors: unknown[]

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'la-chan-sender-'))
  storage = await openStorage({ kind: 'sqlite', file: join(dir, 'db.sqlite') })
  clock = createTestClock()
  channel = createMemoryChannel('telegram', clock.now)
  await channel.start(async () => ({ repeat: false, settled: Promise.resolve() }))
  const key = randomBytes(32)
  const seal = (sealer = createSeal(key))
  const log = (fields: unknown, message: string) => void logged.push(JSON.stringify(fields) + message)
  errors = []
  const error = (fields: unknown, message: string) => (errors.push(fields), log(fields, message))
  marks = createMarks(key)
  queue = createQueue({ ids: createIds(), seal, marks, limitsOf: () => channel.limits })
  sender = createSender({
    storage,
    seal,
    ids: createIds(),
    channels: new Map([['telegram', channel]]),
    clock,
    log: { debug: log, info: log, warn: log, error },
    takeBack: async (erasure, at) => void (await storage.commit(queue(erasure, at))),
  })
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
    expect(channel.sent.map(({ text, attachments }) => [text, attachments])).toEqual([
      ['see', undefined],
      ['', [{ kind: 'image', mediaType: 'image/jpeg', bytes: Buffer.from('kept') }]],
      ['', []],
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

describe('the log raises an alarm', () => {
  it.each([
    ['an alert', 'window-closed', true],
    ['an alert', 'over-quota', true],
    ['an alert', 'misconfigured', true],
    ['an alert', 'opted-out', true],
    ['an alert', 'unreachable', false],
    ['an alert', 'throttled', false],
    ['an answer', 'misconfigured', true],
    ['an answer', 'window-closed', false],
    ['a reply', 'misconfigured', false],
  ] as const)('about %s that is %s: %s', async (what, failure, isAlarm) => {
    channel.fail(failure, 1, 1_000)
    const priority = what === 'a reply' ? 'reply' : 'tip'
    const about = what === 'an alert' ? { about: 'AB12-CD34' } : {}
    await storage.commit(queue({ to: 'telegram:1', text: 'x', priority, ...about }, clock.now()))
    await sender.deliverDue()
    expect(errors).toEqual(isAlarm ? [expect.objectContaining({ failure, attempt: 1 })] : [])
  })
})

describe('what the desk tells a tipster', () => {
  it.each([
    ['is sent while the way back is open', false, ['answer'], 0],
    ['is given up once it was cut', true, [], 1],
  ])('%s', async (_what, isCut, shown, dead) => {
    await storage.commit([insertTip('AB12-CD34')])
    if (isCut) await storage.commit([{ write: 'drop-tip-addresses', tip: 'AB12-CD34' }])
    const answer = { to: 'telegram:1', text: 'answer', wayBack: 'AB12-CD34', priority: 'tip' } as const
    await storage.commit(queue(answer, clock.now()))
    await sender.deliverDue()
    expect(texts()).toEqual(shown)
    expect(await storage.deliveries.deadCount()).toBe(dead)
  })
})

describe('erasing', () => {
  const posted = (count: number) => Array.from({ length: count }, (_, id) => ({ id: `m${id}`, atMs: id }))
  const erase = (count: number) =>
    storage.commit(queue({ to: 'telegram:1', erases: posted(count), priority: 'reply' }, clock.now()))
  const trail = async () => (await dumpState({ kind: 'sqlite', file: join(dir, 'db.sqlite') })).chat_trail ?? []

  it('goes a hundred at a time, and comes before what was queued after it', async () => {
    await erase(205)
    await say('last words')
    let before = -1
    const { send } = channel
    Object.assign(channel, { send: (message: OpenedMessage) => ((before = channel.erased.length), send(message)) })
    await sender.deliverDue()
    expect(channel.erased).toEqual(posted(205))
    expect(before).toBe(205)
  })

  it('is tried again as messages are, and holds the last words back until then', async () => {
    const failures = [
      new SendError('throttled', 'asked to fail', { retryAfterMs: 7_000 }),
      new SendError('unreachable', 'asked to fail'),
    ]
    const { erase: eraseNow } = channel
    Object.assign(channel, {
      erase: async (...given: Parameters<NonNullable<typeof eraseNow>>) => {
        const failure = failures.shift()
        if (failure !== undefined) throw failure
        return eraseNow?.(...given)
      },
    })
    await erase(1)
    await say('last words')
    for (const wait of [0, 6_999, 1, 2_000]) {
      expect([channel.erased, texts()]).toEqual([[], []])
      clock.advance(wait)
      await sender.deliverDue()
    }
    expect([channel.erased.length, texts()]).toEqual([1, ['last words']])
  })

  it('keeps what it takes to delete what was sent, and nothing of who deletes', async () => {
    await say('one')
    await erase(3)
    await sender.deliverDue()
    expect(await trail()).toHaveLength(1)
  })

  it('comes by itself for last words, and holds nothing back until then', async () => {
    await storage.commit(queue({ to: 'telegram:1', text: 'last words', priority: 'reply', fades: true }, clock.now()))
    await sender.deliverDue()
    expect(await trail()).toEqual([])
    await say('a new beginning')
    clock.advance(fadeMs - 1)
    await sender.deliverDue()
    expect([texts(), channel.erased]).toEqual([['last words', 'a new beginning'], []])
    clock.advance(1)
    await sender.deliverDue()
    expect(channel.erased).toMatchObject([{ id: 'telegram-1' }])
  })

  it('is refused for good where the platform deletes nothing', async () => {
    Object.assign(channel, { erase: undefined })
    await erase(1)
    await sender.deliverDue()
    expect(await storage.deliveries.deadLetters(10)).toMatchObject([{ failure: 'misconfigured' }])
  })

  it('takes back what was on its way to somebody who was forgotten meanwhile', async () => {
    const { send } = channel
    Object.assign(channel, {
      send: async (message: OpenedMessage) => {
        const answer = await send(message)
        const contact = marks.contact('telegram:1')
        const queued = (await storage.deliveries.waitingFor(contact)).map(({ id }) => ({ id, relay: undefined }))
        await storage.commit([{ write: 'erase-contact', contact, trail: [], queued, at: new Date(0) }])
        return answer
      },
    })
    await say('too late')
    await sender.deliverDue()
    expect(channel.erased).toMatchObject([{ id: 'telegram-1' }])
    expect(await trail()).toEqual([])
  })
})
