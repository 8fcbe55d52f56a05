import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram.ts'
import { startFakeZalo, type FakeZalo } from '../support/fake-zalo.ts'
import { runMain } from '../support/run-main.ts'
import { createPoster, telegramSecret, type Post } from './posts.ts'

/** Both platforms on the loopback interface; `heard` is told whenever somebody was written to. */
export interface Platforms {
  readonly telegram: FakeTelegram
  readonly zalo: FakeZalo
  close(): Promise<void>
}

export async function openPlatforms(heard: (person: string) => void): Promise<Platforms> {
  const telegram = await startFakeTelegram({
    onCall: ({ method, payload }) => method === 'sendMessage' && heard(String(payload.chat_id)),
  })
  const zalo = await startFakeZalo({ onMessage: heard, requestsPerMinute: Infinity })
  return {
    telegram,
    zalo,
    async close() {
      await telegram.close()
      await zalo.close()
    },
  }
}

/** The program as `npm start` runs it, in a process of its own, on an empty folder. */
export interface BenchedApp {
  readonly url: string
  readonly dataDir: string
  post(post: Post): Promise<number>
  /** Messages that were not decided, and answers that were not sent. */
  waiting(): Promise<{ readonly unsettled: number; readonly unsent: number }>
  /** Ends it at once, as a power cut would; its folder stays until `close`. */
  kill(): Promise<void>
  close(): Promise<void>
}

export async function openApp({ telegram, zalo }: Platforms): Promise<BenchedApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'la-chan-bench-'))
  const main = await runMain({
    DATA_DIR: dataDir,
    SAMPLE_DATA: 'on',
    PUBLIC_URL: 'https://bot.example',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_SECRET: telegramSecret,
    ZALO_OA_APP_ID: zalo.state.appId,
    ZALO_OA_APP_SECRET: zalo.state.appSecret,
    ZALO_OA_SECRET: zalo.state.oaSecret,
    ZALO_OA_REFRESH_TOKEN: zalo.refreshToken,
    ZALO_OA_API_ROOT: zalo.root,
    ZALO_OA_OAUTH_ROOT: zalo.root,
  })
  const { post, close } = createPoster(main.url)
  return {
    url: main.url,
    dataDir,
    post,
    async waiting() {
      const metrics = await (await fetch(`${main.url}/metrics`)).text()
      const sum = (name: RegExp) => [...metrics.matchAll(name)].reduce((all, match) => all + Number(match[1]), 0)
      return {
        unsettled: sum(/^la_chan_inbox_unsettled (\d+)$/gm),
        unsent: sum(/^la_chan_deliveries_waiting\{.*\} (\d+)$/gm),
      }
    },
    kill: () => main.end('SIGKILL'),
    async close() {
      close()
      await main.end('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
