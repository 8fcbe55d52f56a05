import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from '../src/app.ts'
import { makeInvite } from '../src/sign-in-link.ts'
import { until } from './channels/telegram-harness.ts'
import {
  closeAll,
  minh,
  openTelegram,
  openZalo,
  question,
  run,
  telegramEnv,
  zaloAnswer,
  zaloEnv,
  zaloText,
  type Running,
} from './run-platforms.ts'
import { dumpState } from './support/dump-state.ts'
import type { FakeTelegram } from './support/fake-telegram.ts'
import type { FakeZalo } from './support/fake-zalo.ts'
import { freePort } from './support/run-main.ts'
import { realContent, sampleOfficer } from './support/test-app.ts'

const lan = 5_550_000_001
const binh = '8999999999999999999'
const secret = 'Secret_of-the-webhook_0123456789'
const source = 'Luật Trẻ em 2016'
const words = 'bé nhà bên hay bị bỏ đói'

afterEach(closeAll)

/** Somebody on Telegram, who waits for an answer after each act. */
function personOn(fake: FakeTelegram, { app }: Running) {
  const said = () => fake.botMessagesIn(lan)
  let tapped = 0
  const answered = async (what: string, act: () => void): Promise<string> => {
    const before = said().length
    act()
    await until(`an answer to ${what}`, () => said().length > before, 20_000)
    await app.inbound.idle()
    await app.sender.idle()
    return said()
      .slice(before)
      .map(({ text }) => text)
      .join('\n')
  }
  return {
    said,
    say: (text: string) => answered(text, () => void fake.userSends(lan, text)),
    async tap(label: string) {
      // Telegram is written to at its own pace: the message with the button may be on its way yet.
      const under = () => said().findLast(({ keyboard }) => keyboard.flat().some(({ text }) => text === label))
      await until(`there is a button ${label}`, () => (under()?.id ?? 0) > tapped, 20_000)
      tapped = under()?.id ?? 0
      return answered(label, () => void fake.userTaps(lan, tapped, label))
    },
    photo: () => answered('a photo', () => void fake.userSendsPhoto(lan, { bytes: Buffer.from('picture') })),
  }
}

/** Files a tip by typing and tapping; answers the receipt. */
async function fileTip(person: ReturnType<typeof personOn>): Promise<string> {
  await person.say('/baotin')
  await person.say(words)
  for (let skips = 0; skips < 4; skips++) await person.tap('Bỏ qua')
  return /\d{4}-\d{4}-\d{4}-\d{4}/.exec(await person.tap('Gửi'))?.[0] ?? ''
}

const contactsOf = async ({ base: { config } }: Running) => {
  if (config.database.kind !== 'sqlite') throw new Error('not a file')
  return (await dumpState(config.database)).contact ?? []
}

describe('the whole app on both platforms', { timeout: 60_000 }, () => {
  it('takes a tip on Telegram to an officer on Zalo, and the answer back', async () => {
    const [telegram, zalo] = [await openTelegram(), await openZalo()]
    const running = await run({ ...telegramEnv(telegram), ...zaloEnv(zalo) })
    const { app, base, url } = running
    zalo.webhook.aim(`${url}/webhooks/zalo-oa`)
    const officer = await sampleOfficer(app)
    await zaloAnswer(zalo, binh, running, await makeInvite(officer.id, base))
    const person = personOn(telegram, running)

    expect(await person.say(question)).toContain(source)
    const before = zalo.messagesTo(binh).length
    expect(await fileTip(person)).not.toBe('')
    const [tip] = await base.storage.tips.list({ units: ['VN'], limit: 10 })
    await until('the alert', () => zalo.messagesTo(binh).length > before, 10_000)
    const alert = zaloText(zalo, binh, before)
    expect(alert).toContain(tip?.id ?? 'no tip')
    expect(alert).not.toContain('bỏ đói')

    expect(await app.desk.reply(officer, tip?.id ?? '', 'Cảm ơn bạn, bé đang ở đâu?')).not.toMatchObject({
      kind: 'refused',
    })
    await until('the reply', () => person.said().some(({ text }) => text.includes('bé đang ở đâu')), 10_000)

    const log = running.logLines.join('\n')
    expect(log).toContain('handled')
    for (const never of [String(lan), binh, telegram.token, zalo.refreshToken, 'bỏ đói'])
      expect(log).not.toContain(never)
  })

  it('erases on Telegram what is kept about the contact', async () => {
    const telegram = await openTelegram()
    const running = await run(telegramEnv(telegram))
    const person = personOn(telegram, running)
    await person.say('/lang')
    await person.tap('English')
    expect(await contactsOf(running)).toHaveLength(1)
    await person.say('/xoa')
    await person.say('1')
    expect(await contactsOf(running)).toEqual([])
  })

  it('tells somebody on Telegram that a picture was not received', async () => {
    const telegram = await openTelegram()
    const running = await run(telegramEnv(telegram))
    const person = personOn(telegram, running)
    await person.photo()
    const told = realContent().translate('vi')('telegram.attachmentNotReceived')
    await until('it is told', () => person.said().some(({ text }) => text === told), 10_000)
  })

  it('takes updates by the webhook of Telegram', async () => {
    const telegram = await openTelegram()
    // The fake posts to this machine, where there is no https.
    const running = await run(
      {
        ...telegramEnv(telegram),
        TELEGRAM_MODE: 'webhook',
        TELEGRAM_WEBHOOK_SECRET: secret,
        PUBLIC_URL: 'https://bot.example',
      },
      ({ telegram, port }) => ({
        telegram: telegram && {
          ...telegram,
          receiving: { mode: 'webhook', publicUrl: `http://127.0.0.1:${port}`, secret },
        },
      }),
    )
    await until('the webhook is set', () => telegram.webhookUrl() === `${running.url}/webhooks/telegram`)
    expect(await personOn(telegram, running).say(question)).toContain(source)
    expect((await fetch(`${running.url}/webhooks/telegram`, { method: 'POST', body: '{}' })).status).toBe(401)
    expect(await (await fetch(`${running.url}/metrics`)).text()).toContain('la_chan_telegram_refused_total 1')
  })

  it('answers on Zalo, tells that a picture was not received, and forgets who leaves', async () => {
    const zalo = await openZalo()
    const running = await run(zaloEnv(zalo))
    zalo.webhook.aim(`${running.url}/webhooks/zalo-oa`)
    expect(await zaloAnswer(zalo, minh, running, question)).toContain(source)
    const lost = realContent().translate('vi')('zalo.attachmentLost')
    expect(await zalo.personDoes(minh, { image: Buffer.from('picture') })).toBe(200)
    await until('it is told', () => zaloText(zalo, minh).includes(lost), 10_000)

    await zaloAnswer(zalo, minh, running, '/lang')
    await zaloAnswer(zalo, minh, running, 'English')
    expect(await contactsOf(running)).toHaveLength(1)
    expect(await zalo.personDoes(minh, 'unfollow')).toBe(200)
    expect(await contactsOf(running)).toEqual([])
    const metrics = await (await fetch(`${running.url}/metrics`)).text()
    expect(metrics).toContain('la_chan_zalo_events_total{kind="attachment-lost"} 1')
    expect(metrics).toMatch(/la_chan_zalo_token_age_seconds \d+/)
  })

  it('refuses a post to the webhook of Zalo that is not signed', async () => {
    const zalo = await openZalo()
    const { url } = await run(zaloEnv(zalo))
    expect((await fetch(`${url}/webhooks/zalo-oa`, { method: 'POST', body: '{}' })).status).toBe(401)
  })

  it('trades the refresh token in at the start, and again not before it is due after another start', async () => {
    const zalo = await openZalo()
    const { base } = await run(zaloEnv(zalo))
    await until('there are tokens', () => zalo.state.pairs === 1)
    await until('they are stored', () => zalo.requests.length === 1)
    const stored = async () => Buffer.from((await base.storage.zaloToken.read()) ?? [])
    while ((await stored()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    for (const token of zalo.state.refreshTokens.keys()) expect((await stored()).includes(token)).toBe(false)
    await createApp(base).start({ listens: false })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(zalo.state.pairs).toBe(1)
  })
})

it(
  'answers on the web while neither platform can be reached, and says so in the log',
  { timeout: 60_000 },
  async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`
    const state = { appId: '1', appSecret: 'a', oaSecret: 'b' } as FakeZalo['state']
    const { url, logLines } = await run({
      ...telegramEnv({ token: '1:x', apiRoot: nowhere }),
      ...zaloEnv({ root: nowhere, refreshToken: 'r', state }),
    })
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(await (await fetch(url)).text()).toContain('Lá Chắn')
    await until(
      'it is said',
      () => logLines.some((line) => line.includes('there is no zalo token to send with')),
      20_000,
    )
    expect(logLines.some((line) => line.includes('"area":"telegram"'))).toBe(true)
  },
)
