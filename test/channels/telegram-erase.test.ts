import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SendError } from '../../src/core/errors.ts'
import type { Posted } from '../../src/core/trail.ts'
import { createOpener, jpeg, lan, openTelegram, type Telegram } from './telegram-harness.ts'

const hourMs = 3_600_000
const to = `telegram:${lan}` as const
const opener = createOpener()
let telegram: Telegram
let now: number

beforeEach(async () => {
  now = Date.now()
  telegram = await opener.start({ clock: { now: () => new Date(now) } })
})
afterEach(() => opener.closeAll())

const erase = async (messages: readonly Posted[]) => telegram.channel.erase?.(to, messages)
const leftIds = () => telegram.fake.messagesIn(lan).map(({ id }) => id)
const calls = (method: string) => telegram.fake.calls.filter((call) => call.method === method).length
const passHours = (hours: number) => {
  now += hours * hourMs
  telegram.fake.advance(hours * hourMs)
}
/** Messages of the person, as the bot was told of them. */
async function written(count: number): Promise<readonly Posted[]> {
  const from = telegram.received.length
  for (let each = 0; each < count; each++) await telegram.handed(telegram.fake.userSends(lan, `tin ${each}`).update)
  return telegram.received.slice(from).flatMap(({ posted }) => posted ?? [])
}
async function failureOf(work: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await work.catch((error: unknown) => error)
  return error instanceof SendError ? error.failure : undefined
}

describe('erasing on Telegram', () => {
  it('deletes what both sides sent, all parts of it, with one call', async () => {
    const theirs = await written(2)
    const attachments = [{ kind: 'image', mediaType: 'image/jpeg', bytes: jpeg() }] as const
    const ours = await telegram.channel.send({ to, text: 'Chào bạn', attachments, priority: 'reply' })
    expect(ours.posted).toHaveLength(2)
    await erase([...theirs, ...(ours.posted ?? [])])
    expect([leftIds(), calls('deleteMessages'), calls('deleteMessage')]).toEqual([[], 1, 0])
  })

  it('knows a message by its own id and moment, and an edit as the same message', async () => {
    const { message, update } = telegram.fake.userSends(lan, 'xin chào')
    await telegram.handed(update)
    const at = telegram.fake.messagesIn(lan)[0]?.at ?? 0
    expect(telegram.received[0]?.posted).toEqual({ id: String(message), atMs: Math.floor(at / 1_000) * 1_000 })
    await telegram.handed(telegram.fake.userEdits(lan, message, 'xin chào ạ').update)
    expect(telegram.received[1]).not.toHaveProperty('posted')
  })

  it('passes over what is gone already', async () => {
    const messages = await written(3)
    await erase(messages.slice(0, 2))
    await erase(messages)
    expect(leftIds()).toEqual([])
  })

  it('deletes the rest when Telegram refuses one that is too old', async () => {
    const old = await written(1)
    passHours(48)
    const young = await written(2)
    // Taken for younger than it is, and a call with it is refused whole.
    await erase([...old.map(({ id }) => ({ id, atMs: now })), ...young])
    expect(leftIds()).toEqual(old.map(({ id }) => Number(id)))
  })

  it('deletes one by one what is minutes from being too old', async () => {
    const old = await written(1)
    passHours(0.05)
    const nearly = await written(2)
    passHours(47.95)
    await erase([...old, ...nearly, ...(await written(1))])
    expect(leftIds()).toEqual(old.map(({ id }) => Number(id)))
  })

  it.each([
    ['throttled', { refuse: 429, retryAfter: 3 }],
    ['unreachable', { gateway: 502 }],
    ['unreachable', 'drops-after'],
    ['opted-out', { refuse: 403 }],
    ['misconfigured', { refuse: 401 }],
  ] as const)('fails as %s, so that the sender knows what to do', async (failure, fault) => {
    const messages = await written(1)
    telegram.fake.fault('deleteMessages', fault)
    expect(await failureOf(erase(messages))).toBe(failure)
  })

  it('is refused for a group, and after the channel has stopped', async () => {
    expect(await failureOf(Promise.resolve(telegram.channel.erase?.('telegram:-100', [])))).toBe('rejected')
    await telegram.channel.stop()
    expect(await failureOf(erase([]))).toBe('unreachable')
  })

  it('is the same by webhook: messages bring their ids', async () => {
    const other = await openTelegram({ mode: 'webhook' })
    await other.handed(other.fake.userSends(lan, 'xin chào').update)
    expect(other.received[0]?.posted?.id).toBe('1')
    await other.close()
  })
})
