import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTakeUpload } from '../../src/channels/web/upload.ts'
import { findCanaries } from '../media/canaries.ts'
import { photo } from '../support/photo.ts'
import { openWebChat, type WebChat } from './web-chat.ts'

let chat: WebChat
beforeEach(async () => {
  chat = await openWebChat()
})
afterEach(() => chat.close())

const send = (
  session: string,
  body: RequestInit['body'],
  more: { headers?: Record<string, string>; id?: string } = {},
) =>
  chat.call('POST', `/api/chat/attachments?session=${session}${more.id === undefined ? '' : `&id=${more.id}`}`, {
    headers: { 'content-type': 'image/jpeg', ...more.headers },
    body,
    duplex: 'half',
  } as RequestInit)
const mb = 1024 * 1024
/** So many bytes, without saying how many. */
const pour = (length: number) => {
  let left = length
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) return controller.close()
      controller.enqueue(new Uint8Array(Math.min(left, mb)))
      left -= mb
    },
  })
}

describe('a file from the page', () => {
  it('is handed in cleaned, without words or a name, and answered as a message is', async () => {
    const session = await chat.talk()
    const response = await send(session, photo(), { id: 'f1' })
    expect(await response.json()).toMatchObject({ session, messages: [{ id: '2', text: 'echo ' }] })
    const message = chat.received[1]
    expect(message).toMatchObject({
      text: '',
      from: `web:${session}`,
      attachments: [{ kind: 'image', mediaType: 'image/jpeg' }],
    })
    expect(message?.externalId).toMatch(/:f1$/)
    expect([...findCanaries(photo())]).not.toEqual([])
    expect([...findCanaries(message?.attachments[0]?.bytes ?? photo())]).toEqual([])
  })

  it('counts once, however often it is sent under one id', async () => {
    const session = await chat.talk()
    for (let times = 0; times < 2; times++) expect((await send(session, photo(), { id: 'same' })).status).toBe(200)
    expect(chat.received[2]?.externalId).toBe(chat.received[1]?.externalId)
  })

  const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
  const cases: readonly [string, number, string, () => RequestInit['body'], Record<string, string>?][] = [
    ['is empty', 400, 'empty-file', () => null],
    ['cannot be cleaned', 415, 'file-refused', () => svg],
    ['is over 20 MB', 413, 'file-too-large', () => new Uint8Array(20 * mb + 1)],
    ['grows over 20 MB without saying so', 413, 'file-too-large', () => pour(20 * mb + 1)],
    ['comes from another site', 403, 'foreign-origin', () => photo(), { origin: 'https://evil.test' }],
  ]
  it.each(cases)('that %s is refused with %i, in words', async (_what, status, code, body, headers = {}) => {
    const session = await chat.talk()
    const response = await send(session, body(), { headers })
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error: { code, message: expect.stringMatching(/\S+ \S+/) } })
    expect(chat.received).toHaveLength(1)
  })

  it.each(['', 'nobody'])('is refused without a session (“%s”)', async (session) => {
    const response = await send(session, photo())
    expect(response.status).toBe(401)
    expect(chat.received).toEqual([])
  })

  it('is refused in the language of its session', async () => {
    const { session } = (await (await chat.post({ text: 'hello', locale: 'en' })).json()) as { session: string }
    const refused = (await (await send(session, svg)).json()) as { error: { message: string } }
    expect(refused.error.message).toContain('Pictures, videos')
  })

  it('is asked to come again while one network sends more than three at once', async () => {
    const session = await chat.talk()
    const ends: (() => void)[] = []
    const endless = () => new ReadableStream({ start: (controller) => void ends.push(() => controller.close()) })
    const slow = [0, 1, 2].map(() => send(session, endless()))
    await new Promise((resolve) => setTimeout(resolve, 20))
    const fourth = await send(session, photo())
    expect([fourth.status, await fourth.json()]).toMatchObject([503, { error: { code: 'busy' } }])
    for (const end of ends) end()
    await Promise.all(slow)
    expect((await send(session, photo())).status).toBe(200)
  })

  it('is asked to come again when its network has sent too much within the hour', async () => {
    let now = new Date('2026-11-22T08:10:00Z')
    const strip = async (bytes: Uint8Array) => ({ kind: 'image', mediaType: 'image/jpeg', bytes }) as const
    const take = createTakeUpload({ strip, clock: { now: () => now }, mostHourlyBytes: 10 })
    const upload = (source: string) =>
      take(
        new Request('http://chat.test/', { method: 'POST', body: 'six by' }),
        source,
        async ({ bytes }) => bytes.length,
      )
    const used = { kind: 'used', result: 6 }
    const busy = { kind: 'fault', fault: 'busy' }
    expect([await upload('a'), await upload('a'), await upload('a'), await upload('b')]).toEqual([
      used,
      used,
      busy,
      used,
    ])
    now = new Date('2026-11-22T09:00:00Z')
    expect(await upload('a')).toEqual(used)
  })
})
