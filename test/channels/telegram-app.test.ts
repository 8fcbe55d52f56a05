import { afterEach, describe, expect, it } from 'vitest'
import { createTelegramChannel } from '../../src/channels/telegram/channel.ts'
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'
import { commands, lan, loadTelegramWords, quick, stripAfterMark, until } from './telegram-harness.ts'

let closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.toReversed()) await close()
  closing = []
})

async function startApp(fake: FakeTelegram, more: { readonly dataDir?: string } = {}): Promise<TestApp> {
  return startTestApp({
    ...more,
    channels: (clock, base) => [
      createTelegramChannel({
        settings: { token: fake.token, apiRoot: fake.apiRoot, receiving: { mode: 'polling' } },
        commands,
        strip: stripAfterMark,
        announce: async () => undefined,
        translate: loadTelegramWords(),
        clock,
        log: base.logs.area('telegram'),
        timing: quick,
      }),
    ],
  })
}

describe('the whole app on Telegram', () => {
  it('takes a tip by buttons and typing, and leaves no trace of who wrote in its log', async () => {
    const fake = await startFakeTelegram()
    fake.person(lan, { names: ['Canary-First', 'Canary-Last', 'canary_username'] })
    const app = await startApp(fake)
    closing = [fake.close, app.close]
    const said = () => fake.botMessagesIn(lan)
    const say = async (text: string) => {
      // Nobody types faster than Telegram lets the bot answer.
      app.clock.advance(10_000)
      const before = said().length
      fake.userSends(lan, text)
      await until(`an answer to ${text}`, () => said().length > before)
      await app.inbound.idle()
    }
    const tap = async (label: string) => {
      // Nobody types faster than Telegram lets the bot answer.
      app.clock.advance(10_000)
      const before = said().length
      const message = said().findLast(({ keyboard }) => keyboard.flat().some(({ text }) => text === label))
      fake.userTaps(lan, message?.id ?? 0, label)
      await until(`an answer to the tap on ${label}`, () => said().length > before)
      await app.inbound.idle()
    }
    await say('/start')
    await tap('Báo tin')
    await say('bé nhà bên hay bị bỏ đói')
    for (let skips = 0; skips < 4; skips++) await tap('Bỏ qua')
    await tap('Gửi')
    expect(said().filter(({ text }) => /\d{4}-\d{4}-\d{4}-\d{4}/.test(text))).toHaveLength(1)
    const tips = await app.base.storage.tips.list({ units: ['VN'], limit: 10 })
    expect(tips).toHaveLength(1)
    expect(fake.queryAnswers().every(({ isAnswered }) => isAnswered)).toBe(true)
    const log = app.logLines.join('\n').toLowerCase()
    expect(log).toContain('handled')
    expect(log).not.toMatch(/canary|5550000001|7000000001|bỏ đói/)
  })

  it('answers each message once through faults of Telegram that pass', async () => {
    const fake = await startFakeTelegram()
    const app = await startApp(fake)
    closing = [fake.close, app.close]
    const tries = () => fake.calls.filter(({ method }) => method === 'sendMessage').length
    for (const fault of [{ refuse: 500 }, { refuse: 429, retryAfter: 2 }, { refuse: 503 }] as const) {
      const before = fake.botMessagesIn(lan).length
      const triesBefore = tries()
      fake.fault('sendMessage', fault)
      fake.userSends(lan, '/help')
      await until('it is tried', () => tries() > triesBefore)
      await app.inbound.idle()
      expect(fake.botMessagesIn(lan)).toHaveLength(before)
      app.clock.advance(3_000)
      await app.sender.deliverDue()
      expect(fake.botMessagesIn(lan)).toHaveLength(before + 1)
    }
  })
})
