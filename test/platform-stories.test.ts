import { afterEach, describe, expect, it } from 'vitest'
import type { ContactMark } from '../src/core/contact.ts'
import { purge } from '../src/purge.ts'
import { makeInvite } from '../src/sign-in-link.ts'
import { until } from './channels/telegram-harness.ts'
import { findCanaries } from './media/canaries.ts'
import { dumpState } from './support/dump-state.ts'
import type { FakeTelegram } from './support/fake-telegram.ts'
import type { FakeZalo } from './support/fake-zalo.ts'
import {
  createPlatforms,
  fileTip,
  finishTip,
  hears,
  personOnTelegram,
  personOnZalo,
  telegramEnv,
  telegramWebhook,
  zaloEnv,
  type Running,
  type TelegramPerson,
} from './support/platforms.ts'
import { photo, photoCanaries } from './support/photo.ts'
import { createTestClock, realContent, sampleOfficer, type TestClock } from './support/test-app.ts'
import { bindAccount } from './tips/store-tip.ts'

const hourMs = 3_600_000
const group = -1_001_234_567_890
const lanId = 5_550_000_001
const binhInGroup = 5_550_000_002
const binhId = '8999999999999999999'
const minhId = '8123456789012345678'
const question = 'trẻ em là bao nhiêu tuổi'
const words = 'bé nhà bên hay bị bỏ đói'
const minutes = 10
const vi = realContent().translate('vi')

const platforms = createPlatforms()
afterEach(() => platforms.closeAll())

interface Stage {
  readonly clock: TestClock
  readonly telegram: FakeTelegram
  readonly zalo: FakeZalo
  readonly running: Running
}

/** The app with both platforms and the officers' group; Zalo has a webhook only. */
async function open(mode: 'polling' | 'webhook' = 'polling'): Promise<Stage> {
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

/** Sends a picture that tells where and by whom it was taken. */
async function sendPhoto(person: TelegramPerson): Promise<void> {
  expect(await person.photo(photo())).toContain('Đã nhận 1 ảnh.')
}

/** Waits until something is so, while the platforms' time goes on. */
async function comesAbout(what: string, isSo: () => boolean, { clock }: Stage): Promise<void> {
  await until(what, () => (clock.advance(100), isSo()), 20_000)
}

/** The officers' group as they see it: one tip, one topic, one card. */
function topicOf({ telegram }: Stage) {
  const card = () => telegram.botMessagesIn(group)[0]
  return {
    title: () => telegram.topicsIn(group)[0]?.name,
    text: () => card()?.text ?? '',
    tap: (label: string) => void telegram.memberTaps(group, binhInGroup, card()?.id ?? 0, label),
    reply(text: string) {
      const { id = 0, topic = 0 } = card() ?? {}
      telegram.memberSends(group, binhInGroup, text, topic, { replyTo: id })
    },
  }
}

/** What the phone still shows of the last 48 hours, oldest first. */
function youngOn({ telegram, clock }: Stage, person: TelegramPerson): readonly string[] {
  const since = clock.now().getTime() - 48 * hourMs
  return telegram
    .messagesIn(person.id)
    .filter(({ at }) => at > since)
    .map(({ text }) => text)
}

const beginningOf = (key: string) => vi(key).split('{{')[0] ?? ''

async function erase(person: TelegramPerson): Promise<string> {
  await person.say('/xoa')
  return person.tap('Xoá')
}

/** What the tables of trails hold of a contact. */
async function trailOf({ base }: Running, contact: ContactMark): Promise<number> {
  if (base.config.database.kind !== 'sqlite') throw new Error('not a file')
  const { chat_trail = [], chat_trail_old = [] } = await dumpState(base.config.database)
  return [...chat_trail, ...chat_trail_old].filter((row) => row.contact === contact).length
}

describe('a whole story', { timeout: 60_000 }, () => {
  it.each(['polling', 'webhook'] as const)('over both platforms, Telegram by %s', async (mode) => {
    const stage = await open(mode)
    const { clock, telegram, zalo, running } = stage
    const { desk, sender } = running.app
    const lan = personOnTelegram(telegram, lanId, running)
    const binh = personOnZalo(zalo, binhId, running)
    const minh = personOnZalo(zalo, minhId, running)
    const officer = await sampleOfficer(running.app)
    await binh.say(await makeInvite(officer.id, running.base))
    await bindAccount(running.base, officer, `telegram:${binhInGroup}`)
    const topic = topicOf(stage)

    // A question; days later a tip.
    expect(await lan.say(question)).toMatch(/Trẻ em là người dưới 16 tuổi[^]*Theo: Luật Trẻ em 2016, Điều 1/)
    clock.advance(50 * hourMs)
    await lan.say('/baotin')
    await lan.say(words)
    await sendPhoto(lan)
    const receipt = await finishTip(lan)

    // The officer is called without the words, takes it and answers; both sides go on.
    const [tip] = await running.base.storage.tips.list({ units: ['VN'], limit: 10 })
    if (tip === undefined) throw new Error('no tip')
    await hears(binh, tip.id)
    expect(await binh.said()).not.toContain('bỏ đói')
    await comesAbout('there is a card', () => topic.text().includes(tip.id), stage)
    expect(topic.title()).toBe(tip.id)
    expect(topic.text()).not.toContain('bỏ đói')
    topic.tap('Tiếp nhận')
    await hears(lan, vi('status.child.acknowledged'))
    await comesAbout('the card says so', () => topic.text().includes('Đã tiếp nhận · cán bộ số 1'), stage)
    topic.reply('Cảm ơn bạn, bé ở đâu?')
    await hears(lan, 'Cảm ơn bạn, bé ở đâu?')

    // The picture, without what it told.
    const [told] = (await desk.open(officer, tip.id))?.messages ?? []
    const file = await desk.attachment(officer, tip.id, told?.attachments[0]?.id ?? '')
    expect(file?.mediaType).toBe('image/jpeg')
    const planted = [...findCanaries(photo())]
    for (const canary of [...photoCanaries, 'CANARY-n-latitude-X', 'CANARY-n-longitude-X'])
      expect(planted).toContain(canary)
    expect([...findCanaries(file?.bytes ?? photo())]).toEqual([])

    await lan.tap(vi('tip.replyButton'))
    expect(await lan.say('Ở cuối ngõ 5.')).toContain('Đã gửi thêm cho cán bộ')

    // With the receipt from another phone, on the other platform.
    expect(await minh.say(`/ma ${receipt}`)).toContain('Cảm ơn bạn, bé ở đâu?')
    await minh.say('1')
    expect(await minh.say('Hôm nay lại thế.')).toContain('Đã gửi thêm cho cán bộ')
    await desk.reply(officer, tip.id, 'Cán bộ đang tới.')
    for (const person of [lan, minh]) await hears(person, 'Cán bộ đang tới.')
    const thread = (await desk.open(officer, tip.id))?.messages ?? []
    expect(thread.map(({ text }) => text)).toEqual([
      words,
      'Cảm ơn bạn, bé ở đâu?',
      'Ở cuối ngõ 5.',
      'Hôm nay lại thế.',
      'Cán bộ đang tới.',
    ])

    // Erased: nothing young is left on the phone but the last words, and what Telegram keeps is counted.
    await sender.idle()
    const young = youngOn(stage, lan).length
    const old = telegram.messagesIn(lanId).length - young
    await lan.say('/xoa')
    const last = await lan.tap('Xoá')
    expect(last).toBe(vi('erase.telegramLeft', { deleted: young + 2, left: old, minutes }))
    expect(old).toBe(2)
    expect(youngOn(stage, lan)).toEqual([last])
    expect(await trailOf(running, running.base.marks.contact(`telegram:${lanId}`))).toBe(0)
    clock.advance(minutes * 60_000)
    await sender.deliverDue()
    expect(youngOn(stage, lan)).toEqual([])

    // The tip and its receipt stay; on Zalo the steps are told, since nothing can be deleted there.
    expect(await minh.say(`/ma ${receipt}`)).toContain('Cán bộ đang tới.')
    await minh.say('/xoa')
    expect(await minh.say('xoá')).toContain(vi('erase.zalo'))
    expect((await desk.open(officer, tip.id))?.messages).toHaveLength(5)

    const log = running.logLines.join('\n')
    expect(log).toContain('handled')
    for (const never of [String(lanId), binhId, minhId, telegram.token, zalo.refreshToken, 'bỏ đói', receipt])
      expect(log).not.toContain(never)
  })
})

describe('erasing on Telegram', { timeout: 60_000 }, () => {
  it('leaves nothing of a half-written tip, more than one call’s worth of messages, or what came too late to be asked for', async () => {
    const stage = await open()
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
    const stage = await open()
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
    const stage = await open()
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
    const stage = await open()
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
    const { telegram, running } = await open()
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
    const { telegram, zalo, running } = await open()
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
