import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMarks } from '../../src/privacy/marks.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { masterKey, openWebChat } from './web-chat.ts'
import type { WebChat } from './web-chat.ts'

let chat: WebChat
let session: string
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  chat = await openWebChat()
  session = await chat.talk('một')
})
afterEach(async () => {
  await chat.close()
  vi.useRealTimers()
})

const officer = (text: string) => chat.channel.send({ to: `web:${session}`, text, priority: 'tip' })

/** A page that listens; `events` are the messages it has heard, `raw` all that came. */
async function listen(query = '', headers: Record<string, string> = {}) {
  const abort = new AbortController()
  const url = `/api/chat/stream?session=${session}${query}`
  const response = await chat.call('GET', url, { headers, signal: abort.signal })
  const page = { response, abort, raw: '', isOver: false }
  void (async () => {
    for await (const part of response.body as ReadableStream<Uint8Array>) page.raw += new TextDecoder().decode(part)
  })()
    .catch(() => undefined)
    .finally(() => (page.isOver = true))
  return page
}

const ids = (raw: string) => [...raw.matchAll(/^id: (\d+)$/gm)].map((match) => match[1])

describe('a stream', () => {
  it('sends each message once, as an event that carries its number', async () => {
    const page = await listen('&after=1')
    expect(page.response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    await officer('từ cán bộ')
    await vi.waitFor(() => expect(page.raw).toContain('từ cán bộ'))
    const event = /event: message\nid: 2\ndata: (.*)\n\n/.exec(page.raw)
    expect(JSON.parse(event?.[1] ?? '')).toEqual({
      id: '2',
      text: 'từ cán bộ',
      quickReplies: [],
      citations: [],
      at: chat.clock.now().toISOString(),
    })
    await Promise.all([officer('ba'), officer('bốn'), officer('năm')])
    await vi.waitFor(() => expect(ids(page.raw)).toEqual(['2', '3', '4', '5']))
  })

  it.each([
    ['from the beginning', '', {}, ['1', '2', '3']],
    ['after a number', '&after=1', {}, ['2', '3']],
    ['after the last event that the page has heard', '&after=0', { 'last-event-id': '2' }, ['3']],
  ])('begins %s', async (_, query, headers, expected) => {
    await officer('hai')
    await officer('ba')
    const page = await listen(query, headers)
    await vi.waitFor(() => expect(ids(page.raw)).toEqual(expected))
  })

  it('hears nothing of another session', async () => {
    const mine = session
    const page = await listen('&after=1')
    session = await chat.talk('người khác')
    await officer('cho người khác')
    session = mine
    await officer('cho mình')
    await vi.waitFor(() => expect(page.raw).toContain('cho mình'))
    expect(page.raw).not.toContain('cho người khác')
  })

  it('beats every 15 seconds and then finds what another process has stored', async () => {
    const page = await listen('&after=1')
    await writeFromElsewhere(session)
    expect(ids(page.raw)).toEqual([])
    await vi.advanceTimersByTimeAsync(15_000)
    await vi.waitFor(() => expect(page.raw).toMatch(/^: /m))
    await vi.waitFor(() => expect(ids(page.raw)).toEqual(['2']))
  })

  it('ends with the session', async () => {
    const page = await listen()
    chat.clock.forward(12 * 60 * 60 * 1000)
    await vi.advanceTimersByTimeAsync(15_000)
    await vi.waitFor(() => expect(page.isOver).toBe(true))
  })

  it('ends when the channel stops', async () => {
    const page = await listen()
    await chat.channel.stop()
    await vi.waitFor(() => expect(page.isOver).toBe(true))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves nothing behind when the page goes away', async () => {
    const aborted = await listen()
    const cancelled = await chat.call('GET', `/api/chat/stream?session=${session}`)
    expect(vi.getTimerCount()).toBe(2)
    aborted.abort.abort()
    await cancelled.body?.cancel()
    expect(vi.getTimerCount()).toBe(0)
    await officer('không ai nghe')
    expect(chat.logged).toEqual([])
  })

  it('gives way to newer ones when a session has more than three', async () => {
    const pages = [await listen(), await listen(), await listen(), await listen()]
    await vi.waitFor(() => expect(pages.map(({ isOver }) => isOver)).toEqual([true, false, false, false]))
    expect(pages[0]?.raw).toContain('retry: 60000')
  })

  it('asked for by HEAD answers headers and opens nothing', async () => {
    const response = await chat.call('HEAD', `/api/chat/stream?session=${session}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(response.body).toBeNull()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('sends a long thread whole, past what is read for one answer', async () => {
    const mark = createMarks(masterKey).contact(`web:${session}`)
    vi.spyOn(chat.storage.web, 'messagesAfter').mockImplementation(async (_, seq) =>
      Array.from({ length: Math.min(200, 4_100 - seq) }, (_, index) => ({
        seq: seq + index + 1,
        sealed: createSeal(masterKey).seal('web-message', mark, '{"text":"a","quickReplies":[],"citations":[]}'),
        at: chat.clock.now(),
      })),
    )
    const page = await listen()
    await vi.waitFor(() => expect(ids(page.raw)).toEqual(Array.from({ length: 4_100 }, (_, index) => `${index + 1}`)))
  })

  it('goes on after a read that failed', async () => {
    const page = await listen('&after=1')
    vi.spyOn(chat.storage.web, 'messagesAfter').mockRejectedValueOnce(new TypeError('từ cán bộ'))
    await officer('từ cán bộ')
    await vi.waitFor(() => expect(chat.logged).toMatchObject([{ fields: { kind: 'TypeError' } }]))
    await vi.advanceTimersByTimeAsync(15_000)
    await vi.waitFor(() => expect(ids(page.raw)).toEqual(['2']))
  })
})

/** Writes to the thread past this channel, as a second process would. */
async function writeFromElsewhere(token: string): Promise<void> {
  const mark = createMarks(masterKey).contact(`web:${token}`)
  const body = JSON.stringify({ text: 'từ nơi khác', quickReplies: [], citations: [] })
  const sealed = createSeal(masterKey).seal('web-message', mark, body)
  await chat.storage.web.addMessage({ session: mark, delivery: 'elsewhere', sealed, at: chat.clock.now() })
}
