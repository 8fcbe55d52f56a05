import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dangers } from '../../src/core/triage.ts'
import { realContent } from '../support/test-app.ts'
import { canary, group, openTopics, type OpenTopics } from './open-topics.ts'
import { addOfficer, putStatus } from './store-tip.ts'

let at: OpenTopics
beforeEach(async () => {
  at = await openTopics()
})
afterEach(() => at.close())

describe('a tip', () => {
  it.each(dangers)('of level %s gets a topic named by its code alone, and a card without its words', async (level) => {
    const { id } = await at.tip({ level, unit: '38', kind: 'online', details: ['Nơi: gần quán Canary Cò'] })
    await at.topics().run()
    expect(at.codes()).toEqual([id])
    const words = realContent().translate('vi')
    expect(at.posts()).toHaveLength(1)
    const [card] = at.posts()
    expect(card).toMatchObject({ topic: at.fake.topicsIn(group)[0]?.id, isProtected: true, hasPreview: false })
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
    await at.go(10)
    expect([at.codes(), at.posts().length, at.fake.edits]).toEqual([[id], 1, []])
  })

  it('that changes has its card changed in its place: owner, numbers, lateness, the way back', async () => {
    const { id } = await at.tip()
    const officer = await addOfficer(at.open.base, 'VN')
    await at.topics().run()
    const shown = () => at.posts()[0]?.text ?? ''
    await putStatus(at.open.base, id, 'acknowledged', officer.id)
    await at.add(id, 'Chúng tôi đã rõ', 'officer')
    await at.open.base.storage.commit([{ write: 'drop-tip-addresses', tip: id }])
    await at.topics().run()
    expect(shown()).toContain(`Trạng thái: Đã tiếp nhận · cán bộ số ${officer.alias}`)
    expect(shown()).toContain('Đã trả lời: 1')
    expect(shown()).toContain('ngắt đường về')
    expect(shown()).not.toContain('QUÁ HẠN')
    at.open.clock.advance(24 * 60 * 60 * 1_000 + 1)
    await at.topics().run()
    expect(shown()).toContain('(QUÁ HẠN)')
    expect([at.posts().length, at.fake.edits.length]).toEqual([1, 2])
  })

  it('that gets more words brings one notice for all of them, and one change of the card', async () => {
    const { id } = await at.tip()
    await at.go(4)
    await at.add(id, 'Canary thêm một')
    await at.add(id, 'Canary thêm hai')
    await at.go(8)
    expect(at.posts().map(({ text }) => text)).toEqual([
      expect.stringContaining('Người báo tin viết 3 lần'),
      `Người báo tin viết thêm (2 tin). Đọc tại bàn trực: https://la-chan.example/console/tips/${id}`,
    ])
    expect(at.fake.edits).toHaveLength(1)
    expect(JSON.stringify(at.fake.calls)).not.toMatch(/Canary|5550000001/)
  })

  it('that is closed closes its topic, after the card says so, and is left alone from then on', async () => {
    const { id } = await at.tip()
    await at.topics().run()
    await putStatus(at.open.base, id, 'closed')
    await at.topics().run()
    expect(at.fake.topicsIn(group)).toMatchObject([{ name: id, isClosed: true }])
    expect(at.posts()).toMatchObject([{ text: expect.stringContaining('Đã đóng') as string, keyboard: [] }])
    const before = at.fake.calls.length
    await at.go(5)
    expect(at.fake.calls).toHaveLength(before)
    await putStatus(at.open.base, id, 'verifying')
    await at.topics().run()
    expect(at.fake.topicsIn(group)[0]?.isClosed).toBe(false)
  })

  it('that was done before the group was there gets no topic', async () => {
    for (const status of ['resolved', 'closed'] as const) await putStatus(at.open.base, (await at.tip()).id, status)
    await at.go(5)
    expect(at.fake.calls).toEqual([])
  })

  it('that is gone takes its topic along', async () => {
    const { id } = await at.tip()
    await at.topics().run()
    const { officerTopics } = at.open.base.storage
    await officerTopics.claim('GONE-GONE', at.open.clock.now(), at.open.clock.now())
    const topic = at.fake.topicsIn(group)[0]?.id
    const state = { chat: String(group), topic, card: 1, shown: 'x', announced: 1, isClosed: true }
    await officerTopics.put('GONE-GONE', state, at.open.clock.now())
    await at.topics().run()
    expect([at.codes(), at.posts()]).toEqual([[], []])
    expect(await officerTopics.tipOf(String(group), topic ?? 0)).toBe(id)
    expect(await officerTopics.orphans(String(group))).toEqual([])
  })
})

describe('the pace', () => {
  it('is 20 posts a minute for sixty tips at once: each is shown, the most dangerous first', async () => {
    at.fake.keepRates()
    const made: { id: string; level: string }[] = []
    for (let count = 0; count < 60; count++)
      made.push(await at.tip({ level: count % 10 === 9 ? 'emergency' : 'normal' }))
    let minutes = 0
    const perMinute: number[] = []
    for (; at.posts().length < 60 && minutes < 5; minutes++) {
      const before = at.posts().length
      await at.go(60, 3)
      perMinute.push(at.posts().length - before)
    }
    expect(perMinute).toEqual([20, 20, 20])
    expect(at.codes().toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    const urgent = made.filter(({ level }) => level === 'emergency').map(({ id }) => id)
    expect(new Set(at.codes().slice(0, 6))).toEqual(new Set(urgent))
    expect(at.posts().map(({ topic }) => topic)).toEqual(at.fake.topicsIn(group).map(({ id }) => id))
    const moments = at.posts().map((each) => each.at)
    moments.forEach((moment, index) =>
      expect(moment - (moments[index - 20] ?? -Infinity)).toBeGreaterThanOrEqual(60_000),
    )
  })

  it('lets a new emergency pass all that wait', async () => {
    for (let count = 0; count < 5; count++) await at.tip()
    await at.topics().run()
    const { id } = await at.tip({ level: 'emergency' })
    await at.go(4)
    expect(at.codes()[1]).toBe(id)
  })

  it.each([
    ['a topic', 'createForumTopic'],
    ['a card', 'sendMessage'],
  ])('waits exactly as long as Telegram asks for %s', async (_what, method) => {
    const { id } = await at.tip()
    at.fake.fault(method, { refuse: 429, retryAfter: 7 })
    await at.topics().run()
    expect(at.posts()).toEqual([])
    at.open.clock.advance(6_999)
    await at.topics().run()
    expect(at.calls(method)).toBe(1)
    at.open.clock.advance(1)
    await at.topics().run()
    expect([at.codes(), at.posts().length, at.calls(method)]).toEqual([[id], 1, 2])
  })

  it('changes at most five cards a second', async () => {
    const made = []
    for (let count = 0; count < 7; count++) made.push(await at.tip())
    await at.go(22)
    for (const { id } of made) await putStatus(at.open.base, id, 'acknowledged')
    await at.topics().run()
    expect(at.fake.edits).toHaveLength(5)
    at.open.clock.advance(1_000)
    await at.topics().run()
    expect(at.fake.edits).toHaveLength(7)
  })
})

describe('where the office wants the words in the group', () => {
  it('they follow the card, each once, cut to what Telegram takes, and cannot be passed on', async () => {
    await at.restart(group, { showsWords: true })
    const long = `${canary}. ${'Câu dài. '.repeat(600)}`
    const { id } = await at.tip({ words: long, details: ['Nơi: sau chợ'] })
    await at.go(13)
    await at.add(id, 'viết thêm')
    await at.add(id, 'lời cán bộ', 'officer')
    await at.go(13)
    const texts = at.posts().map(({ text }) => text)
    expect(texts).toHaveLength(5)
    expect(texts[1]).toMatch(/^Người báo tin:\nCanary Hạc/)
    expect(`${texts[1]} ${texts[2]}`.replace(/\s+/g, ' ')).toBe(`Người báo tin: ${long.trim()}`)
    expect(texts.slice(3)).toEqual(['Thông tin thêm:\nNơi: sau chợ', 'Người báo tin:\nviết thêm'])
    expect(at.posts().every(({ isProtected }) => isProtected)).toBe(true)
  })
})
