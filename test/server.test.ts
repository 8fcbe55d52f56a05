import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '../src/core/channel.ts'
import type { LogFields } from '../src/core/ports.ts'
import { createServer, listen } from '../src/server.ts'
import { createMemoryChannel } from './support/memory-channel.ts'
import { startTestApp, type TestApp } from './support/test-app.ts'

const logged: string[] = []
const write = (fields: LogFields, message: string) => void logged.push(JSON.stringify(fields) + message)
const peers: string[] = []
const routes: readonly Route[] = [
  { method: 'GET', path: '/hello', handle: async (_request, peer) => (peers.push(peer), new Response('hi')) },
  { method: 'POST', path: '/echo', handle: async (request) => new Response(await request.text()) },
  { method: 'GET', path: '/broken', handle: () => Promise.reject(new TypeError('words of somebody')) },
]
let isReady = true
const app = createServer({
  routes,
  console: { fetch: (request) => new Response(`console ${new URL(request.url).pathname}`) },
  ready: () => (isReady ? Promise.resolve() : Promise.reject(new Error('postgres://bot:secret@db is away'))),
  metrics: async () => 'la_chan_x 1\n',
  log: { debug: write, info: write, warn: write, error: write },
})
let server: Awaited<ReturnType<typeof listen>>
let url: string
beforeAll(async () => {
  server = await listen(app, '127.0.0.1', 0)
  url = `http://127.0.0.1:${server.port}`
})
afterAll(() => server.stop())

describe('the server', () => {
  it('mounts the routes of channels by method and exact path, and tells them the peer', async () => {
    expect(await (await fetch(`${url}/hello`)).text()).toBe('hi')
    expect(peers).toEqual(['127.0.0.1'])
    expect(await (await fetch(`${url}/echo`, { method: 'POST', body: 'Chào em' })).text()).toBe('Chào em')
    for (const [method, path] of [
      ['POST', '/hello'],
      ['GET', '/echo'],
      ['GET', '/hello/more'],
      ['GET', '/nothing'],
    ] as const) {
      const response = await fetch(url + path, { method })
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({ error: { code: 'not_found', message: 'not found' } })
    }
  })

  it.each(['/console', '/console/tips/ABCD-2345', '/console/sign-in?token=x'])(
    'hands %s to the console',
    async (path) => {
      expect(await (await fetch(url + path)).text()).toBe(`console ${path.split('?')[0]}`)
    },
  )

  it('is alive even while it is not ready, and says nothing of why', async () => {
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true })
    isReady = false
    const response = await fetch(`${url}/readyz`)
    expect(response.status).toBe(503)
    expect(await response.text()).toBe('{"ready":false}')
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    isReady = true
  })

  it('shows the metrics as Prometheus reads them', async () => {
    const response = await fetch(`${url}/metrics`)
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(await response.text()).toBe('la_chan_x 1\n')
  })

  it('answers a fault of ours without telling of it, and logs its kind alone', async () => {
    const response = await fetch(`${url}/broken`)
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ error: { code: 'internal', message: 'internal error' } })
    expect(logged).toEqual(['{"kind":"TypeError","method":"GET"}a request failed'])
  })

  it('refuses to listen where another program does', async () => {
    const taken = createTcpServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as AddressInfo
    await expect(listen(app, '127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await new Promise((resolve) => taken.close(resolve))
  })

  it('stops, and the port is free again', async () => {
    const other = await listen(app, '127.0.0.1', 0)
    expect((await fetch(`http://127.0.0.1:${other.port}/healthz`)).ok).toBe(true)
    await other.stop()
    await expect(fetch(`http://127.0.0.1:${other.port}/healthz`)).rejects.toThrow()
    const again = await listen(app, '127.0.0.1', other.port)
    await again.stop()
  })
})

describe('the server of the whole app', () => {
  let whole: TestApp
  beforeAll(async () => {
    whole = await startTestApp({ channels: (clock) => [createMemoryChannel('telegram', clock.now)] })
  })
  afterAll(() => whole.close())
  const get = async (path: string) => whole.fetch(new Request(`http://localhost:8080${path}`))

  it('is ready while the database answers, and not after', async () => {
    expect((await get('/readyz')).status).toBe(200)
    const gone = await startTestApp({ channels: (clock) => [createMemoryChannel('telegram', clock.now)] })
    await gone.base.storage.close()
    const response = await gone.fetch(new Request('http://localhost:8080/readyz'))
    expect(response.status).toBe(503)
    await gone.close()
  })

  it('counts what waits, and tells nothing about places, tips or people', async () => {
    const text = await (await get('/metrics')).text()
    expect(text).toMatch(/^la_chan_deliveries_waiting\{priority="tip"\} \d+$/m)
    expect(text).toMatch(/^la_chan_inbox_unsettled \d+$/m)
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(
        /^(# (HELP|TYPE) \w+ .+|\w+(\{(priority|kind|failure)="[a-z-]+"(,failure="[a-z-]+")?\})? \d+(\.\d+)?)$/,
      )
  })

  it('keeps the console for those who are signed in', async () => {
    for (const path of ['/console', '/console/roster', '/console/tips/ABCD-2345']) {
      const response = await get(path)
      expect(response.status).not.toBe(200)
      expect(await response.text()).not.toContain('ABCD-2345')
    }
  })
})
