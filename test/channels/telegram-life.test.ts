import { afterEach, describe, expect, it } from 'vitest'
import { waitMs } from '../../src/channels/telegram/pause.ts'
import { startFakeTelegram } from '../support/fake-telegram.ts'
import { accepted, commands, createOpener, jpeg, lan, quick, until } from './telegram-harness.ts'

const { start, closeAll } = createOpener()
afterEach(closeAll)

describe('the wait after a failure', () => {
  const timing = { firstWaitMs: 1_000, mostWaitMs: 60_000 }
  it.each([
    [1, undefined, 1_000],
    [2, undefined, 2_000],
    [5, undefined, 16_000],
    [7, undefined, 60_000],
    [5_000, undefined, 60_000],
    [1, 90_000, 90_000],
    [9, 3_000, 3_000],
  ])('number %d, where Telegram asks for %s ms, is %d ms', (count, retryAfterMs, expected) => {
    expect(waitMs(count, timing, { retryAfterMs })).toBe(expected)
  })
})

describe('the start on Telegram', () => {
  it('tells Telegram the commands and what the bot is, in each language, for private chats alone', async () => {
    const { fake } = await start()
    await until('the last words are set', () => fake.description('en') !== undefined)
    expect(fake.commands('all_private_chats/')).toEqual(commands)
    expect(fake.commands('all_private_chats/en')).toEqual(commands)
    expect(fake.commands('default/')).toEqual([])
    expect([fake.description(''), fake.description('en')]).toEqual(['description vi', 'description en'])
  })

  it('names every word that is missing, before anything is begun', async () => {
    const wanted = start({ isIdle: true, commands: [...commands, 'moi', 'khac'] })
    await expect(wanted).rejects.toMatchObject({
      faults: ['moi', 'khac'].map((command) => `locales/*/telegram.json: there is no telegram.commands.${command}`),
    })
  })

  it('asks for three kinds of updates and no other', async () => {
    const polling = await start()
    await until('it polls', () => polling.fake.calls.some(({ method }) => method === 'getUpdates'))
    const webhook = await start({ mode: 'webhook' })
    await until('the webhook is set', () => webhook.fake.webhookUrl() !== '')
    const kinds = ['message', 'edited_message', 'callback_query']
    expect(polling.fake.calls.find(({ method }) => method === 'getUpdates')?.payload.allowed_updates).toEqual(kinds)
    expect(webhook.fake.calls.find(({ method }) => method === 'setWebhook')?.payload.allowed_updates).toEqual(kinds)
  })

  it.each(['polling', 'webhook'] as const)(
    'does not wait for Telegram, and comes in when it is back: %s',
    async (mode) => {
      const fake = await startFakeTelegram()
      fake.fault('*', 'drops-before', Infinity)
      const startedAt = Date.now()
      const { handed, received, logLines } = await start({ mode, fake })
      expect(Date.now() - startedAt).toBeLessThan(1_000)
      await until('it has tried', () => logLines.some((line) => line.includes('unreachable')))
      fake.heal()
      await handed(fake.userSends(lan, 'cuối cùng').update)
      expect(received.map(({ text }) => text)).toEqual(['cuối cùng'])
      await until('the profile is set all the same', () => fake.description('en') !== undefined)
      expect(fake.commands('all_private_chats/')).toEqual(commands)
      await fake.close()
    },
  )

  it('says as an error what only an operator can help', async () => {
    const { logLines } = await start({ token: '1:wrong' })
    await until('it is told', () => logLines.some((line) => line.includes('misconfigured')))
    const line = logLines.find((each) => each.includes('misconfigured')) ?? '{}'
    expect(JSON.parse(line)).toMatchObject({ level: 50, detail: 'telegram answered 401: the token' })
  })

  it('takes a webhook away that would keep it from polling', async () => {
    const before = await start({ mode: 'webhook' })
    await until('the webhook is set', () => before.fake.webhookUrl() !== '')
    await before.channel.stop()
    before.fake.userSends(lan, 'giữa chừng')
    const after = await start({ mode: 'polling', fake: before.fake })
    await until('it is handed in', () => after.received.length === 1)
    expect(before.fake.webhookUrl()).toBe('')
  })

  it('takes a webhook away again that somebody sets while it polls', async () => {
    const { fake, handed } = await start()
    await handed(fake.userSends(lan, 'trước').update)
    await fetch(`${fake.apiRoot}/bot${fake.token}/setWebhook?url=https://127.0.0.1:1/elsewhere`)
    await handed(fake.userSends(lan, 'sau').update)
    expect(fake.webhookUrl()).toBe('')
  })

  it('loses nothing over a restart, and acknowledges only what was taken in', async () => {
    const before = await start()
    const { fake } = before
    before.answer = () => Promise.reject(new Error('the disk is full'))
    fake.userSends(lan, 'một')
    fake.userSends(lan + 1, 'người khác')
    await until('it is tried again and again', () => before.received.length > 6)
    fake.userSends(lan, 'hai')
    await before.channel.stop()
    expect(fake.pending()).toBe(3)
    const after = await start({ fake })
    await until('all come', () => after.received.length === 3)
    expect(after.received.map(({ text }) => text).filter((text) => text !== 'người khác')).toEqual(['một', 'hai'])
  })

  it('holds up nobody while somebody’s file comes, keeps the order of each chat, and acknowledges no more than was taken in', async () => {
    const timing = { ...quick, fileMs: 20_000 }
    const before = await start({ timing })
    const { fake } = before
    fake.fault('file', 'hangs')
    const first = fake.userSendsVideo(lan, { bytes: jpeg(), caption: 'một' })
    fake.userSends(lan, 'hai')
    await until('the file is asked for', () => fake.calls.some(({ method }) => method === 'getFile'))
    for (const text of ['x', 'y', 'z']) await before.handed(fake.userSends(lan + 1, text).update)
    expect(before.received.map(({ text }) => text)).toEqual(['x', 'y', 'z'])
    const asked = fake.calls
      .filter(({ method }) => method === 'getUpdates')
      .map(({ payload }) => Number(payload.offset))
    expect(Math.max(...asked.filter((offset) => !Number.isNaN(offset)))).toBe(first.update)
    await before.channel.stop()
    expect(fake.pending()).toBe(5)
    const after = await start({ fake, timing })
    await until('all come', () => after.received.length === 5)
    const ofLan = after.received.filter(({ from }) => from === `telegram:${lan}`).map(({ text }) => text)
    expect(ofLan).toEqual(['một', 'hai'])
    await until('all is acknowledged', () => fake.pending() === 0)
  })

  it('goes on past an update that failed and that Telegram has given up since', async () => {
    const telegram = await start()
    const { fake, received } = telegram
    telegram.answer = () => Promise.reject(new Error('the disk is full'))
    fake.userSends(lan, 'một')
    await until('it is tried again', () => received.length > 1)
    fake.advance(25 * 3_600_000)
    telegram.answer = accepted
    await telegram.handed(fake.userSends(lan + 1, 'hai').update)
    await until('all is acknowledged', () => fake.pending() === 0)
  })

  it('hands 200 messages of four people in once each, in order, through faults of polling', async () => {
    const { fake, received, handed } = await start()
    let last: number | undefined
    for (let count = 0; count < 200; count++) {
      if (count % 20 === 5)
        fake.fault(
          'getUpdates',
          (['drops-before', { refuse: 500 }, { gateway: 502 }, { refuse: 429, retryAfter: 0 }] as const)[
            (count / 20) & 3
          ] ?? 'hangs',
        )
      last = fake.userSends(lan + (count % 4), `tin ${count}`).update
      if (count % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await handed(last)
    await until('all are there', () => new Set(received.map(({ externalId }) => externalId)).size === 200)
    for (const each of [0, 1, 2, 3]) {
      const came = received.filter(({ from }) => from === `telegram:${lan + each}`).map(({ text }) => text)
      expect([...new Set(came)]).toEqual(Array.from({ length: 50 }, (_, index) => `tin ${index * 4 + each}`))
    }
  })
})

describe('the watch over the webhook', () => {
  it('counts what waits and tells by kind why', async () => {
    const { fake, channel, logLines, answer } = await start({
      mode: 'webhook',
      timing: { watchMs: 20, firstWaitMs: 5, mostWaitMs: 20, callMs: 400, messageMs: 900, fileMs: 300 },
    })
    expect(answer).toBe(accepted)
    await until('the webhook is set', () => fake.webhookUrl() !== '')
    const telegram = { channel, fake }
    await telegram.channel.stop()
    fake.userSends(lan, 'Canary words')
    const again = await start({ mode: 'webhook', fake, isIdle: true, timing: { watchMs: 20, firstWaitMs: 5 } })
    let isBroken = true
    await again.channel.start(async () => {
      if (isBroken) throw new Error('the disk is full')
      return accepted()
    })
    await until('the fault is seen', () => again.channel.counts().webhook?.fault === 'answer')
    expect(again.channel.counts().webhook?.pending).toBe(1)
    isBroken = false
    await until('nothing waits', () => again.channel.counts().webhook?.pending === 0)
    expect(
      again.logLines
        .filter((line) => line.includes('could not deliver'))
        .map((line) => (JSON.parse(line) as { kind: string }).kind),
    ).toContain('answer')
    expect([...logLines, ...again.logLines].join('')).not.toContain('Canary')
  })

  it('sets a webhook again that somebody else removed', async () => {
    const { fake, handed, logLines } = await start({ mode: 'webhook', timing: { watchMs: 20, firstWaitMs: 5 } })
    await until('the webhook is set', () => fake.webhookUrl() !== '')
    fake.loseWebhook()
    await handed(fake.userSends(lan, 'sau').update)
    expect(logLines.some((line) => line.includes('"removed"'))).toBe(true)
  })
})

describe('what is never told', () => {
  const token = '7000000001:CanaryTokenOfTheBot_9f8e7d6c5b4a'
  const faults = [
    'hangs',
    'drops-before',
    'drops-after',
    { gateway: 502 },
    { refuse: 500 },
    { refuse: 401 },
    { refuse: 400 },
    { refuse: 403 },
  ] as const

  it.each(faults)('is the token, a name, a platform id or a word, whatever goes wrong: %j', async (fault) => {
    const fake = await startFakeTelegram({ token })
    fake.person(lan, { names: ['Canary-First', 'Canary-Last', 'canary_username'] })
    const told: string[] = []
    for (const mode of ['polling', 'webhook'] as const) {
      const telegram = await start({ mode, fake, strip: () => Promise.reject(new Error('Canary in a picture')) })
      await telegram.handed(fake.userSends(lan, 'canary words').update)
      fake.fault('*', fault, 30)
      const message = {
        to: `telegram:${lan}`,
        text: 'canary answer',
        priority: 'reply',
        attachments: [{ kind: 'image', mediaType: 'image/jpeg', bytes: jpeg() }],
      } as const
      const error: unknown = await telegram.channel.send(message).catch((error: unknown) => error)
      told.push(String(error), JSON.stringify(error), String((error as Error).stack))
      await new Promise((resolve) => setTimeout(resolve, 60))
      fake.heal()
      const sent = fake.userSendsPhoto(lan, { bytes: jpeg(), caption: 'canary caption', fileName: 'canary.jpg' })
      await telegram.handed(sent.update)
      await telegram.channel.stop()
      told.push(...telegram.logLines)
      expect(telegram.logLines.length).toBeGreaterThan(0)
    }
    await fake.close()
    expect(told.join('\n').toLowerCase()).not.toMatch(/canary|7000000001|5550000001/)
  })
})
