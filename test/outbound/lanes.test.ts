import { afterEach, describe, expect, it } from 'vitest'
import { openSender, type OpenSender } from './open-sender.ts'

let open: OpenSender
afterEach(() => open.close())

const to = (count: number) => `telegram:${count}` as const
const many = (count: number, priority: 'tip' | 'reply' | 'broadcast', first = 100) =>
  Array.from({ length: count }, (_, n) => ({ text: `${priority} ${n}`, to: to(first + n), priority }))

describe('where the platform has little room', () => {
  it('sends the most urgent first, across contacts, however early the others were queued', async () => {
    open = await openSender({ telegram: { pace: { all: { everyMs: 100, burst: 2 } } } })
    const { sender, say, texts, wake, clock } = open
    await say(...many(4, 'broadcast', 100))
    await say(...many(2, 'reply', 200))
    await sender.deliverDue()
    expect(texts()).toEqual(['reply 0', 'reply 1'])
    await say(...many(1, 'tip', 300))
    await sender.deliverTo('nobody')
    expect(texts()).toHaveLength(2)
    for (let n = 0; n < 3; n++) await wake()
    expect(texts()).toEqual(['reply 0', 'reply 1', 'tip 0', 'broadcast 0', 'broadcast 1'])
    clock.advance(10_000)
    await sender.deliverDue()
    expect(texts()).toHaveLength(7)
  })

  it('lets no turn that has just ended take the place of somebody more urgent', async () => {
    open = await openSender({ telegram: { pace: { all: { everyMs: 100, burst: 3 } } } })
    const { sender, say, texts, clock } = open
    await say(...many(3, 'reply', 1))
    await sender.deliverDue()
    await say({ text: 'alert', to: to(9), priority: 'tip' })
    await say({ text: 'answer', to: to(8) })
    clock.advance(100)
    await sender.deliverTo(open.contact(to(8)))
    await sender.idle()
    expect(texts().slice(3)).toEqual(['alert'])
    while (open.wakesIn() !== undefined && texts().length < 5) await open.wake()
    expect(texts().slice(3)).toEqual(['alert', 'answer'])
  })

  it('keeps to the pace of a contact, in order, without counting a wait as a try', async () => {
    open = await openSender({
      telegram: { pace: { all: { everyMs: 1, burst: 100 }, each: { everyMs: 1_000, burst: 2 } } },
    })
    const { sender, say, texts, clock, storage } = open
    const start = clock.now().getTime()
    await say(...Array.from({ length: 5 }, (_, n) => ({ text: `${n}` })), { text: 'other', to: to(2) })
    await sender.deliverDue()
    expect(texts()).toEqual(['0', 'other', '1'])
    const times: number[] = []
    while (open.wakesIn() !== undefined && texts().length < 6) {
      await open.wake()
      times.push(clock.now().getTime() - start)
    }
    expect(texts()).toEqual(['0', 'other', '1', '2', '3', '4'])
    expect(times).toEqual([1_000, 2_000, 3_000])
    expect(await storage.deliveries.waiting()).toEqual({ tip: 0, reply: 0, broadcast: 0 })
  })

  it('does not let one platform wait for another', async () => {
    open = await openSender({ telegram: { pace: { all: { everyMs: 60_000, burst: 1 } } } })
    await open.say(...many(3, 'tip'), { text: 'on zalo', to: 'zalo:1', priority: 'broadcast' })
    await open.sender.deliverDue()
    expect(open.texts().toSorted()).toEqual(['on zalo', 'tip 0'])
  })
})

describe('when the platform asks to wait', () => {
  it('sends that contact nothing until then, not even a tip, and wakes by itself', async () => {
    open = await openSender()
    const { sender, say, texts, telegram, clock } = open
    telegram.fail('throttled', 1, 7_000)
    await say({ text: 'patient' })
    await sender.deliverDue()
    await say({ text: 'urgent', priority: 'tip' }, { text: 'elsewhere', to: to(2) })
    await sender.deliverDue()
    expect(texts()).toEqual(['elsewhere'])
    clock.advance(6_999)
    await sender.deliverDue()
    expect(texts()).toEqual(['elsewhere'])
    expect(open.wakesIn()).toBe(1)
    await open.wake()
    expect(texts()).toEqual(['elsewhere', 'urgent', 'patient'])
  })

  it('holds up nothing but the message itself when only that is over a quota', async () => {
    open = await openSender()
    const { sender, say, texts, zalo } = open
    zalo.fail('over-quota', 1, 3_600_000)
    await say({ text: 'answer of the desk', to: 'zalo:1', priority: 'tip' })
    await sender.deliverDue()
    await say({ text: 'help', to: 'zalo:1' }, { text: 'news', to: 'zalo:1', priority: 'broadcast' })
    await sender.deliverDue()
    expect(texts()).toEqual(['help', 'news'])
    expect(open.wakesIn()).toBe(3_600_000)
    await open.wake()
    expect(texts()).toEqual(['help', 'news', 'answer of the desk'])
  })

  it('holds broadcasts to everybody when it may mean them, and nobody else', async () => {
    open = await openSender()
    const { sender, say, texts, telegram } = open
    telegram.fail('throttled', 1, 5_000, { holds: 'broadcasts' })
    await say({ text: 'throttled' })
    await sender.deliverDue()
    await say(...many(2, 'broadcast'), { text: 'alert', to: to(2), priority: 'tip' }, { text: 'answer', to: to(3) })
    await sender.deliverDue()
    expect(texts()).toEqual(['alert', 'answer'])
    await open.wake()
    expect(texts().toSorted()).toEqual(['alert', 'answer', 'broadcast 0', 'broadcast 1', 'throttled'])
  })

  it('holds everybody when it means the whole bot', async () => {
    open = await openSender()
    const { sender, say, texts, telegram } = open
    telegram.fail('throttled', 1, 5_000, { holds: 'channel' })
    await say({ text: 'throttled' })
    await sender.deliverDue()
    await say({ text: 'alert', to: to(2), priority: 'tip' }, { text: 'on zalo', to: 'zalo:1' })
    await sender.deliverDue()
    expect(texts()).toEqual(['on zalo'])
    await open.wake()
    expect(texts().toSorted()).toEqual(['alert', 'on zalo', 'throttled'])
  })
})

describe('a send that hangs', () => {
  it('holds up its own contact alone', async () => {
    open = await openSender()
    const { sender, say, texts, telegram, zalo } = open
    const hang = telegram.hang()
    await say({ text: 'stuck', priority: 'broadcast' }, { text: 'behind it', priority: 'broadcast' })
    const all = sender.deliverDue()
    await hang.begun
    await say({ text: 'alert', to: to(2), priority: 'tip' }, { text: 'on zalo', to: 'zalo:1' })
    void sender.deliverDue()
    while (telegram.sent.length + zalo.sent.length < 2) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(texts().toSorted()).toEqual(['alert', 'on zalo'])
    hang.go()
    await all
    expect(texts().slice(2)).toEqual(['stuck', 'behind it'])
  })
})

describe('what may have been shown', () => {
  const broken = { mayHaveArrived: true }
  it.each([
    ['an alert', { priority: 'tip' }, 'again'],
    ['an answer', {}, 'uncertain'],
    ['the way to help', { sayAgain: true }, 'again'],
    ['a broadcast', { priority: 'broadcast' }, 'uncertain'],
    ['a broadcast that would be harmless', { priority: 'broadcast', sayAgain: true }, 'uncertain'],
  ] as const)('is repeated or given up as befits %s', async (_what, message, becomes) => {
    open = await openSender()
    open.telegram.fail('unreachable', 1, undefined, broken)
    await open.say({ text: 'x', ...message })
    await open.sender.deliverDue()
    open.clock.advance(60_000)
    await open.sender.deliverDue()
    expect(open.texts()).toEqual(becomes === 'again' ? ['x'] : [])
    expect(await open.reasons()).toEqual(becomes === 'again' ? [] : ['uncertain'])
  })

  it('is always repeated where the channel drops what it has had', async () => {
    open = await openSender({ telegram: { dropsRepeats: true } })
    open.telegram.fail('unreachable', 1, undefined, broken)
    await open.say({ text: 'x', priority: 'broadcast' })
    await open.sender.deliverDue()
    await open.wake()
    expect(open.texts()).toEqual(['x'])
  })

  it.each([
    ['tip', ['x']],
    ['reply', ['x']],
    ['broadcast', []],
  ] as const)('by a process that died: a %s', async (priority, shown) => {
    open = await openSender()
    const { storage, clock } = open
    await open.say({ text: 'x', priority })
    await storage.deliveries.claim({ now: clock.now(), limit: 1, leaseMs: 60_000 })
    clock.advance(59_999)
    await open.restart().deliverDue()
    expect(open.texts()).toEqual([])
    clock.advance(1)
    await open.restart().deliverDue()
    expect(open.texts()).toEqual(shown)
    expect(await open.reasons()).toEqual(shown.length === 0 ? ['uncertain'] : [])
  })
})

it('delivers all in order after half an hour without the platform', async () => {
  open = await openSender()
  const { sender, say, texts, telegram, clock } = open
  const start = clock.now().getTime()
  telegram.fail('unreachable', 1_000)
  await say(...Array.from({ length: 10 }, (_, n) => ({ text: `${n}` })))
  await sender.deliverDue()
  while (clock.now().getTime() - start < 30 * 60_000) await open.wake()
  telegram.heal()
  await open.wake()
  expect(texts()).toEqual(Array.from({ length: 10 }, (_, n) => `${n}`))
  expect(await open.reasons()).toEqual([])
})

it('calls unreadable what it cannot open, and goes on', async () => {
  open = await openSender()
  const { storage, clock } = open
  const delivery = { id: 'd', contact: 'c', channel: 'telegram', priority: 'reply', about: undefined } as const
  const sealed = new Uint8Array([1, 2, 3])
  await storage.commit([{ write: 'queue-delivery', delivery: { ...delivery, sealed, nextAt: clock.now() } }])
  await open.say({ text: 'next' })
  await open.sender.deliverDue()
  expect(open.texts()).toEqual(['next'])
  expect(await open.reasons()).toEqual(['rejected'])
})
