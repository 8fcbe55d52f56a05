import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTelegramApi } from '../../src/channels/telegram/api.ts'
import { createButtons } from '../../src/channels/telegram/buttons.ts'
import { createTopicChat } from '../../src/channels/telegram/topics.ts'
import { dangers } from '../../src/core/triage.ts'
import { createLogs } from '../../src/logger.ts'
import { addMessage } from '../../src/tips/add-message.ts'
import { createOfficerTopics, type OfficerTopics, type OfficerTopicsDeps } from '../../src/tips/officer-topics.ts'
import { openActions, type OpenActions } from '../actions/open-actions.ts'
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram.ts'
import { realContent } from '../support/test-app.ts'
import { addOfficer, putStatus, storeTip } from './store-tip.ts'

const group = -1_001_234_567_890
const canary = 'Canary Hạc ở ngõ Quạ'
let open: OpenActions
let fake: FakeTelegram
let topics: OfficerTopics
let logLines: string[]
beforeEach(async () => {
  open = await openActions()
  fake = await startFakeTelegram({ now: () => open.clock.now().getTime() })
  fake.addForum(group)
  logLines = []
  topics = another()
})
afterEach(async () => {
  await topics.stop()
  await fake.close()
  await open.close()
})

/** The topics as a process keeps them that knows nothing but the database. */
function another(change: Partial<OfficerTopicsDeps> = {}): OfficerTopics {
  const logs = createLogs('debug', { write: (line: string) => void logLines.push(line) })
  return createOfficerTopics({
    ...open.base,
    translate: realContent().translate,
    publicUrl: 'https://la-chan.example',
    chat: createTopicChat(createTelegramApi(fake, 2_000), createButtons(), group),
    showsWords: false,
    log: logs.area('officers'),
    ...change,
  })
}

const tip = (change: Parameters<typeof storeTip>[2] = {}) =>
  storeTip(open.base, 'telegram:5550000001', { words: canary, ...change })
const posts = () => fake.botMessagesIn(group)
const codes = () => fake.topicsIn(group).map(({ name }) => name)
const calls = (method: string) => fake.calls.filter((call) => call.method === method).length
/** Runs once a second for so long, as the app does; or every so many seconds. */
const go = async (seconds: number, every = 1) => {
  for (let second = 0; second < seconds; second += every) {
    await topics.run()
    open.clock.advance(every * 1_000)
  }
}
const add = async (id: string, text: string, author: 'tipster' | 'officer' = 'tipster') => {
  const stored = await open.base.storage.tips.find(id)
  if (stored === undefined) throw new Error('there is no such tip')
  const message = author === 'officer' ? { author, alias: 7, text } : { author, text }
  await open.base.storage.commit(addMessage(stored, message, open.clock.now(), open.base))
}

describe('a tip', () => {
  it.each(dangers)('of level %s gets a topic named by its code alone, and a card without its words', async (level) => {
    const { id } = await tip({ level, unit: '38', kind: 'online', details: ['Nơi: gần quán Canary Cò'] })
    await topics.run()
    expect(codes()).toEqual([id])
    const words = realContent().translate('vi')
    expect(posts()).toHaveLength(1)
    const [card] = posts()
    expect(card).toMatchObject({ topic: fake.topicsIn(group)[0]?.id, isProtected: true, hasPreview: false })
    expect(card?.text.split('\n')).toEqual([
      `[${id}] ${words(`status.danger.${level}`)} · Trên mạng`,
      'Nơi: Thanh Hóa',
      'Hạn: 23/11/2026 10:00',
      'Trạng thái: Mới · chưa có người nhận',
      'Người báo tin viết 1 lần, gần nhất trong giờ 22/11/2026 10:00',
      'Đã trả lời: 0',
      `Bàn trực: https://la-chan.example/console/tips/${id}`,
      words('desk.card.hint'),
    ])
    expect(card?.keyboard.flat()).toEqual([
      { text: 'Tiếp nhận', callback_data: `/buoc ${id} acknowledged` },
      { text: 'Hỏi thêm', callback_data: `/hoi ${id}` },
    ])
    await go(10)
    expect([codes(), posts().length, fake.edits]).toEqual([[id], 1, []])
  })

  it('that changes has its card changed in its place: owner, numbers, lateness, the way back', async () => {
    const { id } = await tip()
    const officer = await addOfficer(open.base, 'VN')
    await topics.run()
    const shown = () => posts()[0]?.text ?? ''
    await putStatus(open.base, id, 'acknowledged', officer.id)
    await add(id, 'Chúng tôi đã rõ', 'officer')
    await open.base.storage.commit([{ write: 'drop-tip-addresses', tip: id }])
    await topics.run()
    expect(shown()).toContain(`Trạng thái: Đã tiếp nhận · cán bộ số ${officer.alias}`)
    expect(shown()).toContain('Đã trả lời: 1')
    expect(shown()).toContain('ngắt đường về')
    expect(shown()).not.toContain('QUÁ HẠN')
    open.clock.advance(24 * 60 * 60 * 1_000 + 1)
    await topics.run()
    expect(shown()).toContain('(QUÁ HẠN)')
    expect([posts().length, fake.edits.length]).toEqual([1, 2])
  })

  it('that gets more words brings one notice for all of them, and one change of the card', async () => {
    const { id } = await tip()
    await go(4)
    await add(id, 'Canary thêm một')
    await add(id, 'Canary thêm hai')
    await go(8)
    expect(posts().map(({ text }) => text)).toEqual([
      expect.stringContaining('Người báo tin viết 3 lần'),
      `Người báo tin viết thêm (2 tin). Đọc tại bàn trực: https://la-chan.example/console/tips/${id}`,
    ])
    expect(fake.edits).toHaveLength(1)
    expect(JSON.stringify(fake.calls)).not.toMatch(/Canary|5550000001/)
  })

  it('that is closed closes its topic, after the card says so, and is left alone from then on', async () => {
    const { id } = await tip()
    await topics.run()
    await putStatus(open.base, id, 'closed')
    await topics.run()
    expect(fake.topicsIn(group)).toMatchObject([{ name: id, isClosed: true }])
    expect(posts()).toMatchObject([{ text: expect.stringContaining('Đã đóng') as string, keyboard: [] }])
    const before = fake.calls.length
    await go(5)
    expect(fake.calls).toHaveLength(before)
    await putStatus(open.base, id, 'verifying')
    await topics.run()
    expect(fake.topicsIn(group)[0]?.isClosed).toBe(false)
  })

  it('that was done before the group was there gets no topic', async () => {
    for (const status of ['resolved', 'closed'] as const) await putStatus(open.base, (await tip()).id, status)
    await go(5)
    expect(fake.calls).toEqual([])
  })

  it('that is gone takes its topic along', async () => {
    const { id } = await tip()
    await topics.run()
    const { officerTopics } = open.base.storage
    await officerTopics.claim('GONE-GONE', open.clock.now(), open.clock.now())
    const topic = fake.topicsIn(group)[0]?.id
    const state = { chat: String(group), topic, card: 1, shown: 'x', announced: 1, isClosed: true }
    await officerTopics.put('GONE-GONE', state, open.clock.now())
    await topics.run()
    expect([codes(), posts()]).toEqual([[], []])
    expect(await officerTopics.tipOf(String(group), topic ?? 0)).toBe(id)
    expect(await officerTopics.orphans(String(group))).toEqual([])
  })
})

describe('the pace', () => {
  it('is 20 posts a minute for sixty tips at once: each is shown, the most dangerous first', async () => {
    fake.keepRates()
    const made: { id: string; level: string }[] = []
    for (let count = 0; count < 60; count++) made.push(await tip({ level: count % 10 === 9 ? 'emergency' : 'normal' }))
    let minutes = 0
    const perMinute: number[] = []
    for (; posts().length < 60 && minutes < 5; minutes++) {
      const before = posts().length
      await go(60, 3)
      perMinute.push(posts().length - before)
    }
    expect(perMinute).toEqual([20, 20, 20])
    expect(codes().toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    const urgent = made.filter(({ level }) => level === 'emergency').map(({ id }) => id)
    expect(new Set(codes().slice(0, 6))).toEqual(new Set(urgent))
    expect(posts().map(({ topic }) => topic)).toEqual(fake.topicsIn(group).map(({ id }) => id))
    const at = posts().map((each) => each.at)
    at.forEach((moment, index) => expect(moment - (at[index - 20] ?? -Infinity)).toBeGreaterThanOrEqual(60_000))
  })

  it('lets a new emergency pass all that wait', async () => {
    for (let count = 0; count < 5; count++) await tip()
    await topics.run()
    const { id } = await tip({ level: 'emergency' })
    await go(4)
    expect(codes()[1]).toBe(id)
  })

  it.each([
    ['a topic', 'createForumTopic'],
    ['a card', 'sendMessage'],
  ])('waits exactly as long as Telegram asks for %s', async (_what, method) => {
    const { id } = await tip()
    fake.fault(method, { refuse: 429, retryAfter: 7 })
    await topics.run()
    expect(posts()).toEqual([])
    open.clock.advance(6_999)
    await topics.run()
    expect(calls(method)).toBe(1)
    open.clock.advance(1)
    await topics.run()
    expect([codes(), posts().length, calls(method)]).toEqual([[id], 1, 2])
  })

  it('changes at most five cards a second', async () => {
    const made = []
    for (let count = 0; count < 7; count++) made.push(await tip())
    await go(22)
    for (const { id } of made) await putStatus(open.base, id, 'acknowledged')
    await topics.run()
    expect(fake.edits).toHaveLength(5)
    open.clock.advance(1_000)
    await topics.run()
    expect(fake.edits).toHaveLength(7)
  })
})

describe('after a crash', () => {
  it('at any step the next process goes on with what is missing: one topic, one card', async () => {
    const made = [await tip(), await tip(), await tip()]
    for (let steps = 0; steps < 8; steps++) {
      await topics.stop()
      topics = another()
      await go(4)
    }
    expect(codes().toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    expect(posts()).toHaveLength(3)
  })

  it('between the topic and its card no second topic is made', async () => {
    const { id } = await tip()
    fake.fault('sendMessage', 'drops-before')
    await topics.run()
    expect([codes(), posts()]).toEqual([[id], []])
    await topics.stop()
    topics = another()
    await go(6)
    expect([codes(), posts().length]).toEqual([[id], 1])
  })

  it('what it held is taken up when its claim has run out', async () => {
    const { id } = await tip()
    const { officerTopics } = open.base.storage
    await officerTopics.claim(id, open.clock.now(), new Date(open.clock.now().getTime() + 30_000))
    await go(30)
    expect(codes()).toEqual([])
    await topics.run()
    expect(codes()).toEqual([id])
  })

  it('two processes at once make one topic and one card of each tip', async () => {
    const made = [await tip(), await tip(), await tip(), await tip()]
    const second = another()
    for (let seconds = 0; seconds < 15; seconds++) {
      await Promise.all([topics.run(), second.run()])
      open.clock.advance(1_000)
    }
    await second.stop()
    expect(codes().toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    expect(posts()).toHaveLength(4)
  })
})

describe('what somebody deletes', () => {
  it('a topic is made anew when its card changes', async () => {
    const { id } = await tip()
    await topics.run()
    const first = fake.topicsIn(group)[0]?.id ?? 0
    fake.memberDeletesTopic(group, first)
    await putStatus(open.base, id, 'acknowledged')
    await go(15)
    expect(codes()).toEqual([id])
    expect(fake.topicsIn(group)[0]?.id).not.toBe(first)
    expect(posts()).toMatchObject([{ text: expect.stringContaining('Đã tiếp nhận') as string }])
  })

  it('a card is posted anew in its topic', async () => {
    const { id } = await tip()
    await go(4)
    fake.memberDeletes(group, posts()[0]?.id ?? 0)
    await putStatus(open.base, id, 'acknowledged')
    await topics.run()
    expect([codes(), posts().length]).toEqual([[id], 1])
  })

  it('another group has its own topics', async () => {
    const { id } = await tip()
    await topics.run()
    await topics.stop()
    const elsewhere = group - 1
    fake.addForum(elsewhere)
    topics = another({ chat: createTopicChat(createTelegramApi(fake, 2_000), createButtons(), elsewhere) })
    await go(4)
    expect(fake.topicsIn(elsewhere)).toMatchObject([{ name: id }])
    expect(fake.botMessagesIn(elsewhere)).toHaveLength(1)
  })
})

describe('trouble with the group', () => {
  it.each([
    ['the bot lacks its rights', { refuse: 400, description: 'Bad Request: not enough rights to create a topic' }],
    ['the bot was thrown out', { refuse: 403, description: 'Forbidden: bot was kicked from the supergroup chat' }],
  ])('is told as an error once a minute when %s, and over when it is', async (_what, fault) => {
    const { id } = await tip()
    fake.fault('createForumTopic', fault, 2)
    await go(120)
    const errors = logLines.filter((line) => line.includes('"level":50'))
    expect(errors).toHaveLength(2)
    expect(errors.join()).not.toMatch(/100123|5550000001|Canary/)
    expect(topics.standing()).toMatchObject({ waiting: 1 })
    expect(topics.standing().failure).toBeDefined()
    await go(2)
    expect(codes()).toEqual([id])
    await go(2)
    expect(topics.standing()).toEqual({ waiting: 0, failure: undefined })
  })

  it('a step that is refused for one tip does not hold up the others', async () => {
    const first = await tip({ level: 'emergency' })
    const second = await tip()
    fake.fault('createForumTopic', { refuse: 400, description: 'Bad Request: something else' })
    await topics.run()
    await go(57, 3)
    expect(codes()).toEqual([second.id])
    await go(9, 3)
    expect(codes()).toEqual([second.id, first.id])
  })
})

describe('where the office wants the words in the group', () => {
  it('they follow the card, each once, cut to what Telegram takes, and cannot be passed on', async () => {
    await topics.stop()
    topics = another({ showsWords: true })
    const long = `${canary}. ${'Câu dài. '.repeat(600)}`
    const { id } = await tip({ words: long, details: ['Nơi: sau chợ'] })
    await go(13)
    await add(id, 'viết thêm')
    await add(id, 'lời cán bộ', 'officer')
    await go(13)
    const texts = posts().map(({ text }) => text)
    expect(texts).toHaveLength(5)
    expect(texts[1]).toMatch(/^Người báo tin:\nCanary Hạc/)
    expect(`${texts[1]} ${texts[2]}`.replace(/\s+/g, ' ')).toBe(`Người báo tin: ${long.trim()}`)
    expect(texts.slice(3)).toEqual(['Thông tin thêm:\nNơi: sau chợ', 'Người báo tin:\nviết thêm'])
    expect(posts().every(({ isProtected }) => isProtected)).toBe(true)
  })
})
