import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createApp, type StartedApp } from '../src/app.ts'
import { openBase, type Base } from '../src/base.ts'
import { readConfig, type Config } from '../src/config.ts'
import { until } from './channels/telegram-harness.ts'
import { startFakeTelegram, type FakeTelegram } from './support/fake-telegram.ts'
import { startFakeZalo, type FakeZalo, type FakeZaloOptions } from './support/fake-zalo.ts'
import { freePort } from './support/run-main.ts'
import { realContent } from './support/test-app.ts'

export const minh = '8123456789012345678'
export const question = 'trẻ em là bao nhiêu tuổi'

/** What a test has opened; `closeAll` after each. */
export const closing: (() => Promise<void>)[] = []
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close()
}

export interface Running {
  readonly base: Base
  readonly app: StartedApp
  readonly url: string
  readonly logLines: readonly string[]
}

/** The whole app as `npm start` runs it, listening; `change` is what only a test may set. */
export async function run(
  env: Readonly<Record<string, string>>,
  change: (config: Config) => Partial<Config> = () => ({}),
): Promise<Running> {
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-platforms-'))
  const port = await freePort()
  const settings = { DATA_DIR: dir, PORT: String(port), SAMPLE_DATA: 'on', LOG_LEVEL: 'debug', ...env }
  const config = readConfig(settings, realContent().translate('en'))
  const logLines: string[] = []
  const base = await openBase({ ...config, ...change(config) }, realContent(), {
    logTo: { write: (line: string) => void logLines.push(line) },
  })
  const app = await createApp(base).start()
  closing.push(async () => {
    await app.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  return { base, app, url: `http://127.0.0.1:${port}`, logLines }
}

export async function openTelegram(): Promise<FakeTelegram> {
  const fake = await startFakeTelegram()
  closing.push(fake.close)
  return fake
}

export async function openZalo(options: FakeZaloOptions = {}): Promise<FakeZalo> {
  const fake = await startFakeZalo(options)
  closing.push(fake.close)
  return fake
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

/** What Zalo showed a person, once something new was shown. */
export async function zaloAnswer(zalo: FakeZalo, person: string, { app }: Running, text: string): Promise<string> {
  const before = zalo.messagesTo(person).length
  expect(await zalo.personDoes(person, { text })).toBe(200)
  await until(`an answer to ${text}`, () => zalo.messagesTo(person).length > before, 10_000)
  await app.inbound.idle()
  return zaloText(zalo, person, before)
}

export function zaloText(zalo: FakeZalo, person: string, from = 0): string {
  return zalo
    .messagesTo(person)
    .slice(from)
    .map(({ text }) => text)
    .join('\n')
}
