import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTelegramChannel } from '../src/channels/telegram/channel.ts'
import { createWebChannel } from '../src/channels/web/channel.ts'
import { createZaloAccount } from '../src/channels/zalo/account.ts'
import { createZaloChannel } from '../src/channels/zalo/channel.ts'
import type { Channel } from '../src/core/channel.ts'
import { createStripper } from '../src/media/strip-in-worker.ts'
import { findCanaries } from './media/canaries.ts'
import { until } from './channels/telegram-harness.ts'
import { dumpState } from './support/dump-state.ts'
import { startFakeTelegram, type FakeTelegram } from './support/fake-telegram.ts'
import { startFakeZalo, type FakeZalo } from './support/fake-zalo.ts'
import { filesIn, findLeaks, tablesOf } from './support/find-leaks.ts'
import { photo, photoCanaries } from './support/photo.ts'
import { realContent, sampleOfficer, startTestApp, type TestApp } from './support/test-app.ts'

const lan = 5_550_000_077
const minh = '8123456789012340077'
const names = ['canary-file-name', 'Canary Nhạn']
const caption = 'ảnh này Canary Nhạn chụp ở nhà'
const stripper = createStripper()

let telegram: FakeTelegram
let zalo: FakeZalo
let app: TestApp
let web: Channel
beforeAll(async () => {
  // Known messages are indexed when the first is looked at.
  realContent().assess('trẻ em')
  telegram = await startFakeTelegram()
  zalo = await startFakeZalo()
  app = await startTestApp({
    channels(_clock, base) {
      const { translate, phones } = base.content
      const shared = { ...base, translate, phones, strip: stripper.strip, announce: async () => undefined }
      web = createWebChannel({ ...shared, trustsProxy: false, log: base.logs.area('web') })
      const log = base.logs.area('zalo')
      const { appId, appSecret, oaSecret } = zalo.state
      const settings = {
        appId,
        appSecret,
        signature: { firstTerm: appId, secret: oaSecret },
        usesButtons: false,
        refreshToken: zalo.refreshToken,
        apiRoot: zalo.root,
        oauthRoot: zalo.root,
        verification: undefined,
      }
      const onZalo = createZaloChannel({
        ...shared,
        client: createZaloAccount({ ...base, settings, table: base.storage.zaloToken, log }).client,
        signature: settings.signature,
        count: () => undefined,
        isMediaUrl: ({ href }) => href.startsWith(`${zalo.root}/media/`),
        log,
      })
      zalo.webhook.aim(async (request) => onZalo.routes[0]?.handle(request, '') ?? Response.error())
      const { token, apiRoot } = telegram
      const onTelegram = createTelegramChannel({
        ...shared,
        settings: { token, apiRoot, receiving: { mode: 'polling' } },
        commands: [],
        log: base.logs.area('telegram'),
      })
      return [onTelegram, onZalo, web]
    },
  })
}, 30_000)
afterAll(async () => {
  await app.close()
  await stripper.stop()
  await telegram.close()
  await zalo.close()
})

/** Says things one after another, each when the one before was answered. */
type Talk = (...texts: readonly string[]) => Promise<void>
const rest = ['1', 'bỏ qua', 'bỏ qua', 'bỏ qua', 'gửi'] as const

async function onTelegram(): Promise<void> {
  const said = () => telegram.botMessagesIn(lan).length
  const act = async (what: () => void) => {
    const before = said()
    // Telegram is written to at its own pace.
    app.clock.advance(5_000)
    what()
    await until('an answer on telegram', () => said() > before, 15_000)
    await app.inbound.idle()
  }
  const talk: Talk = async (...texts) => {
    for (const text of texts) await act(() => void telegram.userSends(lan, text))
  }
  await talk('/baotin')
  await act(() => void telegram.userSendsPhoto(lan, { bytes: photo(), caption, fileName: 'canary-file-name.jpg' }))
  await talk(...rest)
}

async function onZalo(): Promise<void> {
  const talk: Talk = async (...texts) => {
    for (const text of texts) {
      expect(await zalo.personDoes(minh, { text })).toBe(200)
      await app.inbound.idle()
    }
  }
  await talk('/baotin')
  expect(await zalo.personDoes(minh, { image: photo(), caption })).toBe(200)
  await app.inbound.idle()
  await talk(...rest)
}

async function onWeb(): Promise<void> {
  let session = ''
  const call = async (path: string, init: RequestInit) => {
    const route = web.routes.find((each) => each.method === 'POST' && each.path === path.split('?')[0])
    const response = await route?.handle(
      new Request(`http://localhost:8080${path}`, { method: 'POST', ...init }),
      '203.0.113.9',
    )
    expect(response?.status).toBe(200)
    session = ((await response?.json()) as { session: string }).session
  }
  const talk: Talk = async (...texts) => {
    for (const text of texts)
      await call('/api/chat/messages', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text, ...(session === '' ? {} : { session }) }),
      })
  }
  await talk('/baotin')
  await call(`/api/chat/attachments?session=${session}`, { headers: { 'content-type': 'image/jpeg' }, body: photo() })
  await talk(caption, ...rest)
}

describe('a photo with its place, its owner and a name in it', { timeout: 60_000 }, () => {
  it.each([
    ['Telegram', onTelegram],
    ['Zalo', onZalo],
    ['the web page', onWeb],
  ] as const)('from %s reaches the officer without them, and nobody else at all', async (_where, play) => {
    const { storage } = app.base
    const before = (await storage.tips.list({ units: ['VN'], limit: 10 })).map(({ id }) => id)
    await play()
    const tip = (await storage.tips.list({ units: ['VN'], limit: 10 })).find(({ id }) => !before.includes(id))
    const officer = await sampleOfficer(app)
    const messages = (await app.desk.open(officer, tip?.id ?? ''))?.messages ?? []
    expect(messages[0]?.text).toBe(caption)
    const [file, ...more] = messages.flatMap(({ attachments }) => attachments)
    expect([file?.mediaType, more]).toEqual(['image/jpeg', []])
    const seen = await app.desk.attachment(officer, tip?.id ?? '', file?.id ?? '')
    expect([...findCanaries(seen?.bytes ?? photo())]).toEqual([])

    const state = await dumpState({ kind: 'sqlite', file: join(app.dataDir, 'la-chan.sqlite') })
    const places = [
      ...filesIn(app.dataDir),
      ...tablesOf(state),
      { place: 'log', bytes: Buffer.from(app.logLines.join('\n')) },
      {
        place: 'metrics',
        bytes: Buffer.from(await (await app.fetch(new Request('http://localhost:8080/metrics'))).text()),
      },
    ]
    // Neither what was planted nor the picture itself lies anywhere in clear.
    const picture = Buffer.from(seen?.bytes ?? [])
      .subarray(-60)
      .toString('latin1')
    expect(findLeaks(places, [...photoCanaries, ...names, caption, String(lan), minh])).toEqual([])
    for (const { place, bytes } of places)
      expect([place, bytes.includes(Buffer.from(picture, 'latin1'))]).toEqual([place, false])
    const all = [...(state.attachment ?? []), ...(state.tip_attachment ?? [])]
    for (const row of all)
      for (const [column, value] of Object.entries(row))
        if (!['id', 'attachment', 'message'].includes(column)) expect(String(value)).not.toBe(tip?.id)
  })

  it('is found by this search where it does lie', () => {
    const places = [{ place: 'here', bytes: photo() }]
    expect(findLeaks(places, photoCanaries)).toHaveLength(photoCanaries.length)
    expect([...findCanaries(photo())]).toContain('CANARY-n-latitude-X')
  })
})
