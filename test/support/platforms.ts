import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createApp, type StartedApp } from '../../src/app.ts'
import { openBase, type Base } from '../../src/base.ts'
import { readConfig, type Config } from '../../src/config.ts'
import { until } from '../channels/telegram-harness.ts'
import { startFakeTelegram, type FakeTelegram } from './fake-telegram.ts'
import { startFakeZalo, type FakeZalo } from './fake-zalo.ts'
import { freePort } from './run-main.ts'
import { realContent, type TestClock } from './test-app.ts'
import { createWebClient } from './web-client.ts'

export const telegramSecret = 'Secret_of-the-webhook_0123456789'

/** The whole app as `npm start` runs it, listening. */
export interface Running {
  readonly base: Base
  readonly app: StartedApp
  readonly url: string
  readonly logLines: readonly string[]
  /** The app's clock; without one of the test's own it goes with the real time. */
  readonly clock: TestClock
}

/** What only a test may set. */
export interface RunOptions {
  readonly change?: (config: Config) => Partial<Config>
  readonly clock?: TestClock
}

/** Platforms and programs that a test starts and ends. */
export interface Platforms {
  run(env: Readonly<Record<string, string>>, options?: RunOptions): Promise<Running>
  telegram(clock?: TestClock): Promise<FakeTelegram>
  zalo(options?: Parameters<typeof startFakeZalo>[0]): Promise<FakeZalo>
  /** In reverse order of the start. */
  closeAll(): Promise<void>
}

/** The real time, and what a test adds to it. */
function createRunningClock(): TestClock {
  let addedMs = 0
  return {
    now: () => new Date(Date.now() + addedMs),
    advance(ms) {
      addedMs += ms
    },
  }
}

/** Platforms are written to at their own pace: somebody takes so long between two acts that nothing has to wait. */
const betweenActsMs = 5_000

/** Starts platforms and the app; `closeAll` belongs into `afterEach` or `afterAll`. */
export function createPlatforms(): Platforms {
  const closing: (() => Promise<void>)[] = []
  return {
    async run(env, { change = () => ({}), clock = createRunningClock() } = {}) {
      const dir = mkdtempSync(join(tmpdir(), 'la-chan-platforms-'))
      const port = await freePort()
      const settings = { DATA_DIR: dir, PORT: String(port), SAMPLE_DATA: 'on', LOG_LEVEL: 'debug', ...env }
      const config = readConfig(settings, realContent().translate('en'))
      const logLines: string[] = []
      const base = await openBase({ ...config, ...change(config) }, realContent(), {
        logTo: { write: (line: string) => void logLines.push(line) },
        clock,
      })
      const app = await createApp(base).start()
      closing.push(async () => {
        await app.stop()
        rmSync(dir, { recursive: true, force: true })
      })
      return { base, app, url: `http://127.0.0.1:${port}`, logLines, clock }
    },
    async telegram(clock) {
      const fake = await startFakeTelegram(clock === undefined ? {} : { now: () => clock.now().getTime() })
      closing.push(fake.close)
      return fake
    },
    async zalo(options) {
      const fake = await startFakeZalo(options)
      closing.push(fake.close)
      return fake
    },
    async closeAll() {
      for (const close of closing.splice(0).reverse()) await close()
    },
  }
}

export const telegramEnv = (fake: Pick<FakeTelegram, 'token' | 'apiRoot'>) => ({
  TELEGRAM_BOT_TOKEN: fake.token,
  TELEGRAM_API_ROOT: fake.apiRoot,
})

export const zaloEnv = ({ root, refreshToken, state }: Pick<FakeZalo, 'root' | 'refreshToken' | 'state'>) => ({
  ZALO_OA_APP_ID: state.appId,
  ZALO_OA_APP_SECRET: state.appSecret,
  ZALO_OA_SECRET: state.oaSecret,
  ZALO_OA_REFRESH_TOKEN: refreshToken,
  ZALO_OA_API_ROOT: root,
  ZALO_OA_OAUTH_ROOT: root,
})

/** Settings for Telegram's webhook; the fake posts to this machine, where there is no https. */
export const telegramWebhook = {
  env: { TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: telegramSecret, PUBLIC_URL: 'https://bot.example' },
  change: ({ telegram, port }: Config): Partial<Config> => ({
    telegram: telegram && {
      ...telegram,
      receiving: { mode: 'webhook', publicUrl: `http://127.0.0.1:${port}`, secret: telegramSecret },
    },
  }),
}

/** Somebody on one of the platforms, who waits for an answer after each act. */
export interface Person {
  readonly place: 'telegram' | 'zalo' | 'web'
  /** Answers what the bot said to it. */
  say(text: string): Promise<string>
  /** All that the bot has said. */
  said(): Promise<string>
}

export interface TelegramPerson extends Person {
  readonly id: number
  tap(label: string): Promise<string>
  photo(bytes: Uint8Array): Promise<string>
}

/** Somebody on Telegram. */
export function personOnTelegram(fake: FakeTelegram, id: number, { app, clock }: Running): TelegramPerson {
  const messages = () => fake.botMessagesIn(id)
  let tapped = 0
  const answered = async (what: string, act: () => void): Promise<string> => {
    const before = messages().at(-1)?.id ?? 0
    const news = () => messages().filter((message) => message.id > before)
    clock.advance(betweenActsMs)
    act()
    await until(`an answer to ${what}`, () => news().length > 0, 20_000)
    await app.inbound.idle()
    await app.sender.idle()
    return textsOf(news())
  }
  return {
    place: 'telegram',
    id,
    say: (text) => answered(text, () => void fake.userSends(id, text)),
    said: async () => textsOf(messages()),
    async tap(label) {
      // Telegram is written to at its own pace: the message with the button may be on its way yet.
      const under = () => messages().findLast(({ keyboard }) => keyboard.flat().some(({ text }) => text === label))
      await until(`there is a button ${label}`, () => (under()?.id ?? 0) > tapped, 20_000)
      tapped = under()?.id ?? 0
      return answered(label, () => void fake.userTaps(id, tapped, label))
    },
    photo: (bytes) => answered('a photo', () => void fake.userSendsPhoto(id, { bytes })),
  }
}

/** Somebody on Zalo. */
export function personOnZalo(fake: FakeZalo, id: string, { app }: Running): Person {
  return {
    place: 'zalo',
    async say(text) {
      const before = fake.messagesTo(id).length
      let status = await fake.personDoes(id, { text })
      // What a busy machine does not answer within two seconds is repeated, as Zalo does.
      for (let repeats = 0; status === 0 && repeats < 5; repeats++) status = await fake.webhook.repeatLast()
      expect(status).toBe(200)
      await until(`an answer to ${text}`, () => fake.messagesTo(id).length > before, 20_000)
      await app.inbound.idle()
      await app.sender.idle()
      return textsOf(fake.messagesTo(id).slice(before))
    },
    said: async () => textsOf(fake.messagesTo(id)),
  }
}

/** Somebody on the web page. */
export function personOnWeb({ url }: Running): Person {
  const client = createWebClient(() => url)
  return {
    place: 'web',
    say: async (text) => textsOf(await client.say(text)),
    said: async () => textsOf(await client.all()),
  }
}

/** Waits until somebody has been told words that nobody asked for. */
export async function hears(person: Person, words: string): Promise<void> {
  for (const end = Date.now() + 10_000; !(await person.said()).includes(words);) {
    if (Date.now() > end) throw new Error(`${person.place} was not told: ${words}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function textsOf(messages: readonly { readonly text: string }[]): string {
  return messages.map(({ text }) => text).join('\n')
}

/** Files a tip by typing, with everything skipped but the words; answers the receipt. */
export async function fileTip(person: Person, words: string): Promise<string> {
  await person.say('/baotin')
  await person.say(words)
  return finishTip(person)
}

/** Sends a tip whose words are told, with everything else skipped; answers the receipt. */
export async function finishTip(person: Person): Promise<string> {
  for (let skips = 0; skips < 4; skips++) await person.say('bỏ qua')
  const receipt = /\d{4}-\d{4}-\d{4}-\d{4}/.exec(await person.say('gửi'))?.[0]
  if (receipt === undefined) throw new Error('there was no receipt')
  return receipt
}
