import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { signatureOf } from '../src/zalo-api-sdk/signature.ts'
import { until } from './channels/telegram-harness.ts'
import { closeAll, closing, minh, openZalo, question, run, zaloAnswer, zaloEnv } from './run-platforms.ts'
import { eventOfAct } from './support/fake-zalo-event.ts'

afterEach(closeAll)

describe('the whole app on Zalo', { timeout: 60_000 }, () => {
  it('shows Zalo the file that proves the domain', async () => {
    const zalo = await openZalo()
    const dir = mkdtempSync(join(tmpdir(), 'la-chan-verification-'))
    closing.push(async () => rmSync(dir, { recursive: true }))
    const file = join(dir, 'zalo_verifierAb-1.html')
    writeFileSync(file, '<p>proof</p>')
    const { url } = await run({ ...zaloEnv(zalo), ZALO_OA_VERIFICATION: file })
    const shown = await fetch(`${url}/zalo_verifierAb-1.html`)
    expect([shown.status, await shown.text()]).toEqual([200, '<p>proof</p>'])
    expect(shown.headers.get('content-type')).toContain('text/html')
    expect((await fetch(`${url}/zalo_verifierOther.html`)).status).toBe(404)
  })

  it('takes webhooks that are signed as the settings say, and shows buttons where they ask for them', async () => {
    const zalo = await openZalo({ acceptsButtons: true })
    const signed = { ...zalo.state, oaSecret: zalo.state.appSecret, appId: zalo.state.oaId }
    const env = { ZALO_OA_SIGN_WITH: 'app-secret', ZALO_OA_SIGN_FIRST: 'oa-id', ZALO_OA_ID: zalo.state.oaId }
    const running = await run({ ...zaloEnv(zalo), ...env, ZALO_OA_BUTTONS: 'on' })
    const post = async (state: { appId: string; oaSecret: string }) => {
      const raw = Buffer.from(JSON.stringify(eventOfAct(minh, { text: '/help' }, '', zalo.state)))
      const { timestamp } = JSON.parse(raw.toString()) as { timestamp: string }
      const mac = signatureOf(raw, timestamp, { firstTerm: state.appId, secret: state.oaSecret })
      const headers = { 'x-zevent-signature': mac }
      return (await fetch(`${running.url}/webhooks/zalo-oa`, { method: 'POST', headers, body: raw })).status
    }
    expect(await post(zalo.state)).toBe(401)
    expect(await post(signed)).toBe(200)
    await until('there are buttons', () => zalo.messagesTo(minh).some(({ buttons }) => buttons.length > 0), 10_000)
  })

  it('stops within a moment while the token server hangs', async () => {
    const zalo = await openZalo()
    zalo.fail('token', 'hangs', 9)
    const { app } = await run(zaloEnv(zalo))
    await until('a token is asked for', () => zalo.requests.length > 0)
    const startedAt = Date.now()
    await app.stop()
    closing.pop()
    // Left to itself the call takes 16 s.
    expect(Date.now() - startedAt).toBeLessThan(10_000)
  })

  it('keeps silent to somebody an officer writes to in the OA Manager, but where silence could harm', async () => {
    const zalo = await openZalo()
    const running = await run(zaloEnv(zalo))
    zalo.webhook.aim(`${running.url}/webhooks/zalo-oa`)
    // The first question reads what was learnt, which may take longer than Zalo waits; on the web nobody counts.
    const body = JSON.stringify({ text: question })
    const headers = { 'content-type': 'application/json' }
    await fetch(`${running.url}/api/chat/messages`, { method: 'POST', headers, body })
    await zaloAnswer(zalo, minh, running, question)
    expect(await zalo.officerWrites(minh, 'Chào em, chị là cán bộ đây')).toBe(200)
    const before = zalo.messagesTo(minh).length
    expect(await zalo.personDoes(minh, { text: question })).toBe(200)
    await running.app.inbound.idle()
    expect(zalo.messagesTo(minh)).toHaveLength(before)
    expect(await zaloAnswer(zalo, minh, running, '/khancap')).toContain('111')
  })
})
