import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openWebChat, origin } from './web-chat.ts'
import type { WebChat } from './web-chat.ts'

const hour = 60 * 60 * 1000
let chat: WebChat
beforeEach(async () => {
  chat = await openWebChat()
})
afterEach(async () => {
  vi.useRealTimers()
  await chat.close()
})

const get = (session: string, after?: string) =>
  chat.call(
    'GET',
    `/api/chat/messages?session=${encodeURIComponent(session)}${after === undefined ? '' : `&after=${after}`}`,
  )

describe('a message', () => {
  it('opens a session and is answered with all that the bot says in that turn', async () => {
    chat.script = async (_, say) => {
      await say('Chào bạn.')
      await say('Chọn một mục:', {
        quickReplies: [{ label: 'Báo tin', value: '/baotin' }],
        citations: [{ document: 'Luật Trẻ em 2016', article: '51', title: 'Trách nhiệm báo tin' }],
      })
    }
    const response = await chat.post({ text: ' Xin chào ', locale: 'vi', ref: 'XA-01', id: 'a1' })
    expect(response.status).toBe(200)
    const at = chat.clock.now().toISOString()
    expect(await response.json()).toEqual({
      session: expect.stringMatching(/^[\w-]{43}$/),
      messages: [
        { id: '1', text: 'Chào bạn.', quickReplies: [], citations: [], at },
        {
          id: '2',
          text: 'Chọn một mục:',
          quickReplies: [{ label: 'Báo tin', value: '/baotin' }],
          citations: [{ document: 'Luật Trẻ em 2016', article: '51', title: 'Trách nhiệm báo tin' }],
          at,
        },
      ],
    })
    expect(chat.received).toEqual([
      {
        channel: 'web',
        externalId: expect.stringMatching(/:a1$/),
        from: expect.stringMatching(/^web:[\w-]{43}$/),
        text: 'Xin chào',
        attachments: [],
        locale: 'vi',
        ref: 'XA-01',
        source: expect.stringMatching(/^[\w-]{43}$/),
        receivedAt: chat.clock.now(),
      },
    ])
  })

  it('says when a button was tapped, from the page and from its form', async () => {
    const { session } = (await (await chat.post({ text: 'unsafe', tap: true })).json()) as { session: string }
    await chat.post({ text: 'unsafe', session })
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin }
    const form = (fields: Record<string, string>) =>
      chat.call('POST', '/', { headers, body: new URLSearchParams({ text: '', ...fields }).toString() })
    await form({ choice: 'unsafe', session })
    await form({ text: 'unsafe', session })
    await form({ choice: 'Một câu hỏi mẫu' })
    expect(chat.received.map(({ isTap }) => isTap)).toEqual([true, undefined, true, undefined, undefined])
  })

  it('of a known session is answered with that turn alone', async () => {
    const session = await chat.talk('một')
    const response = await chat.post({ text: 'hai', session })
    expect(await response.json()).toMatchObject({ session, messages: [{ id: '2', text: 'echo hai' }] })
    expect(chat.received[1]?.from).toBe(chat.received[0]?.from)
  })

  it('that comes twice under one id is handed in under one external id', async () => {
    const session = await chat.talk()
    await chat.post({ text: 'hai', session, id: 'same' })
    const again = await chat.post({ text: 'hai', session, id: 'same' })
    expect(again.status).toBe(200)
    expect(chat.received[2]?.externalId).toBe(chat.received[1]?.externalId)
    expect(await (await get(session)).json()).toMatchObject({ messages: [{ id: '1' }, { id: '2' }] })
  })

  it('keeps the language of the session where it names none', async () => {
    const first = (await (await chat.post({ text: 'hello', locale: 'en' })).json()) as { session: string }
    await chat.post({ text: 'again', session: first.session })
    expect(chat.received.map(({ locale }) => locale)).toEqual(['en', 'en'])
  })

  it('is answered after ten seconds even when the bot is still thinking', async () => {
    let finish = () => {}
    chat.script = () => new Promise<void>((resolve) => (finish = resolve))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let isAnswered = false
    const response = chat.post({ text: 'lâu' }).finally(() => (isAnswered = true))
    await vi.waitFor(() => expect(chat.received).toHaveLength(1))
    await vi.advanceTimersByTimeAsync(9_900)
    expect(isAnswered).toBe(false)
    await vi.advanceTimersByTimeAsync(200)
    expect(await (await response).json()).toMatchObject({ messages: [] })
    finish()
  })
})

describe('a request that is not in order', () => {
  const json = { 'content-type': 'application/json' }
  const cases: readonly [string, number, string, string | object, Record<string, string>?][] = [
    ['is not JSON', 400, 'bad-json', '{"text": '],
    ['is JSON but no object', 400, 'bad-request', '"text"'],
    ['is null', 400, 'bad-request', 'null'],
    ['has no text', 400, 'bad-request', { session: undefined }],
    ['has a text that is not a string', 400, 'bad-request', { text: 7 }],
    ['has a session that is not a string', 400, 'bad-request', { text: 'a', session: 7 }],
    ['has a locale that is not a string', 400, 'bad-request', { text: 'a', locale: {} }],
    ['has a ref that is too long', 400, 'bad-request', { text: 'a', ref: 'x'.repeat(101) }],
    ['has a blank text', 400, 'blank-text', { text: ' \n\u200b ' }],
    ['has a text of 4,001 characters', 400, 'text-too-long', { text: 'ữ'.repeat(4001) }],
    ['has more than 64 KB', 413, 'too-large', { text: 'a', filler: 'x'.repeat(64 * 1024) }],
    ['is not declared as JSON', 415, 'wrong-type', { text: 'a' }, { 'content-type': 'text/plain' }],
    ['comes from another site', 403, 'foreign-origin', { text: 'a' }, { ...json, origin: 'https://evil.test' }],
    ['comes from a page without an origin', 403, 'foreign-origin', { text: 'a' }, { ...json, origin: 'null' }],
    ['names an unknown session', 401, 'unknown-session', { text: 'a', session: 'nobody' }],
    ['names an empty session', 401, 'unknown-session', { text: 'a', session: '' }],
  ]
  it.each(cases)('because it %s is refused with %i and stores nothing', async (_, status, code, body, headers) => {
    const addSession = vi.spyOn(chat.storage.web, 'addSession')
    const response = await chat.post(body, headers)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error: { code, message: expect.stringMatching(/\S{2,}/) } })
    expect(chat.received).toEqual([])
    expect(addSession).not.toHaveBeenCalled()
  })

  it('may be as long as 4,000 characters, however its letters are composed', async () => {
    const response = await chat.post({ text: 'ữ'.repeat(4000).normalize('NFD') })
    expect(response.status).toBe(200)
    expect(chat.received[0]?.text).toBe('ữ'.repeat(4000))
  })

  it('is refused when it is not UTF-8', async () => {
    const body = Buffer.from('{"text":"b\xe1o tin"}', 'latin1')
    const response = await chat.call('POST', '/api/chat/messages', { headers: json, body })
    expect(await response.json()).toMatchObject({ error: { code: 'bad-json' } })
  })

  it('is refused when it grows past 64 KB without saying so', async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('x'.repeat(16 * 1024)))
      },
    })
    const init = { headers: json, body, duplex: 'half' } as RequestInit
    expect((await chat.call('POST', '/api/chat/messages', init)).status).toBe(413)
  })

  it.each([
    ['/api/chat/messages', 'application/json'],
    ['/', 'application/x-www-form-urlencoded'],
  ])('is no fault of ours when its sender breaks off (%s)', async (url, type) => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"text":"a')),
      pull: (controller) => controller.error(new Error('aborted')),
    })
    const init = { headers: { 'content-type': type }, body, duplex: 'half' } as RequestInit
    expect((await chat.call('POST', url, init)).status).toBe(400)
    expect(chat.logged).toEqual([])
    expect(chat.received).toEqual([])
  })

  it.each([
    ['of the message', { text: '', locale: 'en' }, {}],
    ['that the browser prefers', '{', { 'accept-language': 'en-GB,en;q=0.8' }],
  ])('is refused in the language %s', async (_, body, headers) => {
    const refused = (await (await chat.post(body, headers)).json()) as { error: { message: string } }
    expect(refused.error.message).toMatch(/please/i)
  })

  it.each([
    ['its own host', origin, undefined],
    ['the public URL', 'https://lachan.example', 'https://lachan.example/'],
  ])('is taken when it comes from %s', async (_, from, publicUrl) => {
    const other = await openWebChat(publicUrl === undefined ? {} : { publicUrl })
    expect((await other.post({ text: 'a' }, { origin: from })).status).toBe(200)
    await other.close()
  })
})

describe('the channel', () => {
  const to = 'web:nobody' as const
  it('says that its addresses do not last', () => {
    expect(chat.channel.addressesLast).toBe(false)
  })

  it.each([
    [true, false],
    [false, true],
  ])('where a proxy is trusted (%s) takes two forwarded addresses for one source: %s', async (trustsProxy, isSame) => {
    const other = await openWebChat({ trustsProxy })
    for (const address of ['198.51.100.1', '198.51.100.2'])
      await other.call(
        'POST',
        '/api/chat/messages',
        {
          headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
          body: '{"text":"a"}',
        },
        '172.17.0.1',
      )
    expect(other.received[0]?.source === other.received[1]?.source).toBe(isSame)
    await other.close()
  })

  it('keeps a message once, however often its delivery is tried', async () => {
    const session = await chat.talk()
    const message = { to: `web:${session}`, text: 'từ cán bộ', priority: 'tip', deliveryId: 'd1' } as const
    await chat.channel.send(message)
    await chat.channel.send(message)
    expect(await (await get(session, '1')).json()).toMatchObject({ messages: [{ id: '2', text: 'từ cán bộ' }] })
  })

  it('refuses for good to write to a session that is unknown or over', async () => {
    const session = await chat.talk()
    await expect(chat.channel.send({ to, text: 'a', priority: 'tip' })).rejects.toMatchObject({ failure: 'rejected' })
    chat.clock.forward(12 * hour)
    const late = chat.channel.send({ to: `web:${session}`, text: 'a', priority: 'tip' })
    await expect(late).rejects.toMatchObject({ failure: 'rejected' })
  })

  it('asks to be tried again when the message could not be stored', async () => {
    const session = await chat.talk()
    vi.spyOn(chat.storage.web, 'addMessage').mockRejectedValueOnce(new Error('disk'))
    const sent = chat.channel.send({ to: `web:${session}`, text: 'a', priority: 'tip' })
    await expect(sent).rejects.toMatchObject({ failure: 'unreachable' })
  })

  it('takes nothing in before start and after stop, and sends nothing after stop', async () => {
    const other = await openWebChat({ isStarted: false })
    expect((await other.post({ text: 'sớm' })).status).toBe(503)
    await other.close()
    const session = await chat.talk()
    await chat.channel.stop()
    expect((await chat.post({ text: 'muộn', session })).status).toBe(503)
    const sent = chat.channel.send({ to: `web:${session}`, text: 'a', priority: 'tip' })
    await expect(sent).rejects.toMatchObject({ failure: 'unreachable' })
    expect(chat.received).toHaveLength(1)
  })

  it('waits at its end for the turns that are under way', async () => {
    let finish = () => {}
    chat.script = () => new Promise<void>((resolve) => (finish = resolve))
    const turn = chat.post({ text: 'đang dở' })
    await vi.waitFor(() => expect(chat.received).toHaveLength(1))
    let isStopped = false
    const stopped = chat.channel.stop().then(() => (isStopped = true))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(isStopped).toBe(false)
    finish()
    await stopped
    expect((await turn).status).toBe(200)
  })
})
