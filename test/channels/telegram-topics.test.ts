import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTelegramApi } from '../../src/channels/telegram/api.ts'
import { createButtons } from '../../src/channels/telegram/buttons.ts'
import { createTopicChat, deleteMessages } from '../../src/channels/telegram/topics.ts'
import { SendError } from '../../src/core/errors.ts'
import type { TopicChat } from '../../src/core/topics.ts'
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram.ts'

const group = -1_001_234_567_890
const card = { text: '[AB12-CD34] khẩn', buttons: [{ label: 'Tiếp nhận', value: '/nhan AB12-CD34' }] }
const buttons = createButtons()
let fake: FakeTelegram
let api: ReturnType<typeof createTelegramApi>
let chat: TopicChat

beforeEach(async () => {
  fake = await startFakeTelegram()
  fake.addForum(group)
  api = createTelegramApi(fake, 1_000)
  chat = createTopicChat(api, buttons, group)
})
afterEach(() => fake.close())

async function failureOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(SendError)
  return (error as SendError).failure
}

describe('topics of the officers’ chat', () => {
  it('are named by the case code, closed and opened again', async () => {
    const topic = await chat.open('AB12-CD34')
    expect(fake.topicsIn(group)).toEqual([{ id: topic, name: 'AB12-CD34', isClosed: false }])
    await chat.setClosed(topic, true)
    expect(fake.topicsIn(group)[0]?.isClosed).toBe(true)
    await chat.setClosed(topic, false)
    expect(fake.topicsIn(group)[0]?.isClosed).toBe(false)
  })

  it.each(['bé Lan bị đánh', 'AB12-CD34 khẩn', '', 'ab12-cd34'])(
    'cannot be named anything else: "%s"',
    async (name) => {
      await expect(chat.open(name)).rejects.toThrow('case code alone')
      expect(fake.topicsIn(group)).toEqual([])
    },
  )

  it('stay as they are when nothing would change', async () => {
    const topic = await chat.open('AB12-CD34')
    await chat.setClosed(topic, false)
    await chat.setClosed(topic, true)
    await chat.setClosed(topic, true)
    expect(fake.topicsIn(group)[0]?.isClosed).toBe(true)
  })

  it('go with everything in them', async () => {
    const topic = await chat.open('AB12-CD34')
    await chat.post(topic, card)
    await chat.remove(topic)
    expect([fake.topicsIn(group), fake.messagesIn(group)]).toEqual([[], []])
  })

  it('that somebody deleted are gone, whatever is asked of them', async () => {
    expect(await chat.post(99, card)).toBe('gone')
    expect(await chat.setClosed(99, true)).toBe('gone')
    expect(await chat.setClosed(99, false)).toBe('gone')
    expect(await chat.remove(99)).toBe('gone')
  })

  it.each([
    ['a group that is no forum', 'the chat is not a forum'],
    ['a group without the bot', 'chat not found'],
    ['a group that has another id now', 'group chat was upgraded to a supergroup chat'],
    ['missing rights', 'not enough rights to create a topic'],
  ])('that cannot be made for %s are a wrong setting', async (_what, description) => {
    fake.fault('createForumTopic', { refuse: 400, description: `Bad Request: ${description}` })
    expect(await failureOf(chat.open('AB12-CD34'))).toBe('misconfigured')
  })

  it('say which setting is to be changed when the group has another id', async () => {
    const description = 'Bad Request: group chat was upgraded to a supergroup chat'
    fake.fault('createForumTopic', { refuse: 400, description })
    await expect(chat.open('AB12-CD34')).rejects.toThrow(/set TELEGRAM_OFFICER_CHAT/)
  })
})

describe('cards', () => {
  it('are posted in their topic, protected from being passed on', async () => {
    const topic = await chat.open('AB12-CD34')
    const id = Number(await chat.post(topic, card))
    expect(fake.messagesIn(group)).toMatchObject([
      { id, topic, text: card.text, isProtected: true, keyboard: [[{ text: 'Tiếp nhận' }]] },
    ])
  })

  it('may answer a message, and are posted without it when it is gone', async () => {
    const topic = await chat.open('AB12-CD34')
    await chat.post(topic, card, 77)
    const { payload } = fake.calls.find(({ method }) => method === 'sendMessage') ?? {}
    expect(payload?.reply_parameters).toEqual({ message_id: 77, allow_sending_without_reply: true })
  })

  it('change in their place, and may stay as they are', async () => {
    const topic = await chat.open('AB12-CD34')
    const id = Number(await chat.post(topic, card))
    await chat.edit(id, { text: '[AB12-CD34] đã nhận', buttons: [] })
    await chat.edit(id, { text: '[AB12-CD34] đã nhận', buttons: [] })
    expect(fake.messagesIn(group)).toMatchObject([{ id, text: '[AB12-CD34] đã nhận', keyboard: [] }])
    expect(fake.edits).toHaveLength(1)
    expect(await chat.edit(999, card)).toBe('gone')
  })

  it('are throttled at twenty a minute for the whole group, with the time to wait; edits are not', async () => {
    fake.keepRates({ groupMinute: 20, chatSecond: 30, second: 30 })
    const topic = await chat.open('AB12-CD34')
    const ids: number[] = []
    for (let count = 0; count < 20; count++) ids.push(Number(await chat.post(topic, card)))
    const error: unknown = await chat.post(topic, card).catch((error: unknown) => error)
    expect(error).toMatchObject({ failure: 'throttled', retryAfterMs: 60_000 })
    await chat.edit(ids[0] ?? 0, { ...card, text: 'khác' })
    fake.advance(60_000)
    await chat.post(topic, card)
  })
})

describe('deleting', () => {
  it('goes a hundred at a time and leaves out what Telegram no longer deletes', async () => {
    for (let count = 0; count < 3; count++) fake.userSends(9, `cũ ${count}`)
    const old = fake.messagesIn(9).map(({ id }) => ({ id, at: new Date(Date.now()) }))
    fake.advance(48 * 3_600_000)
    const now = new Date(Date.now() + 48 * 3_600_000)
    for (let count = 0; count < 205; count++) fake.userSends(9, `mới ${count}`)
    const young = fake
      .messagesIn(9)
      .slice(3)
      .map(({ id }) => ({ id, at: now }))
    expect(await deleteMessages(api, 9, [...old, ...young], now)).toEqual(old)
    expect(fake.messagesIn(9).map(({ text }) => text)).toEqual(['cũ 0', 'cũ 1', 'cũ 2'])
    const batches = fake.calls.filter(({ method }) => method === 'deleteMessages')
    expect(batches.map(({ payload }) => (payload.message_ids as number[]).length)).toEqual([100, 100, 5])
  })

  it('asks nothing when there is nothing to delete', async () => {
    expect(await deleteMessages(api, 9, [], new Date())).toEqual([])
    expect(fake.calls).toEqual([])
  })
})
