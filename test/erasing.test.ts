import { afterEach, describe, expect, it } from 'vitest'
import { purge } from '../src/purge.ts'
import { makeInvite } from '../src/sign-in-link.ts'
import { until } from './channels/telegram-harness.ts'
import {
  createPlatforms,
  fileTip,
  hears,
  personOnTelegram,
  personOnZalo,
  type TelegramPerson,
} from './support/platforms.ts'
import { openStage, trailOf, youngOn } from './support/stage.ts'
import { realContent, sampleOfficer } from './support/test-app.ts'

const hourMs = 3_600_000
const lanId = 5_550_000_001
const minhId = '8123456789012345678'
const words = 'bé nhà bên hay bị bỏ đói'
const minutes = 10
const vi = realContent().translate('vi')

const platforms = createPlatforms()
afterEach(() => platforms.closeAll())

const beginningOf = (key: string) => vi(key).split('{{')[0] ?? ''

async function erase(person: TelegramPerson): Promise<string> {
  await person.say('/xoa')
  return person.tap('Xoá')
}

describe('erasing on Telegram', { timeout: 60_000 }, () => {
  it('leaves nothing of a half-written tip, more than one call’s worth of messages, or what came too late to be asked for', async () => {
    const stage = await openStage(platforms)
    const { telegram, running } = stage
    const lan = personOnTelegram(telegram, lanId, running)
    for (let count = 0; count < 51; count++) await lan.say('/khancap')
    await lan.say('/baotin')
    await lan.say(words)
    await lan.say('/thoat')
    // Its own answer is what the next message goes by: the turn may begin before the sending has been noted.
    telegram.fault('sendMessage', { slowMs: 20 }, 2)
    const last = await erase(lan)
    expect(last).toContain(beginningOf('erase.telegram'))
    await running.app.sender.idle()
    expect(youngOn(stage, lan)).toEqual([last])
    const batches = telegram.calls.filter(({ method }) => method === 'deleteMessages')
    expect(batches.map(({ payload }) => (payload.message_ids as number[]).length)).toEqual([100, expect.any(Number)])
  })

  it('goes by when Telegram took a message, to the minute, however long the bot has known it', async () => {
    const stage = await openStage(platforms)
    const { clock, telegram, running } = stage
    const lan = personOnTelegram(telegram, lanId, running)
    await lan.say('/khancap')
    clock.advance(61_000)
    await lan.say('/khancap')
    // Purged within the hour: what may still be deleted must keep its id.
    clock.advance(48 * hourMs - 60_000)
    await purge(running.base)
    expect(await erase(lan)).toBe(vi('erase.telegramLeft', { deleted: 4, left: 2, minutes }))
    expect(telegram.messagesIn(lanId)).toHaveLength(3)
    expect(youngOn(stage, lan)).toHaveLength(1)
  })

  it('counts what has become a number, and forgets even that a month later', async () => {
    const stage = await openStage(platforms)
    const { clock, telegram, running } = stage
    const contact = running.base.marks.contact(`telegram:${lanId}`)
    const lan = personOnTelegram(telegram, lanId, running)
    await lan.say('/khancap')
    clock.advance(50 * hourMs)
    await purge(running.base)
    expect(await running.base.storage.trail.of(contact)).toEqual({ rows: [], tooOld: 2 })
    expect(await erase(lan)).toBe(vi('erase.telegramLeft', { deleted: 2, left: 2, minutes }))
    await lan.say('/khancap')
    for (const days of [3, 31]) {
      clock.advance(days * 24 * hourMs)
      await purge(running.base)
    }
    expect(await trailOf(running, contact)).toBe(0)
  })

  it('goes on after Telegram refused or failed, and says its last words only then', async () => {
    const stage = await openStage(platforms)
    const { clock, telegram, running } = stage
    const lan = personOnTelegram(telegram, lanId, running)
    await lan.say('/khancap')
    await lan.say('/xoa')
    telegram.fault('deleteMessages', { refuse: 429, retryAfter: 30 })
    telegram.fault('deleteMessages', { gateway: 502 })
    telegram.userSends(lanId, 'xoá')
    const tries = () => telegram.calls.filter(({ method }) => method === 'deleteMessages').length
    await until('the first try', () => tries() === 1)
    await running.app.sender.idle()
    // Asked for again meanwhile: what was to be deleted is not forgotten.
    for (const text of ['/xoa', 'xoá']) telegram.userSends(lanId, text)
    await until('it is taken in', () => running.logLines.filter((line) => line.includes('"handled"')).length === 5)
    clock.advance(30_000)
    await running.app.sender.deliverDue()
    clock.advance(60_000)
    await running.app.sender.deliverDue()
    await until('the last words', () => youngOn(stage, lan).length === 1)
    expect(youngOn(stage, lan)[0]).toContain(beginningOf('erase.telegram'))
  })

  it('gives up, and forgets all the same, when the bot is blocked meanwhile', async () => {
    const { telegram, running } = await openStage(platforms)
    const lan = personOnTelegram(telegram, lanId, running)
    await lan.say('/xoa')
    telegram.userSends(lanId, 'xoá')
    telegram.userBlocksBot(lanId)
    const { deliveries } = running.base.storage
    for (const end = Date.now() + 10_000; (await deliveries.deadCount()) < 2 && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 10))
    expect((await deliveries.deadLetters(5)).map(({ failure }) => failure)).toEqual(['opted-out', 'opted-out'])
    expect(await trailOf(running, running.base.marks.contact(`telegram:${lanId}`))).toBe(0)
  })

  it('is not for officers: their account stays bound, alerts still come, and no trail is kept of them', async () => {
    const { telegram, zalo, running } = await openStage(platforms)
    const officer = await sampleOfficer(running.app)
    const binh = personOnTelegram(telegram, 5_550_000_002, running)
    await binh.say('/khancap')
    await binh.say(await makeInvite(officer.id, running.base))
    for (const text of ['/xoa', 'xoá']) expect(await binh.say(text)).toContain('/console')
    await fileTip(personOnZalo(zalo, minhId, running), words)
    const [tip] = await running.base.storage.tips.list({ units: ['VN'], limit: 1 })
    await hears(binh, tip?.id ?? 'no tip')
    expect(await trailOf(running, running.base.marks.contact('telegram:5550000002'))).toBe(0)
  })
})
