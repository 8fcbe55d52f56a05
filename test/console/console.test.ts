import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tipWith } from './desk-fixture.ts'
import { openConsole, type Browser, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
let browser: Browser
beforeEach(async () => {
  app = await openConsole()
  app.desk.tips = [tipWith()]
  browser = await app.signIn(await app.addOfficer('supervisor', '01'))
})
afterEach(() => app.close())

const paths = [
  '/console',
  '/console/sign-in?token=x',
  '/console/signed-out',
  '/console/tips/fragment',
  '/console/tips/ABCD-2345',
  '/console/tips/ABCD-2345/fragment',
  '/console/tips/NONE-2345',
  '/console/reach',
  '/console/reach?period=x',
  '/console/reach/export?format=csv',
  '/console/roster',
  '/console/deliveries',
  '/console/stream',
  '/console/nothing-here',
  '/console/assets/console.css',
  '/console/assets/console.js',
  '/console/assets/sign-in.js',
]

describe('every response', () => {
  it.each([
    ...paths.map((path) => ({ method: 'GET', path, who: 'signed in' })),
    ...paths.map((path) => ({ method: 'GET', path, who: 'a stranger' })),
    { method: 'POST', path: '/console/tips/ABCD-2345/move', who: 'signed in' },
    { method: 'POST', path: '/console/tips/ABCD-2345/move', who: 'a stranger' },
    { method: 'POST', path: '/console/sign-in', who: 'a stranger' },
  ])('to $method $path carries the security headers ($who)', async ({ method, path, who }) => {
    const response = await app.request(path, { method, headers: who === 'signed in' ? { Cookie: browser.cookie } : {} })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
    await response.body?.cancel()
  })

  it('has no script, style or event of its own in the page, and asks for nothing elsewhere', async () => {
    for (const path of paths.filter((path) => !path.includes('stream') && !path.includes('assets'))) {
      const text = await browser.text(path)
      expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+=|https?:\/\//)
      for (const [script] of text.matchAll(/<script[^>]*>/g)) expect(script).toContain('src="/console/assets/')
    }
  })
})

describe('an asset', () => {
  it('is kept by the browser when asked for by the hash in the page, and only then', async () => {
    const path = /href="(\/console\/assets\/console\.css\?v=[^"]+)"/.exec(await browser.text('/console'))?.[1] ?? ''
    const response = await app.request(path)
    expect(response.headers.get('Cache-Control')).toContain('immutable')
    expect(response.headers.get('Content-Type')).toBe('text/css; charset=utf-8')
    expect((await app.request('/console/assets/console.css?v=old')).headers.get('Cache-Control')).toBe('no-store')
  })
})

describe('a fault', () => {
  it('gives a plain page with 500, and a log line without the words of the error', async () => {
    const broken = await openConsole({ indicators: { report: () => Promise.reject(new TypeError('secret words')) } })
    const officer = await broken.signIn(await broken.addOfficer('officer', '01'))
    const response = await officer.get('/console/reach')
    const page = await response.text()
    expect(response.status).toBe(500)
    expect(page).toContain('Hệ thống gặp lỗi')
    expect(page).not.toContain('secret')
    const line = broken.log.lines.find((each) => each.includes('console request failed')) ?? ''
    expect(JSON.parse(line)).toMatchObject({ kind: 'TypeError', where: expect.any(String), method: 'GET' })
    expect(line).not.toContain('secret')
    const { reference } = JSON.parse(line) as { reference: string }
    expect(page).toContain(reference)
    await broken.close()
  })

  it('is none when the sender of a form breaks off', async () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('csrf=')),
      pull: (controller) => controller.error(new Error('aborted')),
    })
    const init = { method: 'POST', headers: { Cookie: browser.cookie }, body, duplex: 'half' } as RequestInit
    expect((await app.request('/console/tips/ABCD-2345/reply', init)).status).toBe(400)
    expect(app.log.lines.filter((line) => line.includes('failed'))).toEqual([])
  })

  it('leaves the session behind: an unknown page is a 404 with the way back', async () => {
    const response = await browser.get('/console/nothing-here')
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('href="/console"')
  })
})

describe('the words of the console', () => {
  const keysOf = (node: object, path = 'console'): string[] =>
    Object.entries(node).flatMap(([key, child]: [string, string | object]) =>
      typeof child === 'string' ? [`${path}.${key}`] : keysOf(child, `${path}.${key}`),
    )
  const read = (locale: string) => JSON.parse(readFileSync(`locales/${locale}/console.json`, 'utf8')) as object
  const varsOf = (locale: string) =>
    JSON.stringify(read(locale), (_, value: unknown) =>
      typeof value === 'string' ? (value.match(/{{\w+}}/g) ?? []).sort().join() : value,
    )

  it('are the same keys with the same variables in both languages', () => {
    expect(keysOf(read('en'))).toEqual(keysOf(read('vi')))
    expect(varsOf('en')).toEqual(varsOf('vi'))
  })

  it('hold every key that the code names', () => {
    const keys = keysOf(read('vi'))
    const source = readdirSync('src/console')
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(`src/console/${name}`, 'utf8'))
    const named = [...source.join('\n').matchAll(/['`](console\.(?!css|js)[\w.-]*)(\$\{)?/g)]
    expect(named.length).toBeGreaterThan(50)
    for (const [, key = '', more] of named) {
      expect(
        keys.some((each) => (more === undefined ? each === key : each.startsWith(key))),
        key,
      ).toBe(true)
    }
  })
})
