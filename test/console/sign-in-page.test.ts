import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hourMs } from './desk-fixture.ts'
import { openConsole, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
beforeEach(async () => {
  app = await openConsole()
})
afterEach(() => app.close())

const post = (token: string, headers: Record<string, string> = {}) =>
  app.request('/console/sign-in', { method: 'POST', headers, body: new URLSearchParams({ token }) })

describe('signing in with a link', () => {
  it('does not use the link up when it is only fetched, as a link preview does', async () => {
    const token = await app.addLink(await app.addOfficer('officer', '01'))
    for (const _ of [1, 2]) {
      const response = await app.request(`/console/sign-in?token=${token}`)
      expect(response.status).toBe(200)
      expect(await response.text()).toContain(`name="token" value="${token}"`)
    }
    expect((await post(token)).status).toBe(303)
  })

  it('works once', async () => {
    const token = await app.addLink(await app.addOfficer('officer', '01'))
    const first = await post(token)
    expect(first.headers.get('Location')).toBe('/console')
    const second = await post(token)
    expect(second.status).toBe(403)
    expect(second.headers.get('Set-Cookie')).toBeNull()
    expect(await second.text()).toContain('Liên kết không dùng được')
  })

  it('refuses a link that has expired', async () => {
    const token = await app.addLink(await app.addOfficer('officer', '01'))
    app.clock.set(new Date(app.clock.now().getTime() + hourMs))
    expect((await post(token)).status).toBe(403)
  })

  it('refuses the link of an officer who was disabled', async () => {
    const officer = await app.addOfficer('officer', '01')
    const token = await app.addLink(officer)
    await app.storage.officers.disable(officer.id, app.clock.now())
    expect((await post(token)).status).toBe(403)
  })

  it('refuses a page without a token', async () => {
    expect((await app.request('/console/sign-in')).status).toBe(403)
    expect((await post('')).status).toBe(403)
  })

  it.each([
    { from: 'another origin', headers: { Origin: 'https://evil.test' } },
    { from: 'a page without an origin', headers: { Origin: 'null' } },
    { from: 'another site', headers: { 'Sec-Fetch-Site': 'cross-site' } },
    { from: 'a neighbouring site', headers: { 'Sec-Fetch-Site': 'same-site', Origin: 'http://console.test' } },
  ])('does not sign in when $from posts the form, and leaves the link good', async ({ headers }) => {
    const token = await app.addLink(await app.addOfficer('officer', '01'))
    expect((await post(token, headers as Record<string, string>)).status).toBe(403)
    expect((await post(token)).status).toBe(303)
  })

  it('ends the session that the browser had before', async () => {
    const officer = await app.addOfficer('officer', '01')
    const before = await app.signIn(officer)
    await post(await app.addLink(officer), { Cookie: before.cookie })
    expect((await before.get('/console')).status).toBe(303)
  })

  it('shows a token as text, whatever it holds', async () => {
    const page = await (
      await app.request(`/console/sign-in?token=${encodeURIComponent('"><script>x</script>')}`)
    ).text()
    expect(page).not.toContain('<script>x')
  })
})

describe('the page for those who are not signed in', () => {
  it('says how to get a link', async () => {
    const response = await app.request('/console/signed-out')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('officers link ID')
  })
})
