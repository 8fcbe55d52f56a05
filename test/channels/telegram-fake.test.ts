import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram.ts'

let fake: FakeTelegram
beforeEach(async () => {
  fake = await startFakeTelegram()
  fake.userSends(5, 'xin chào')
})
afterEach(() => fake.close())

interface Answer {
  readonly ok: boolean
  readonly result?: unknown
  readonly error_code?: number
  readonly description?: string
}
async function call(method: string, payload: object = {}, token = fake.token): Promise<Answer> {
  const response = await fetch(`${fake.apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  })
  return (await response.json()) as Answer
}
const send = (more: object = {}) => call('sendMessage', { chat_id: 5, text: 'x', ...more })
const button = (data: string) => ({ reply_markup: { inline_keyboard: [[{ text: 'A', callback_data: data }]] } })

describe('the limits that the fake keeps, as Telegram does', () => {
  it.each([
    ['4,096 characters', { text: 'ă'.repeat(4_096) }, { ok: true }],
    [
      '4,097 characters',
      { text: 'ă'.repeat(4_097) },
      { error_code: 400, description: 'Bad Request: message is too long' },
    ],
    [
      '4,096 characters without their markup',
      { text: `<b>${'x'.repeat(4_096)}</b>`, parse_mode: 'HTML' },
      { ok: true },
    ],
    ['broken markup', { text: '1 < 2', parse_mode: 'HTML' }, { error_code: 400 }],
    ['no text', { text: ' ' }, { error_code: 400, description: 'Bad Request: message text is empty' }],
    ['64 bytes behind a button', button('ă'.repeat(32)), { ok: true }],
    [
      '65 bytes behind a button',
      button(`${'ă'.repeat(32)}x`),
      { error_code: 400, description: 'Bad Request: BUTTON_DATA_INVALID' },
    ],
    ['nothing behind a button', button(''), { error_code: 400 }],
    ['a chat that never wrote', { chat_id: 6 }, { error_code: 400, description: 'Bad Request: chat not found' }],
    ['a topic that is not there', { message_thread_id: 8 }, { error_code: 400 }],
  ])('%s', async (_what, payload, expected) => {
    expect(await send(payload)).toMatchObject(expected)
  })

  it('refuses a wrong token and an unknown method', async () => {
    expect(await call('getMe', {}, '1:x')).toMatchObject({ error_code: 401 })
    expect(await call('getNothing')).toMatchObject({ error_code: 404 })
  })

  it('edits only what changes, and deletes only for 48 hours, at most a hundred at a time', async () => {
    const { result } = await send()
    const { message_id } = result as { message_id: number }
    expect(await call('editMessageText', { chat_id: 5, message_id, text: 'x' })).toMatchObject({ error_code: 400 })
    expect(await call('editMessageText', { chat_id: 5, message_id, text: 'y' })).toMatchObject({ ok: true })
    const many = Array.from({ length: 101 }, (_, index) => index + 1)
    expect(await call('deleteMessages', { chat_id: 5, message_ids: many })).toMatchObject({ error_code: 400 })
    fake.advance(48 * 3_600_000)
    expect(await call('deleteMessage', { chat_id: 5, message_id })).toMatchObject({ error_code: 400 })
  })

  it('hands out files up to 20 MB, for an hour', async () => {
    const bytes = Buffer.from('abc')
    fake.userSendsDocument(5, { bytes, size: 20 * 1024 * 1024 + 1 })
    fake.userSendsDocument(5, { bytes })
    const [large, small] = fake.messagesIn(5).flatMap(({ media }) => media?.fileId ?? [])
    expect(await call('getFile', { file_id: large })).toMatchObject({ description: 'Bad Request: file is too big' })
    const { result } = await call('getFile', { file_id: small })
    const link = `${fake.apiRoot}/file/bot${fake.token}/${(result as { file_path: string }).file_path}`
    expect(await (await fetch(link)).text()).toBe('abc')
    fake.advance(3_600_001)
    expect((await fetch(link)).status).toBe(404)
  })

  it.each([
    ['one a second in a chat', { chatSecond: 1, second: 30, groupMinute: 20 }, 1, 1],
    ['thirty a second in all', { chatSecond: 99, second: 30, groupMinute: 20 }, 30, 1],
  ])('throttles when told to: %s', async (_what, rates, most, wait) => {
    fake.keepRates(rates)
    for (let count = 0; count < most; count++) expect(await send()).toMatchObject({ ok: true })
    expect(await send()).toMatchObject({ error_code: 429, parameters: { retry_after: wait } })
    fake.advance(1_000)
    expect(await send()).toMatchObject({ ok: true })
  })
})

describe('updates of the fake', () => {
  const ids = async (payload: object) =>
    ((await call('getUpdates', payload)).result as { update_id: number }[]).map(({ update_id }) => update_id)

  it('are handed out until a later offset acknowledges them', async () => {
    const first = fake.userSends(5, 'hai').update ?? 0
    expect(await ids({})).toEqual([first - 1, first])
    expect(await ids({})).toEqual([first - 1, first])
    expect(await ids({ offset: first })).toEqual([first])
    expect(await ids({ offset: first + 1 })).toEqual([])
  })

  it('wake a poll that waits, and end one that another poll overtakes', async () => {
    const last = (await ids({})).at(-1) ?? 0
    const waiting = call('getUpdates', { offset: last + 1, timeout: 5 })
    await new Promise((resolve) => setTimeout(resolve, 20))
    const second = ids({ offset: last + 1, timeout: 5 })
    expect(await waiting).toMatchObject({ error_code: 409 })
    fake.userSends(5, 'mới')
    expect(await second).toEqual([last + 1])
  })

  it('are forgotten after a day, and not made for kinds that nobody asked for', async () => {
    fake.advance(24 * 3_600_000)
    expect(await ids({ allowed_updates: ['callback_query'] })).toEqual([])
    expect(fake.userSends(5, 'x').update).toBeUndefined()
  })

  it('are refused to polls while a webhook is set', async () => {
    expect(await call('setWebhook', { url: 'https://127.0.0.1:1/x', secret_token: 'a b' })).toMatchObject({
      error_code: 400,
    })
    expect(await call('setWebhook', { url: 'http://example.org/' })).toMatchObject({ error_code: 400 })
    expect(await call('setWebhook', { url: 'http://127.0.0.1:1/x' })).toMatchObject({ ok: true })
    expect(await call('getUpdates')).toMatchObject({ error_code: 409 })
    expect((await call('getWebhookInfo')).result).toMatchObject({
      url: 'http://127.0.0.1:1/x',
      pending_update_count: 1,
    })
  })
})
