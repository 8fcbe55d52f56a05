import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { dumpState } from '../support/dump-state.ts'
import { startFakeTelegram } from '../support/fake-telegram.ts'
import { startFakeZalo } from '../support/fake-zalo.ts'
import { findLeaks } from '../support/find-leaks.ts'
import { runMain, type RunningMain } from '../support/run-main.ts'
import { createDice, flood, wrongAnswers, type Dice, type Post } from './post.ts'
import { hostileTelegramPost, telegramPost, telegramSecret } from './telegram-posts.ts'
import { hostileZaloPost, zaloPost } from './zalo-posts.ts'

const count = 10_000
/** After so many the memory is measured for the first time: by then everything has been used once. */
const warm = 2_000
const people = 120
const seed = 20_261_122
const words = '/help'
/** In bytes: of one post the smallest trace that could be left, its body, has some 300. */
const mostGrowth = ((count - warm) * 300) / 2

/** A platform whose people write by webhook. */
interface Subject {
  readonly name: string
  readonly path: string
  readonly env: Readonly<Record<string, string>>
  readonly secrets: readonly string[]
  /** A true post by the person of that number; `order` is its place among all that are posted. */
  truly(person: number, order: number): Post
  hostile(order: number, dice: Dice, before: readonly Post[]): Post
  /** How many messages are on the phone of the person of that number. */
  shownTo(person: number): number
  /** How many messages the bot has tried to send, to whomever. */
  sends(): number
  close(): Promise<void>
}

async function openTelegram(): Promise<Subject> {
  const fake = await startFakeTelegram()
  const idOf = (person: number) => 5_550_000_000 + person
  for (let person = 0; person <= people; person++) fake.person(idOf(person))
  return {
    name: 'Telegram',
    path: '/webhooks/telegram',
    env: {
      TELEGRAM_BOT_TOKEN: fake.token,
      TELEGRAM_API_ROOT: fake.apiRoot,
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: telegramSecret,
      PUBLIC_URL: 'https://bot.example',
    },
    secrets: [telegramSecret, fake.token, String(idOf(0))],
    // The ids go up and down: a platform may bring them in any order.
    truly: (person, order) =>
      telegramPost(1_000_000 + (order % 2 === 0 ? order : 3 * count - order), idOf(person), words),
    hostile: (order, dice, before) => hostileTelegramPost(2_000_000 + order, dice, before),
    shownTo: (person) => fake.botMessagesIn(idOf(person)).length,
    sends: () => fake.calls.filter(({ method }) => method === 'sendMessage').length,
    close: fake.close,
  }
}

async function openZalo(): Promise<Subject> {
  const zalo = await startFakeZalo()
  const idOf = (person: number) => String(8_123_000_000_000 + person)
  return {
    name: 'Zalo',
    path: '/webhooks/zalo-oa',
    env: {
      ZALO_OA_APP_ID: zalo.state.appId,
      ZALO_OA_APP_SECRET: zalo.state.appSecret,
      ZALO_OA_SECRET: zalo.state.oaSecret,
      ZALO_OA_REFRESH_TOKEN: zalo.refreshToken,
      ZALO_OA_API_ROOT: zalo.root,
      ZALO_OA_OAUTH_ROOT: zalo.root,
    },
    secrets: [zalo.state.oaSecret, zalo.state.appSecret, zalo.refreshToken, idOf(0)],
    truly: (person) => zaloPost(idOf(person), words, zalo.state),
    hostile: (order, dice, before) => hostileZaloPost(order, dice, before, zalo.state),
    shownTo: (person) => zalo.messagesTo(idOf(person)).length,
    sends: () => zalo.requests.filter((request) => request === 'POST /v3.0/oa/message/cs').length,
    close: zalo.close,
  }
}

/** Each person writes once, in the order of their numbers, somewhere among the posts that must do nothing. */
function mixPosts({ truly, hostile }: Subject): readonly Post[] {
  const dice = createDice(seed)
  const places = new Set<number>()
  while (places.size < people) places.add(dice(count))
  const before: Post[] = []
  return Array.from({ length: count }, (_, order) => {
    if (!places.has(order)) return hostile(order, dice, before)
    const post = truly(before.length + 1, order)
    before.push(post)
    return post
  })
}

/** What the program holds on to, in bytes; fails when something was hung on to all objects. */
async function memoryOf(main: RunningMain): Promise<number> {
  const reports = () => [...main.output().matchAll(/^memory (\d+) inherited (\d+)$/gm)]
  const before = reports().length
  process.kill(main.pid, 'SIGUSR2')
  await vi.waitFor(() => expect(reports().length).toBeGreaterThan(before), { timeout: 10_000 })
  const [, bytes, inherited] = reports().at(-1) ?? []
  expect(inherited).toBe('0')
  return Number(bytes)
}

it.each([
  ['Telegram', openTelegram],
  ['Zalo', openZalo],
] as const)(
  `of ${count} forged, replayed, broken and true posts of %s only the true ones act, each once`,
  { timeout: 240_000 },
  async (_name, open) => {
    const subject = await open()
    const dataDir = mkdtempSync(join(tmpdir(), 'la-chan-hostile-'))
    const program = ['--expose-gc', '--import', './test/support/report-memory.ts', '--import', './src/require-node.mjs']
    const env = { DATA_DIR: dataDir, LOG_LEVEL: 'debug', ...subject.env }
    const main = await runMain(env, [process.execPath, ...program, 'src/main.ts'])
    onTestFinished(async () => {
      await main.end('SIGKILL')
      await subject.close()
      rmSync(dataDir, { recursive: true, force: true })
    })
    const url = `${main.url}${subject.path}`
    const shown = (most: number) => Array.from({ length: most }, (_, person) => subject.shownTo(person + 1))
    const wait = { timeout: 30_000, interval: 20 }

    await flood(url, [subject.truly(0, count)])
    await vi.waitFor(() => expect(subject.shownTo(0)).toBeGreaterThan(0), wait)
    const posts = mixPosts(subject)
    const first = posts.slice(0, warm)
    const writers = first.filter(({ kind }) => kind === 'true').length

    const tallies = [await flood(url, first)]
    await vi.waitFor(() => expect(shown(writers).every((messages) => messages > 0)).toBe(true), wait)
    const before = await memoryOf(main)
    tallies.push(await flood(url, posts.slice(warm)))
    await vi.waitFor(() => expect(shown(people).every((messages) => messages > 0)).toBe(true), wait)
    // What is still under way on a slow machine is soon let go.
    const keepsNothing = async () => expect((await memoryOf(main)) - before).toBeLessThan(mostGrowth)
    await vi.waitFor(keepsNothing, { timeout: 15_000, interval: 500 })
    expect((await fetch(`${main.url}/readyz`)).status).toBe(200)
    await main.end('SIGTERM')

    expect(tallies.flatMap((tally) => wrongAnswers(tally, posts))).toEqual([])
    expect(new Set(shown(people))).toEqual(new Set([subject.shownTo(0)]))
    expect(subject.sends()).toBe(subject.shownTo(0) * (people + 1))
    const { inbox = [] } = await dumpState({ kind: 'sqlite', file: join(dataDir, 'la-chan.sqlite') })
    expect(inbox).toHaveLength(people + 1)
    expect(findLeaks([{ place: 'log', bytes: Buffer.from(main.output()) }], ['giả-mạo', ...subject.secrets])).toEqual(
      [],
    )
  },
)
