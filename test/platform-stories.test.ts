import { afterEach, describe, expect, it } from 'vitest'
import { makeInvite } from '../src/sign-in-link.ts'
import { until } from './channels/telegram-harness.ts'
import { findCanaries } from './media/canaries.ts'
import {
  createPlatforms,
  finishTip,
  hears,
  personOnTelegram,
  personOnZalo,
  type TelegramPerson,
} from './support/platforms.ts'
import { photo, photoCanaries } from './support/photo.ts'
import { group, openStage, trailOf, youngOn, type Stage } from './support/stage.ts'
import { realContent, sampleOfficer } from './support/test-app.ts'
import { bindAccount } from './tips/store-tip.ts'

const hourMs = 3_600_000
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

/** Sends a picture that tells where and by whom it was taken. */
async function sendPhoto(person: TelegramPerson): Promise<void> {
  expect(await person.photo(photo())).toContain('Đã nhận tệp bạn gửi.')
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

describe('a whole story', { timeout: 60_000 }, () => {
  it.each(['polling', 'webhook'] as const)('over both platforms, Telegram by %s', async (mode) => {
    const stage = await openStage(platforms, mode)
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
