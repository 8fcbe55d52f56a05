import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openConsole, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
beforeEach(async () => {
  app = await openConsole()
})
afterEach(() => app.close())

describe('the language of the console', () => {
  it('is Vietnamese until someone chooses', async () => {
    const page = await (await app.request('/console/signed-out')).text()
    expect(page).toContain('<html lang="vi">')
    expect(page).toContain('Chưa đăng nhập')
  })

  it('is the one asked for in the query, for that page', async () => {
    expect(await (await app.request('/console/signed-out?lang=en')).text()).toContain('Not signed in')
  })

  it('stays as chosen, and the switch comes back to the page it was on', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const chosen = await browser.post('/console/language', { locale: 'en', back: '/console/reach?period=2026&lang=vi' })
    expect(chosen.status).toBe(303)
    expect(chosen.headers.get('Location')).toBe('/console/reach?period=2026')
    const cookie = (chosen.headers.get('Set-Cookie') ?? '').split(';')[0]
    const page = await app.request('/console', { headers: { Cookie: `${browser.cookie}; ${cookie}` } })
    expect(await page.text()).toContain('<h1>Tips</h1>')
  })

  it('can be chosen before signing in', async () => {
    const response = await app.request('/console/language', {
      method: 'POST',
      body: new URLSearchParams({ locale: 'en', back: '/console/signed-out' }),
    })
    expect(response.headers.get('Location')).toBe('/console/signed-out')
  })

  it.each([
    'https://evil.test/console',
    '//evil.test/console',
    '/\\evil.test/console',
    '/api',
    '/consoles',
    'javascript:alert(1)',
    '',
    'http://',
  ])('does not lead out of the console: %s', async (back) => {
    const response = await app.request('/console/language', {
      method: 'POST',
      body: new URLSearchParams({ locale: 'en', back }),
    })
    expect(response.headers.get('Location')).toBe('/console')
  })

  it('is the default for one that is not offered', async () => {
    const response = await app.request('/console/language', {
      method: 'POST',
      body: new URLSearchParams({ locale: 'fr' }),
    })
    expect(response.headers.get('Set-Cookie')).toContain('la-chan-console-language=vi')
  })
})
