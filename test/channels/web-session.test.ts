import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMarks } from '../../src/privacy/marks.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { masterKey, openWebChat } from './web-chat.ts'
import type { WebChat } from './web-chat.ts'

const hour = 60 * 60 * 1000
let chat: WebChat
beforeEach(async () => {
  chat = await openWebChat()
})
afterEach(() => chat.close())

const get = (session: string, after?: string) =>
  chat.call(
    'GET',
    `/api/chat/messages?session=${encodeURIComponent(session)}${after === undefined ? '' : `&after=${after}`}`,
  )

describe('a session', () => {
  it('ends twelve hours after its last use', async () => {
    const session = await chat.talk()
    chat.clock.forward(11 * hour)
    expect((await chat.post({ text: 'còn', session })).status).toBe(200)
    chat.clock.forward(11 * hour)
    expect((await get(session)).status).toBe(200)
    chat.clock.forward(12 * hour)
    expect((await chat.post({ text: 'hết', session })).status).toBe(401)
    expect((await get(session)).status).toBe(401)
    expect(chat.received).toHaveLength(2)
  })

  it('is not made when the message could not be stored', async () => {
    const broken = await openWebChat({ isStarted: false })
    const ended = vi.spyOn(broken.storage.web, 'endSession')
    await broken.channel.start(() => Promise.reject(new RangeError('secret words')))
    const response = await broken.post({ text: 'bí mật', locale: 'en' })
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ error: { code: 'failed', message: expect.stringContaining('113') } })
    expect(ended).toHaveBeenCalledOnce()
    expect(broken.logged).toEqual([
      {
        fields: { route: 'POST /api/chat/messages', kind: 'RangeError', where: expect.any(String) },
        message: 'a chat request failed',
      },
    ])
    await broken.close()
  })

  it('leaves neither its token nor any word readable on the disk', async () => {
    chat.script = async (_, say) => say('Câu trả lời bí mật', { quickReplies: [{ label: 'Nhãn bí mật', value: 'v' }] })
    const session = await chat.talk('Lời kể bí mật')
    const bytes = Buffer.concat([await readFile(chat.file), await readFile(`${chat.file}-wal`)]).toString('utf8')
    expect(bytes).toContain('web_message')
    for (const secret of [session, 'bí mật', 'Lời kể']) expect(bytes).not.toContain(secret)
    expect(JSON.stringify(chat.logged)).not.toContain(session)
  })
})

describe('reading', () => {
  it('answers what came after a message', async () => {
    const session = await chat.talk('một')
    await chat.post({ text: 'hai', session })
    expect(await (await get(session, '1')).json()).toMatchObject({ messages: [{ id: '2', text: 'echo hai' }] })
    expect(await (await get(session, '2')).json()).toEqual({ messages: [] })
  })

  it('answers a long thread in pages of storage, 2,000 messages at most', async () => {
    const session = await chat.talk()
    const mark = createMarks(masterKey).contact(`web:${session}`)
    const sealed = createSeal(masterKey).seal('web-message', mark, '{"text":"a","quickReplies":[],"citations":[]}')
    let stored = 450
    const asked: number[] = []
    vi.spyOn(chat.storage.web, 'messagesAfter').mockImplementation(async (_, seq) => {
      asked.push(seq)
      const length = Math.max(0, Math.min(200, stored - seq))
      return Array.from({ length }, (_, index) => ({ seq: seq + index + 1, sealed, at: chat.clock.now() }))
    })
    const read = async () => ((await (await get(session)).json()) as { messages: { id: string }[] }).messages
    expect((await read()).map(({ id }) => id)).toEqual(Array.from({ length: 450 }, (_, index) => `${index + 1}`))
    expect(asked).toEqual([0, 200, 400])
    stored = 10_000
    expect((await read()).at(-1)?.id).toBe('2000')
  })

  it.each([
    ['/', 200],
    ['/?ref=XA', 200],
    ['/assets/chat.js', 200],
    ['/api/chat/messages?session=SESSION', 200],
    ['/api/chat/messages?session=x', 401],
  ])('%s by HEAD answers %i without a body and does not keep the session alive', async (url, status) => {
    const session = await chat.talk()
    chat.clock.forward(11 * hour)
    const response = await chat.call('HEAD', url.replace('SESSION', session))
    expect([response.status, response.body]).toEqual([status, null])
    chat.clock.forward(2 * hour)
    expect((await get(session)).status).toBe(401)
  })

  it.each([
    ['no session', '/api/chat/messages', 400],
    ['a number that is none', '/api/chat/messages?session=x&after=-1', 400],
    ['a number beyond what a database holds', '/api/chat/messages?session=x&after=99999999999', 400],
    ['an unknown session', '/api/chat/messages?session=x', 401],
    ['no session, as a stream', '/api/chat/stream', 400],
    ['an unknown session, as a stream', '/api/chat/stream?session=x', 401],
  ])('with %s is refused', async (_, url, status) => {
    const response = await chat.call('GET', url)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code: expect.any(String) } })
  })
})
