import type { ContactMark } from '../../src/core/contact.ts'
import { until } from '../channels/telegram-harness.ts'
import { dumpState } from './dump-state.ts'
import type { FakeTelegram } from './fake-telegram.ts'
import type { FakeZalo } from './fake-zalo.ts'
import {
  telegramEnv,
  telegramWebhook,
  zaloEnv,
  type Platforms,
  type Running,
  type TelegramPerson,
} from './platforms.ts'
import { createTestClock, type TestClock } from './test-app.ts'

/** The officers' group. */
export const group = -1_001_234_567_890
const erasableMs = 48 * 3_600_000

/** Both platforms and the app, on one clock. */
export interface Stage {
  readonly clock: TestClock
  readonly telegram: FakeTelegram
  readonly zalo: FakeZalo
  readonly running: Running
}

/** Starts the app with both platforms and the officers' group; Zalo has a webhook only. */
export async function openStage(platforms: Platforms, mode: 'polling' | 'webhook' = 'polling'): Promise<Stage> {
  const clock = createTestClock()
  const telegram = await platforms.telegram(clock)
  const zalo = await platforms.zalo({ clock })
  const { env, change } = mode === 'webhook' ? telegramWebhook : { env: {}, change: () => ({}) }
  telegram.addForum(group)
  const running = await platforms.run(
    { ...telegramEnv(telegram), ...zaloEnv(zalo), TELEGRAM_OFFICER_CHAT: String(group), ...env },
    { change, clock },
  )
  zalo.webhook.aim(`${running.url}/webhooks/zalo-oa`)
  if (mode === 'webhook')
    await until('the webhook is set', () => telegram.webhookUrl() === `${running.url}/webhooks/telegram`)
  return { clock, telegram, zalo, running }
}

/** What the phone still shows of the last 48 hours, oldest first. */
export function youngOn({ telegram, clock }: Stage, person: TelegramPerson): readonly string[] {
  const since = clock.now().getTime() - erasableMs
  return telegram
    .messagesIn(person.id)
    .filter(({ at }) => at > since)
    .map(({ text }) => text)
}

/** What the tables of trails hold of a contact. */
export async function trailOf({ base }: Running, contact: ContactMark): Promise<number> {
  if (base.config.database.kind !== 'sqlite') throw new Error('not a file')
  const { chat_trail = [], chat_trail_old = [] } = await dumpState(base.config.database)
  return [...chat_trail, ...chat_trail_old].filter((row) => row.contact === contact).length
}
