import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChanges } from '../../src/changes.ts'
import { hourMs } from './desk-fixture.ts'
import { openConsole, type Browser, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
let browser: Browser
let listeners: number
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const changes = createChanges()
  listeners = 0
  app = await openConsole({
    changes: {
      publish: () => changes.publish(),
      subscribe(listener) {
        listeners++
        const stop = changes.subscribe(listener)
        return () => {
          listeners--
          stop()
        }
      },
    },
  })
  browser = await app.signIn(await app.addOfficer('officer', '01'))
})
afterEach(async () => {
  await app.close()
  vi.useRealTimers()
})

async function open() {
  const response = await browser.get('/console/stream')
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
  const decoder = new TextDecoder()
  return {
    response,
    cancel: () => reader.cancel(),
    read: async () => {
      const { done, value } = await reader.read()
      return done ? 'ended' : decoder.decode(value)
    },
  }
}

describe('the stream of changes', () => {
  it('says that something changed, and not what', async () => {
    const stream = await open()
    expect(stream.response.headers.get('Content-Type')).toBe('text/event-stream')
    expect(await stream.read()).toBe(': open\n\n')
    app.changes.publish()
    expect(await stream.read()).toBe('event: change\ndata: tips\n\n')
  })

  it('shows life every 20 seconds', async () => {
    const stream = await open()
    await stream.read()
    const next = stream.read()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await next).toBe(': alive\n\n')
  })

  it('keeps one event for a reader who is slow, however much changes', async () => {
    const stream = await open()
    for (let i = 0; i < 1000; i++) app.changes.publish()
    app.console.stop()
    const pieces: string[] = []
    for (let piece = await stream.read(); piece !== 'ended'; piece = await stream.read()) pieces.push(piece)
    expect(pieces).toEqual([': open\n\n', 'event: change\ndata: tips\n\n'])
  })

  it('ends when the session has ended', async () => {
    const stream = await open()
    await stream.read()
    const next = stream.read()
    app.clock.set(new Date(app.clock.now().getTime() + 12 * hourMs))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await next).toBe('ended')
    expect(listeners).toBe(0)
  })

  it('stops listening when the browser goes away', async () => {
    const stream = await open()
    expect(listeners).toBe(1)
    await stream.cancel()
    expect(listeners).toBe(0)
    app.changes.publish()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(app.log.lines.filter((line) => line.includes('failed'))).toEqual([])
  })

  it('ends when the console stops, and for those who come after', async () => {
    const stream = await open()
    await stream.read()
    app.console.stop()
    expect(await stream.read()).toBe('ended')
    const after = await open()
    await after.read()
    expect(await after.read()).toBe('ended')
    expect(listeners).toBe(0)
  })

  it('opens nothing for a HEAD', async () => {
    const response = await app.request('/console/stream', { method: 'HEAD', headers: { Cookie: browser.cookie } })
    expect(response.status).toBe(200)
    expect(listeners).toBe(0)
  })
})
