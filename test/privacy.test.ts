import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Address, Channel } from '../src/core/channel.ts'
import { dayInVietnam } from '../src/core/vietnam-time.ts'
import { stripMetadata } from '../src/media/strip-metadata.ts'
import { renderReport } from '../src/reach/render.ts'
import { parsePeriod } from '../src/reach/period.ts'
import { createIndicators } from '../src/reach/indicators.ts'
import { createWebChannel } from '../src/channels/web/channel.ts'
import { dumpState } from './support/dump-state.ts'
import { filesIn, findLeaks, tablesOf, type Haystack } from './support/find-leaks.ts'
import { createMemoryChannel, type MemoryChannel } from './support/memory-channel.ts'
import { signInToConsole } from './support/sign-in-to-console.ts'
import { realContent, sampleOfficer, startTestApp, type TestApp } from './support/test-app.ts'

const platformId = '998877665544332211'
const address: Address = `telegram:${platformId}`
const externalId = 'canary-message-7731'
const words = 'Chú Canary Hạc ở ngõ Quạ hay dọa bé Canary Sẻ, bé rất sợ'
const moreWords = 'Hôm qua Canary Hạc lại tới, lúc chiều muộn'
const draft = 'Lời viết dở Canary Vạc chưa gửi bao giờ'
const officerWords = 'Cán bộ Canary Diệc đã rõ, bạn cứ yên tâm'
const place = 'Suối Lau, gần quán Canary Cò'
const when = 'chiều thứ hai Canary Trĩ'
const peer = '203.0.113.77'
const asked = 'em là Nguyễn Canary Yến, sđt 0987 654 321, giá vàng hôm nay bao nhiêu ạ'
const canaries = [
  platformId,
  address,
  externalId,
  words,
  'Canary Hạc',
  moreWords,
  draft,
  'Canary Vạc',
  officerWords,
  'Canary Diệc',
  place,
  'Canary Cò',
  when,
  peer,
  asked,
  'Canary Yến',
  '0987 654 321',
  '0987654321',
]

let app: TestApp | undefined
afterEach(async () => {
  await app?.close()
  app = undefined
})

interface Played {
  readonly app: TestApp
  readonly telegram: MemoryChannel
  readonly receipt: string
  readonly webSession: string
}

/** A question, a tip with everything filled in, an answer, a look-up on the web, a half-written tip, and a failing platform. */
async function playTip(): Promise<Played> {
  let telegram: MemoryChannel | undefined
  let web: Channel | undefined
  const started = await startTestApp({
    channels(clock, base) {
      telegram = createMemoryChannel('telegram', clock.now)
      web = createWebChannel({
        ...base,
        translate: base.content.translate,
        phones: base.content.phones,
        trustsProxy: false,
        strip: async (bytes, mediaType) => stripMetadata(bytes, mediaType),
        log: base.logs.area('web'),
      })
      return [telegram, web]
    },
  })
  app = started
  if (telegram === undefined || web === undefined) throw new Error('no channels')
  const post = web.routes.find(({ method, path }) => method === 'POST' && path === '/api/chat/messages')
  const { base, desk, sender } = started
  for (const text of ['/baotin', words, '1', place, when, '2', 'gửi'])
    await telegram.write(address, text, text === words ? { externalId } : {})
  // A question that finds no answer, with a name and a number in it.
  await telegram.write('telegram:78', asked)
  const receipt = /\d{4}-\d{4}-\d{4}-\d{4}/.exec(telegram.sent.map(({ text }) => text).join('\n'))?.[0] ?? ''
  const [tip] = await base.storage.tips.list({ units: ['38-M1'], limit: 10 })
  if (tip === undefined) throw new Error('no tip')
  const officer = await sampleOfficer(started)
  await desk.move(officer, tip.id, 'acknowledged')
  await desk.reply(officer, tip.id, officerWords)
  await sender.idle()
  // Going on from the web, seen from a known network address.
  let webSession = ''
  for (const text of [`/ma ${receipt}`, '1', moreWords]) {
    const body = JSON.stringify({ text, ...(webSession === '' ? {} : { session: webSession }) })
    const request = new Request('http://localhost:8080/api/chat/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const response = await post?.handle(request, peer)
    webSession = ((await response?.json()) as { session: string }).session
  }
  // A draft that is never sent, a platform that fails with our words in its mouth, and a contact who leaves no trace.
  await telegram.write('telegram:77', '/baotin')
  await telegram.write('telegram:77', draft)
  const { send } = telegram
  Object.assign(telegram, { send: () => Promise.reject(new Error(`could not send ${officerWords} to ${address}`)) })
  await desk.reply(officer, tip.id, officerWords)
  await sender.idle()
  Object.assign(telegram, { send })
  return { app: started, telegram, receipt, webSession }
}

/** Everything that somebody without the master key, or another officer, could get at. */
async function everything({ app }: Played): Promise<readonly Haystack[]> {
  const { base, logLines, dataDir } = app
  const text = (place: string, content: string): Haystack => ({ place, bytes: Buffer.from(content) })
  const period = parsePeriod('2026', dayInVietnam(base.clock.now()))
  if (period === undefined) throw new Error('no period')
  const report = await createIndicators(base).report('VN', period)
  const deskWords = realContent().translate('vi')
  return [
    ...filesIn(dataDir),
    ...tablesOf(await dumpState({ kind: 'sqlite', file: join(dataDir, 'la-chan.sqlite') })),
    text('log', logLines.join('\n')),
    text('metrics', await (await app.fetch(new Request('http://localhost:8080/metrics'))).text()),
    text('report json', renderReport(report, 'json', deskWords).body),
    text('report csv', renderReport(report, 'csv', deskWords).body),
    ...(await consoleOfAnotherOfficer(app)),
  ]
}

async function consoleOfAnotherOfficer(app: TestApp): Promise<readonly Haystack[]> {
  const { base } = app
  const other = await base.storage.officers.add({
    id: base.ids.id(),
    name: 'Cán bộ nơi khác',
    role: 'supervisor',
    unit: '01',
    createdAt: base.clock.now(),
  })
  const get = await signInToConsole(app, other)
  const [tip] = await base.storage.tips.list({ units: ['38-M1'], limit: 1 })
  const paths = [
    '/console',
    '/console?status=all',
    `/console/tips/${tip?.id}`,
    '/console/reach',
    '/console/roster',
    '/console/deliveries',
    '/console/questions',
    '/console/reach/export?format=json',
    '/console/reach/export?format=csv',
  ]
  const pages: Haystack[] = []
  for (const path of paths) {
    const response = await get(path)
    if (path === '/console') expect(response.status).toBe(200)
    if (path.includes('/tips/')) expect(response.status).toBe(404)
    const text = await response.text()
    // The test looks at the right page: the question is there, without who asked it.
    if (path === '/console/questions') expect(text).toContain('em là [tên], sđt [số], giá vàng hôm nay bao nhiêu ạ')
    pages.push({ place: `page ${path}`, bytes: Buffer.from(text) })
  }
  return pages
}

describe('privacy', () => {
  it('keeps a tip’s words, names and ids out of tables, files, logs, metrics, exports and another officer’s console', async () => {
    const played = await playTip()
    const secrets = [...canaries, played.receipt, played.receipt.replaceAll('-', ''), played.webSession]
    expect(played.receipt).not.toBe('')
    expect(findLeaks(await everything(played), secrets)).toEqual([])
    // The test looks at the right things: who may read the tip does read it.
    const officer = await sampleOfficer(played.app)
    const [tip] = await played.app.base.storage.tips.list({ units: ['38-M1'], limit: 1 })
    const thread =
      (await played.app.desk.open(officer, tip?.id ?? ''))?.messages?.map(({ text }) => text).join('\n') ?? ''
    for (const shown of [words, moreWords, officerWords, 'Canary Cò', 'Canary Trĩ']) expect(thread).toContain(shown)
    expect(thread).not.toContain(platformId)
    expect(played.app.logLines.join('\n')).toContain('a channel failed in an unknown way')
  })

  it.each([
    ['a log line', async (played: Played) => void played.app.logLines.push(`{"msg":"not sent to ${address}"}`), 'log'],
    [
      'a file in clear',
      async (played: Played) => writeFileSync(join(played.app.dataDir, 'leak.txt'), words),
      'leak.txt',
    ],
    [
      'a file in base64',
      async (played: Played) =>
        writeFileSync(join(played.app.dataDir, 'leak.txt'), Buffer.from(`xx ${words} yy`).toString('base64')),
      'leak.txt',
    ],
    [
      'a file in hex',
      async (played: Played) =>
        writeFileSync(join(played.app.dataDir, 'leak.txt'), Buffer.from(officerWords).toString('hex')),
      'leak.txt',
    ],
    [
      'a table',
      async (played: Played) => {
        const { storage, clock } = played.app.base
        await storage.commit([
          {
            write: 'put-contact',
            contact: { mark: address, locale: 'vi', audience: 'everyone', unit: undefined },
            at: clock.now(),
          },
        ])
      },
      'table contact',
    ],
  ])('would find a leak planted in %s', async (_what, plant, place) => {
    const played = await playTip()
    await plant(played)
    expect((await everything(played)).length).toBeGreaterThan(10)
    expect(findLeaks(await everything(played), canaries).some((leak) => leak.startsWith(place))).toBe(true)
  })

  it('joins a tipster and a tip in the places of the table and nowhere else', async () => {
    const played = await playTip()
    const state = await dumpState({ kind: 'sqlite', file: join(played.app.dataDir, 'la-chan.sqlite') })
    const contact = played.app.base.marks.contact(address)
    const [tip] = await played.app.base.storage.tips.list({ units: ['38-M1'], limit: 1 })
    const holding = (value: string) =>
      Object.entries(state)
        .filter(([, rows]) => rows.some((row) => Object.values(row).includes(value)))
        .map(([table]) => table)
    // The contact's mark stands in rows of its own conversation only; the tip's id in rows of the desk only.
    expect(holding(contact).filter((table) => !['session', 'delivery', 'chat_trail'].includes(table))).toEqual([])
    expect(holding(tip?.id ?? '').sort()).toEqual(['tip', 'tip_address', 'tip_log', 'tip_message'])
    const both = Object.values(state)
      .flat()
      .filter((row) => Object.values(row).includes(contact) && Object.values(row).includes(tip?.id))
    expect(both).toEqual([])
  })

  it('keeps a question without an answer apart from whoever asked it', async () => {
    const played = await playTip()
    const state = await dumpState({ kind: 'sqlite', file: join(played.app.dataDir, 'la-chan.sqlite') })
    const { seal, marks, clock } = played.app.base
    const [row, ...more] = state.unanswered_question ?? []
    expect(more).toEqual([])
    expect(Object.keys(row ?? {}).sort()).toEqual(['day', 'id', 'kind', 'locale', 'ranked', 'sealed'])
    expect(row?.day).toBe(dayInVietnam(clock.now()))
    const text = seal.open('unanswered', String(row?.id), row?.sealed as Uint8Array)
    expect(text).toBe('em là [tên], sđt [số], giá vàng hôm nay bao nhiêu ạ')
    // Its id stands nowhere else, and its row holds nothing of its contact.
    const holding = Object.values(state)
      .flat()
      .filter((each) => Object.values(each).includes(row?.id))
    expect(holding).toEqual([row])
    expect(JSON.stringify(row)).not.toContain(marks.contact('telegram:78'))
  })

  it('leaves nothing but a mark of a settled message, and nothing of a sent one', async () => {
    const played = await playTip()
    const state = await dumpState({ kind: 'sqlite', file: join(played.app.dataDir, 'la-chan.sqlite') })
    expect(state.inbox?.length).toBeGreaterThan(5)
    for (const row of state.inbox ?? []) expect([row.sealed, row.contact]).toEqual([null, null])
    const sent = (state.delivery ?? []).filter((row) => row.outcome === 'sent')
    expect(sent.length).toBeGreaterThan(5)
    for (const row of sent) expect([row.sealed, row.contact]).toEqual([null, null])
  })
})
