import { afterEach, describe, expect, it } from 'vitest'
import { makeInvite } from '../src/sign-in-link.ts'
import type { FakeZalo } from './support/fake-zalo.ts'
import { createPlatforms, fileTip, personOnZalo, zaloEnv, type Running } from './support/platforms.ts'
import { createTestClock, sampleOfficer, type TestClock } from './support/test-app.ts'

const hourMs = 60 * 60_000
const child = '8123456789012345678'
const platforms = createPlatforms()
afterEach(() => platforms.closeAll())

interface Open {
  readonly zalo: FakeZalo
  readonly run: Running
  readonly clock: TestClock
}

async function open(): Promise<Open> {
  const clock = createTestClock()
  const zalo = await platforms.zalo({ clock })
  const run = await platforms.run(zaloEnv(zalo), { clock })
  zalo.webhook.aim(`${run.url}/webhooks/zalo-oa`)
  return { zalo, run, clock }
}

async function openWithTip(): Promise<Open & { readonly tip: string }> {
  const opened = await open()
  await fileTip(personOnZalo(opened.zalo, child, opened.run), 'bé nhà bên hay bị bỏ đói')
  const [tip] = await opened.run.base.storage.tips.list({ units: ['VN'], limit: 1 })
  return { ...opened, tip: tip?.id ?? '' }
}

async function answer({ run }: Open, tip: string, text: string): Promise<void> {
  expect(await run.app.desk.reply(await sampleOfficer(run.app), tip, text)).toEqual({ kind: 'done' })
  await run.app.sender.deliverDue()
}

/** What is shown to somebody for what they write, without the clock moving. */
async function shownFor({ zalo, run }: Open, person: string, text: string): Promise<readonly string[]> {
  const before = zalo.messagesTo(person).length
  await zalo.personDoes(person, { text })
  await run.app.inbound.idle()
  await run.app.sender.idle()
  return zalo
    .messagesTo(person)
    .slice(before)
    .map((message) => message.text)
}

describe('while an officer’s answer cannot go out', { timeout: 60_000 }, () => {
  it('a cry for help is answered at once, and the answer comes with it: the paid quota is used up', async () => {
    const opened = await openWithTip()
    opened.clock.advance(72 * hourMs)
    opened.zalo.state.paidLeft = 0
    await answer(opened, opened.tip, 'Câu một')
    opened.clock.advance(60_000)
    const shown = (await shownFor(opened, child, 'em muốn chết')).join('\n')
    expect(shown).toContain('111')
    expect(shown).toContain('Câu một')
  })

  it('a cry for help is answered at once: Zalo fails and the answer waits for its retry', async () => {
    const opened = await openWithTip()
    const { zalo, clock, run } = opened
    zalo.fail('send', { code: -200 }, 12)
    await answer(opened, opened.tip, 'Câu một')
    for (let tries = 1; tries < 12; tries++) {
      clock.advance(15 * 60_000)
      await run.app.sender.deliverDue()
    }
    zalo.heal()
    clock.advance(1_000)
    expect((await shownFor(opened, child, 'em muốn chết')).join('\n')).toContain('111')
  })

  it('it is tried again where a setting is wrong, and comes with the next contact at the latest', async () => {
    const opened = await openWithTip()
    opened.clock.advance(hourMs)
    opened.zalo.fail('send', { code: -321 })
    await answer(opened, opened.tip, 'Câu một')
    expect((await opened.run.base.storage.deliveries.heldCounts())[0]).toEqual({
      kind: 'answer',
      failure: 'misconfigured',
      total: 1,
    })
    expect((await shownFor(opened, child, 'xin chào')).join('\n')).toContain('Câu một')
  })
})

describe('an officer who was silent on Zalo for a week', { timeout: 60_000 }, () => {
  it('gets the alerts of that time when they write; until then the log, the figures and the console tell', async () => {
    const opened = await open()
    const { zalo, run, clock } = opened
    const account = '8999999999999999999'
    const officer = await sampleOfficer(run.app)
    await personOnZalo(zalo, account, run).say(await makeInvite(officer.id, run.base))
    clock.advance(8 * 24 * hourMs)
    const before = zalo.messagesTo(account).length
    const tipster = personOnZalo(zalo, child, run)
    await fileTip(tipster, 'bé nhà bên hay bị bỏ đói')
    await fileTip(tipster, 'bạn cùng lớp hay bị đánh')
    const { deliveries, tips } = run.base.storage
    const codes = (await tips.list({ units: ['VN'], limit: 9 })).map(({ id }) => id)
    expect(codes).toHaveLength(2)
    expect(zalo.messagesTo(account)).toHaveLength(before)
    expect(await deliveries.deadLetters(9)).toEqual([])
    const held = await deliveries.heldAlerts(9)
    expect(held.map(({ about, failure, isParked }) => [about, failure, isParked])).toEqual(
      expect.arrayContaining(codes.map((code) => [code, 'window-closed', true])),
    )
    const alarms = run.logLines.map((line) => JSON.parse(line) as { level: number | string; failure?: string })
    expect(
      alarms.filter(({ level, failure }) => (level === 50 || level === 'error') && failure === 'window-closed'),
    ).toHaveLength(2)
    const metrics = await (await fetch(`${run.url}/metrics`)).text()
    expect(metrics).toContain('la_chan_tip_messages_held{kind="alert",failure="window-closed"} 2')
    const shown = (await shownFor(opened, account, '/tin')).join('\n')
    for (const code of codes) expect(shown).toContain(`[${code}]`)
    expect(await deliveries.heldAlerts(9)).toEqual([])
  })
})
