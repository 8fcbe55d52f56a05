import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dumpState } from '../support/dump-state.ts'
import { hourMs, tipWith } from './desk-fixture.ts'
import { openConsole, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
beforeEach(async () => {
  app = await openConsole()
  app.desk.tips = [tipWith()]
})
afterEach(() => app.close())

const later = (ms: number) => app.clock.set(new Date(app.clock.now().getTime() + ms))
const statusOf = (id: string) => app.desk.tips.find(({ tip }) => tip.id === id)?.tip.status

describe('the session cookie', () => {
  it('is kept from scripts and from other sites, and lasts 12 hours', async () => {
    const token = await app.addLink(await app.addOfficer('officer', '01'))
    const response = await app.request('/console/sign-in', { method: 'POST', body: new URLSearchParams({ token }) })
    const cookie = response.headers.get('Set-Cookie') ?? ''
    expect(cookie.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/console', 'SameSite=Lax'])
  })

  it('is a secure host cookie over https', async () => {
    const secure = await openConsole({ isSecure: true, publicUrl: 'https://lachan.test/' })
    const token = await secure.addLink(await secure.addOfficer('officer', '01'))
    const response = await secure.request('/console/sign-in', {
      method: 'POST',
      headers: { Origin: 'https://lachan.test' },
      body: new URLSearchParams({ token }),
    })
    const cookie = response.headers.get('Set-Cookie') ?? ''
    expect(cookie).toMatch(/^__Host-la-chan-console=/)
    expect(cookie.split('; ').slice(1).sort()).toEqual([
      'HttpOnly',
      'Max-Age=43200',
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ])
    const page = await secure.request('/console', { headers: { Cookie: cookie.split(';')[0] ?? '' } })
    expect(page.status).toBe(200)
    await secure.close()
  })

  it('stands in storage as a mark alone', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const state = JSON.stringify(await dumpState({ kind: 'sqlite', file: app.file }))
    expect(state).toContain(browser.csrf)
    expect(state).not.toContain(browser.cookie.split('=')[1])
  })
})

describe('a session', () => {
  it('lasts until 12 hours have gone by', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    later(12 * hourMs - 1)
    expect((await browser.get('/console')).status).toBe(200)
    later(1)
    const response = await browser.get('/console')
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe('/console/signed-out')
  })

  it('ends when its officer is disabled', async () => {
    const officer = await app.addOfficer('officer', '01')
    const browser = await app.signIn(officer)
    await app.storage.officers.disable(officer.id, app.clock.now())
    expect((await browser.get('/console')).status).toBe(303)
    expect((await browser.post('/console/tips/ABCD-2345/move', { to: 'acknowledged' })).status).toBe(401)
    expect(statusOf('ABCD-2345')).toBe('open')
  })

  it('ends by signing out, in storage too', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const response = await browser.post('/console/sign-out')
    expect(response.status).toBe(303)
    expect(response.headers.get('Set-Cookie')).toMatch(/^la-chan-console=; Max-Age=0; Path=\/console/)
    expect((await browser.get('/console')).status).toBe(303)
  })

  it('cannot be made up', async () => {
    const response = await app.request('/console', { headers: { Cookie: 'la-chan-console=abc' } })
    expect(response.status).toBe(303)
  })
})

describe('without a session', () => {
  it.each(['/console', '/console/tips/fragment', '/console/tips/ABCD-2345', '/console/reach', '/console/nothing-here'])(
    'GET %s goes to the page that says how to sign in',
    async (path) => {
      const response = await app.request(path)
      expect(response.status).toBe(303)
      expect(response.headers.get('Location')).toBe('/console/signed-out')
    },
  )

  it.each([
    '/console/tips/ABCD-2345/move',
    '/console/tips/ABCD-2345/reply',
    '/console/sign-out',
    '/console/nothing-here',
  ])('POST %s is a 401 that does nothing', async (path) => {
    const response = await app.request(path, {
      method: 'POST',
      body: new URLSearchParams({ to: 'acknowledged', text: 'x' }),
    })
    expect(response.status).toBe(401)
    expect(statusOf('ABCD-2345')).toBe('open')
    expect(app.desk.replies).toEqual([])
  })

  it('the stream is a 401', async () => {
    expect((await app.request('/console/stream')).status).toBe(401)
  })
})

describe('a POST that does something', () => {
  const move = '/console/tips/ABCD-2345/move'

  it.each([
    { fault: 'no csrf value', fields: { csrf: '' }, headers: {} },
    { fault: 'a wrong csrf value', fields: { csrf: 'x'.repeat(43) }, headers: {} },
    { fault: 'another origin', fields: {}, headers: { Origin: 'https://evil.test' } },
    { fault: 'another site', fields: {}, headers: { 'Sec-Fetch-Site': 'cross-site' } },
    {
      fault: 'another content type',
      fields: {},
      headers: { 'Content-Type': 'application/json' },
      body: '{"to":"acknowledged"}',
    },
  ])('is refused with $fault, and nothing is done', async ({ fields, headers, body }) => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const response =
      body === undefined
        ? await browser.post(move, { to: 'acknowledged', ...fields }, headers)
        : await app.request(move, { method: 'POST', headers: { Cookie: browser.cookie, ...headers }, body })
    expect(response.status).toBe(403)
    expect(statusOf('ABCD-2345')).toBe('open')
  })

  it('is refused with the csrf value of another session', async () => {
    const officer = await app.addOfficer('officer', '01')
    const browser = await app.signIn(officer)
    const other = await app.signIn(officer)
    expect((await browser.post(move, { to: 'acknowledged', csrf: other.csrf })).status).toBe(403)
  })

  it.each(['/console/sign-out', '/console/language', '/console/tips/ABCD-2345/reply'])(
    'to %s needs the csrf value as well',
    async (path) => {
      const browser = await app.signIn(await app.addOfficer('officer', '01'))
      expect((await browser.post(path, { csrf: 'wrong', text: 'x', locale: 'en' })).status).toBe(403)
      expect(app.desk.replies).toEqual([])
      expect((await browser.get('/console')).status).toBe(200)
    },
  )

  it('works with the csrf value of its session', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    expect((await browser.post(move, { to: 'acknowledged' }, { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(303)
    expect(statusOf('ABCD-2345')).toBe('acknowledged')
  })

  it('is refused when it is larger than 64 KB', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const response = await browser.post('/console/tips/ABCD-2345/reply', { text: 'x'.repeat(64 * 1024) })
    expect(response.status).toBe(413)
    expect(app.desk.replies).toEqual([])
  })
})
