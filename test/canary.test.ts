import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp, type StartedApp } from '../src/app.ts'
import { openBase } from '../src/base.ts'
import { readConfig, settingNames } from '../src/config.ts'
import type { Content } from '../src/content.ts'
import type { Officer, Role } from '../src/core/shift.ts'
import { makeInvite } from '../src/sign-in-link.ts'
import { canary, canaryKinds, findCanaries, type CanaryKind } from './support/canaries.ts'
import { telegramTipster, webTipster, zaloTipster, type FileTip } from './support/canary-tipsters.ts'
import { dumpState } from './support/dump-state.ts'
import { startFakeTelegram, type FakeTelegram } from './support/fake-telegram.ts'
import { startFakeZalo, type FakeZalo } from './support/fake-zalo.ts'
import { filesIn, findLeaks, tablesOf, type Haystack } from './support/find-leaks.ts'
import { freePort } from './support/run-main.ts'
import { signInToConsole } from './support/sign-in-to-console.ts'
import { realContent, sampleOfficer } from './support/test-app.ts'

const tips = 1_000
const atOnce = 100
const kinds = Object.keys(canaryKinds) as CanaryKind[]
/** One more person for each kind, who types a canary of that kind: an officer has to see these, and the search to find them. */
const typed = kinds.map((kind, index) => ({ kind, person: tips + index, value: canary(kind, tips + index) }))
const wordsOf = (person: number) =>
  `chuyenkanari ${person} ${typed.find((each) => each.person === person)?.value ?? ''}`.trim()
/** On Telegram and on Zalo: who is told of tips. */
const officerChats = { telegram: 4_300_000_001, zalo: '4300000000000000002', group: -1_004_300_000_003 }

/**
 * The app's clock and that of both platforms. Messages are paced: they go ten times as fast here, and `settled` skips what is
 * left to wait, when no tip is half told: such a one is kept for half an hour.
 */
const startedAt = Date.now()
let skippedMs = 0
const clock = { now: () => new Date(startedAt + 10 * (Date.now() - startedAt) + skippedMs) }
/** Nothing here is about what survives a power cut: where there is a disk in memory, commits need not wait. */
const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

let dataDir: string
let app: StartedApp
let telegram: FakeTelegram
let zalo: FakeZalo
let stream: Promise<string>
const logLines: string[] = []
const pages: Haystack[] = []
const others: Haystack[] = []

/** What is asked and said around the words is left out; `test/scenarios` plays it. */
function shortened(content: Content): Content {
  const flows = content.flows.map((flow) => {
    if (flow.id !== 'tip') return flow
    const haveWords = { branch: 'words', cases: { '': 'words', else: 'submit' } }
    return { ...flow, start: 'haveWords', steps: { ...flow.steps, haveWords } }
  })
  return { ...content, flows }
}

async function start(): Promise<string> {
  telegram = await startFakeTelegram({ now: () => clock.now().getTime() })
  telegram.addForum(officerChats.group)
  zalo = await startFakeZalo({ clock, requestsPerMinute: Infinity })
  dataDir = mkdtempSync(join(parent, 'la-chan-canary-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const hasGroup = (settingNames as readonly string[]).includes('TELEGRAM_OFFICER_CHAT')
  const env = {
    DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: url,
    SAMPLE_DATA: 'on',
    LOG_LEVEL: 'trace',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    ...(hasGroup ? { TELEGRAM_OFFICER_CHAT: String(officerChats.group) } : {}),
    ZALO_OA_APP_ID: zalo.state.appId,
    ZALO_OA_APP_SECRET: zalo.state.appSecret,
    ZALO_OA_SECRET: zalo.state.oaSecret,
    ZALO_OA_REFRESH_TOKEN: zalo.refreshToken,
    ZALO_OA_API_ROOT: zalo.root,
    ZALO_OA_OAUTH_ROOT: zalo.root,
  }
  const content = shortened(realContent())
  const base = await openBase(readConfig(env, content.translate('en')), content, {
    clock,
    logTo: { write: (line: string) => void logLines.push(line) },
  })
  app = await createApp(base).start()
  zalo.webhook.aim(`${url}/webhooks/zalo-oa`)
  return url
}

/** Everything that came is decided, and everything that is to be said has been sent. */
async function settled(): Promise<void> {
  const { storage } = app.base
  for (;;) {
    await app.inbound.idle()
    await app.sender.deliverDue()
    const { unsettled } = await storage.inbox.counts(20)
    const waiting = await storage.deliveries.waiting()
    if (telegram.pending() + unsettled + waiting.tip + waiting.reply === 0) return
    // Nothing is under way: no lease ends early.
    skippedMs += 5_000
  }
}

/** So many at once, and then the next ones. */
async function inGroups<T>(items: readonly T[], work: (item: T) => Promise<unknown>, after = async () => {}) {
  for (let from = 0; from < items.length; from += atOnce) {
    await Promise.all(items.slice(from, from + atOnce).map(work))
    await after()
  }
}

/** The pages, lists, exports and files that an officer can open. */
async function readConsole(officer: Officer, tipIds: readonly string[]): Promise<void> {
  const get = await signInToConsole(app, officer)
  const lists = Array.from({ length: Math.ceil(tipIds.length / 100) }, (_, page) => `/console?status=all&page=${page}`)
  const sections = ['', '/tips/fragment?status=all', '/deliveries', '/questions', '/reach', '/roster']
  const exports = ['json', 'csv'].map((format) => `/console/reach/export?format=${format}`)
  const paths = [
    ...lists,
    ...sections.map((section) => `/console${section}`),
    ...exports,
    ...tipIds.flatMap((id) => [`/console/tips/${id}`]),
  ]
  const read = async (path: string): Promise<string> => {
    const bytes = Buffer.from(await (await get(path)).arrayBuffer())
    pages.push({ place: `${officer.role} ${officer.unit} ${path}`, bytes })
    return bytes.toString('latin1')
  }
  await inGroups(paths, async (path) => {
    const files = (await read(path)).match(/\/console\/tips\/[\w-]+\/attachments\/[\w-]+/g)
    for (const file of new Set(files)) await read(file)
  })
}

/** What the officers' group was shown. */
const cards = () => telegram.botMessagesIn(officerChats.group)

/** What the bot did at the platforms that was not said to the tipsters themselves. */
function saidToOthers(isTipster: (address: string) => boolean): readonly Haystack[] {
  const text = (place: string, value: unknown): Haystack => ({ place, bytes: Buffer.from(JSON.stringify(value)) })
  const calls = telegram.calls.filter(({ method, payload }) => {
    // A file is asked for by the platform's own name of it; nobody but the platform reads that.
    return method !== 'getFile' && !isTipster(`telegram:${String(payload.chat_id)}`)
  })
  const chats = new Set(
    calls.flatMap(({ payload }) => (payload.chat_id === undefined ? [] : [Number(payload.chat_id)])),
  )
  const files = [...chats].flatMap((chat) => telegram.messagesIn(chat).flatMap(({ media }) => media ?? []))
  const people = [...zalo.state.people.values()].filter(({ id }) => !isTipster(`zalo:${id}`))
  const uploads = people.flatMap(({ messages }) => messages.flatMap(({ file }) => file ?? []))
  return [
    text('calls of Telegram', calls),
    text('topics of Telegram', telegram.topicsIn(officerChats.group)),
    text(
      'messages of Zalo',
      people.map(({ messages }) => messages.map(({ text, buttons }) => ({ text, buttons }))),
    ),
    ...[...files, ...uploads].map(({ bytes }) => ({ place: 'a file', bytes: Buffer.from(bytes) })),
    text(
      'names of files',
      files.map(({ fileName }) => fileName),
    ),
  ]
}

beforeAll(async () => {
  const url = await start()
  const { storage, ids } = app.base
  const officer = await sampleOfficer(app)
  zalo.state.paidLeft = Infinity
  await zalo.personDoes(officerChats.zalo, { text: await makeInvite(officer.id, app.base) })
  await settled()
  telegram.userSends(officerChats.telegram, await makeInvite(officer.id, app.base))
  await settled()
  const { body } = await (await signInToConsole(app, officer))('/console/stream')
  stream = new Response(body).text()

  // The group is looked at again and again while tips come in; one look at a time, and each posts one card.
  telegram.fault('createForumTopic', { slowMs: 500 }, tips)
  const [onTelegram, onZalo, onWeb] = [telegramTipster(telegram), zaloTipster(zalo), webTipster(url)]
  const tipsters: readonly FileTip[] = [onTelegram, onZalo, onWeb, onWeb, onWeb]
  const people = Array.from({ length: tips + typed.length }, (_, person) => person)
  await inGroups(people, async (person) => tipsters[person % tipsters.length]?.(person, wordsOf(person)), settled)
  telegram.heal()
  while (cards().length < 20) {
    skippedMs += 5_000
    await app.showTopics()
  }

  const found = await storage.tips.list({ units: ['VN'], limit: 10 * tips })
  const tipIds = found.map(({ id }) => id)
  const add = (role: Role, unit: string) =>
    storage.officers.add({ id: ids.id(), name: `Cán bộ ${unit}`, role, unit, createdAt: clock.now() })
  await readConsole(officer, tipIds)
  for (const other of [await add('supervisor', 'VN'), await add('admin', 'VN'), await add('officer', '79')])
    await readConsole(other, tipIds.slice(0, 20))
  for (const id of tipIds.slice(0, 20)) await app.desk.reply(officer, id, 'Cảm ơn bạn đã báo tin.')
  await settled()

  const metrics = await (await fetch(`${url}/metrics`)).text()
  const tipsterIds = new Set(
    people.flatMap((person) => [`telegram:${canary('telegramId', person)}`, `zalo:${canary('zaloId', person)}`]),
  )
  others.push(
    ...saidToOthers((address) => tipsterIds.has(address)),
    ...filesIn(dataDir),
    ...tablesOf(await dumpState({ kind: 'sqlite', file: join(dataDir, 'la-chan.sqlite') })),
    { place: 'log', bytes: Buffer.from(logLines.join('\n')) },
    { place: 'metrics', bytes: Buffer.from(metrics) },
  )
  await app.stop()
  others.push({ place: 'live stream', bytes: Buffer.from(await stream) })
}, 300_000)

afterAll(async () => {
  await telegram.close()
  await zalo.close()
  rmSync(dataDir, { recursive: true, force: true })
})

describe(`${tips} tips with a canary in everything but their words`, () => {
  it('reach an officer, each with its words', () => {
    const seen = new Set(
      pages.flatMap(({ bytes }) => [...bytes.toString().matchAll(/chuyenkanari (\d+)/g)].map(([, person]) => person)),
    )
    expect(seen.size).toBe(tips + typed.length)
  })

  it('show none of them on a page, in a list or in an export', () => {
    expect(
      findCanaries(
        pages,
        typed.map(({ value }) => value),
      ),
    ).toEqual([])
  })

  it('leave none, and no words, in notifications, logs, metrics, the live stream, files and tables', () => {
    expect(others.map(({ place }) => place)).toEqual(
      expect.arrayContaining(['log', 'metrics', 'live stream', 'table tip']),
    )
    const calls = others.find(({ place }) => place === 'calls of Telegram')?.bytes.toString() ?? ''
    expect(cards().filter(({ text }) => calls.includes(JSON.stringify(text))).length).toBeGreaterThanOrEqual(20)
    expect(findCanaries(others, [])).toEqual([])
    expect(findLeaks(others, ['chuyenkanari'])).toEqual([])
  })

  it('were told of to the officer on duty, on both platforms', () => {
    for (const told of [telegram.botMessagesIn(officerChats.telegram), zalo.messagesTo(officerChats.zalo)]) {
      const codes = told.flatMap(({ text }) => /^\[([\w-]+)\]/.exec(text)?.[1] ?? [])
      expect(new Set(codes).size).toBe(tips + typed.length)
    }
  })

  it('come with photos, which officers can open', () => {
    const photos = pages.filter(({ place, bytes }) => /attachments/.test(place) && bytes.readUInt16BE(0) === 0xffd8)
    expect(photos.length).toBeGreaterThanOrEqual(tips / 10)
  })

  it.each(typed)('would be found if one of $kind were shown', ({ kind, value }) => {
    const leaks = findCanaries(
      pages.filter(({ bytes }) => bytes.includes(value)),
      typed.map((each) => each.value).filter((each) => each !== value),
    )
    expect(new Set(leaks.map((leak) => leak.split(': ').at(-1)))).toEqual(new Set([kind]))
  })
})
