import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Address } from '../../src/core/channel.ts'
import type { Officer, Role } from '../../src/core/shift.ts'
import { longestReply } from '../../src/tips/desk-acts.ts'
import { addOfficer, bindAccount, putStatus, storeTip } from '../tips/store-tip.ts'
import { startTwoProcesses, type TwoProcesses } from './two-processes.ts'

const me: Address = 'telegram:officer'
const minuteMs = 60_000
let both: TwoProcesses
let officer: Officer
let count = 0
beforeAll(async () => {
  both = await startTwoProcesses()
  officer = await addOfficer(both.app.base, '38')
  await bindAccount(both.app.base, officer, me)
})
afterAll(() => both.app.close())
afterEach(() => both.write(me, '/bo'))

const words = (key: string, vars?: Record<string, string | number>) => both.app.base.content.translate('vi')(key, vars)
const newTip = async (change: Parameters<typeof storeTip>[2] = {}) => {
  const from: Address = `telegram:tipster-${++count}`
  const { id } = await storeTip(both.app.base, from, { unit: '38-M1', ...change })
  const status = async () => (await both.app.base.storage.tips.find(id))?.tip.status
  return { id, told: () => both.said(from), status }
}
/** Writes, and answers what was said with the buttons under it. */
const say = async (text: string, from = me) => {
  const before = both.telegram.sent.length
  await both.write(from, text)
  const said = both.telegram.sent.slice(before).filter(({ to }) => to === from)
  const buttons = said.flatMap(({ quickReplies = [] }) => quickReplies)
  return { text: said.map((message) => message.text).join('\n'), labels: buttons.map(({ label }) => label), buttons }
}

describe('an answer from an officer’s private chat', () => {
  it('is shown back before it is sent, by buttons', async () => {
    const tip = await newTip()
    expect((await say(`/tra ${tip.id}`)).text).toContain(words('desk.reply.ask', { code: tip.id, most: longestReply }))
    const shown = await say('Cháu đang ở đâu?')
    expect(shown.text).toBe(words('desk.reply.confirm', { code: tip.id, text: 'Cháu đang ở đâu?' }))
    expect(shown.labels).toEqual(['Gửi', 'Bỏ'])
    expect([tip.told(), await tip.status()]).toEqual([[], 'open'])
    const sent = await say(shown.buttons[0]?.value ?? '')
    expect(sent.text).toBe(words('desk.done.sent', { code: tip.id }))
    expect(tip.told()).toEqual([words('tip.fromOfficer', { alias: officer.alias, text: 'Cháu đang ở đâu?' })])
    expect(await tip.status()).toBe('acknowledged')
    expect((await say(shown.buttons[0]?.value ?? '')).text).toBe(words('desk.reply.old'))
    expect(tip.told()).toHaveLength(1)
  })

  it.each(['1', 'Gửi', 'gui', 'ok', 'Đồng ý', 'gửi đi'])(
    'is sent by typing “%s”, where there are no buttons',
    async (typed) => {
      const tip = await newTip()
      await say(`/tra ${tip.id.replace('-', '').toLowerCase()}`)
      await say('Cháu đang ở đâu?')
      await say(typed)
      expect(tip.told()).toHaveLength(1)
    },
  )

  it.each(['2', 'Bỏ', '/bo'])('is dropped by “%s”', async (typed) => {
    const tip = await newTip()
    await say(`/tra ${tip.id}`)
    await say('lời lỡ tay')
    expect((await say(typed)).text).toBe(words('desk.reply.dropped'))
    await say('1')
    expect(tip.told()).toEqual([])
  })

  it('may be a number, a keyword or a question: what is asked for are words', async () => {
    for (const text of ['1', 'báo tin', 'trẻ em là bao nhiêu tuổi', '113']) {
      const tip = await newTip()
      await say(`/tra ${tip.id}`)
      expect((await say(text)).text).toBe(words('desk.reply.confirm', { code: tip.id, text }))
      await say('Gửi')
      expect(tip.told()[0]).toContain(text)
    }
  })

  it('that is written anew replaces the words, and the button under the old ones sends nothing', async () => {
    const tip = await newTip()
    await say(`/tra ${tip.id}`)
    const old = await say('câu cũ')
    const fresh = await say('câu mới')
    expect((await say(old.buttons[0]?.value ?? '')).text).toBe(words('desk.reply.old'))
    expect(tip.told()).toEqual([])
    // The new words still wait for their own button.
    await say(fresh.buttons[0]?.value ?? '')
    expect(tip.told()).toEqual([expect.stringContaining('câu mới')])
  })

  it('that waits for another tip is not sent by an old button', async () => {
    const [one, two] = [await newTip(), await newTip()]
    await say(`/tra ${one.id}`)
    const first = await say('cùng một câu')
    await say(`/tra ${two.id}`)
    await say('cùng một câu')
    await say(first.buttons[0]?.value ?? '')
    expect([one.told(), two.told()]).toEqual([[], []])
  })

  it('is forgotten after a quarter of an hour', async () => {
    const tip = await newTip()
    await say(`/tra ${tip.id}`)
    const shown = await say('Cháu đang ở đâu?')
    both.app.clock.advance(15 * minuteMs)
    expect((await say(shown.buttons[0]?.value ?? '')).text).toBe(words('desk.reply.old'))
    expect((await say('lời nói sau đó')).text).toContain('bàn trực')
    expect(tip.told()).toEqual([])
  })

  it('is dropped, and that is said, when something else is asked for', async () => {
    const tip = await newTip()
    await say(`/tra ${tip.id}`)
    await say('câu viết dở')
    const { text } = await say('/ca')
    expect(text).toContain(words('desk.reply.dropped'))
    expect(text).toContain(words('desk.cases.title'))
    await say('Gửi')
    expect(tip.told()).toEqual([])
  })

  it('that is too long is not taken, and may be written shorter', async () => {
    const tip = await newTip()
    await say(`/tra ${tip.id}`)
    const { text, labels } = await say('ă'.repeat(longestReply + 1))
    expect([text, labels]).toEqual([words('desk.refused.too-long', { most: longestReply }), []])
    await say('ngắn thôi')
    await say('Gửi')
    expect(tip.told()[0]).toContain('ngắn thôi')
  })

  it('to a tip that was closed meanwhile is not sent', async () => {
    const tip = await newTip()
    await say(`/tra ${tip.id}`)
    await say('Cháu đang ở đâu?')
    await putStatus(both.app.base, tip.id, 'closed')
    expect((await say('Gửi')).text).toBe(words('desk.refused.closed'))
    expect((await say(`/tra ${tip.id}`)).text).toBe(words('desk.refused.closed'))
    expect(tip.told()).toEqual([])
  })

  it.each([
    ['01', 'officer', 'no-such-tip'],
    ['VN', 'admin', 'role'],
  ] as const)('is refused to one of unit %s, %s', async (unit, role: Role, because) => {
    const tip = await newTip()
    const from: Address = `telegram:other-${++count}`
    await bindAccount(both.app.base, await addOfficer(both.app.base, unit, role), from)
    expect((await say(`/tra ${tip.id}`, from)).text).toBe(words(`desk.refused.${because}`))
    await say('xin chào', from)
    expect(tip.told()).toEqual([])
  })
})

describe('a tip in an officer’s private chat', () => {
  it('shows its card, whose steps can be tapped or typed as numbers', async () => {
    const tip = await newTip({ words: 'Canary Hạc' })
    const card = await say(`/tin ${tip.id}`)
    expect(card.text).toContain(`[${tip.id}] Thường · Bỏ rơi, bỏ mặc`)
    expect(card.text).not.toMatch(/Canary|reply/)
    expect(card.labels).toEqual(['Tiếp nhận', 'Hỏi thêm', 'Viết trả lời'])
    const taken = await say('1')
    expect([taken.text, taken.labels]).toEqual([words('desk.done.acknowledged', { code: tip.id }), ['Xem tin']])
    expect((await say('1')).labels).toEqual(['Phân loại', 'Chuyển', 'Hỏi thêm', 'Viết trả lời'])
    expect((await say('3')).labels.at(-1)).toBe('Quay lại')
    await say('2')
    expect(tip.told().at(-1)).toContain(words('desk.question.where.text'))
  })

  it('is closed after one more question', async () => {
    const tip = await newTip()
    await putStatus(both.app.base, tip.id, 'resolved')
    await say(`/tin ${tip.id}`)
    expect((await say('2')).labels).toEqual(['Có, đóng', 'Không'])
    expect(await tip.status()).toBe('resolved')
    await say('1')
    expect(await tip.status()).toBe('closed')
    expect((await say(`/tin ${tip.id}`)).labels).toEqual([])
  })

  it('is taken by the button of its alert', async () => {
    const tip = await newTip()
    await say(`/buoc ${tip.id} acknowledged`)
    expect(await tip.status()).toBe('acknowledged')
    const again = await say(`/buoc ${tip.id} acknowledged`)
    expect([again.text, again.labels]).toEqual([words('desk.refused.already'), ['Xem tin']])
  })

  it.each(['/tin ZZZZ-9999', '/tin', '/tin xin chào'])('that is not there is said to be so: “%s”', async (text) => {
    const answer = await say(text)
    expect([answer.text, answer.labels]).toEqual([words('desk.refused.no-such-tip'), []])
  })

  it('is nothing to somebody who is no officer', async () => {
    const tip = await newTip()
    for (const text of [`/tin ${tip.id}`, `/buoc ${tip.id} acknowledged`, `/tra ${tip.id}`, '/ca', '/gui x', '/bo']) {
      const { text: said } = await say(text, 'telegram:passer-by')
      expect(said).toContain(words('common.unknownCommand').slice(0, 20))
    }
    expect(await tip.status()).toBe('open')
  })
})

describe('the list of an officer’s tips', () => {
  it('has ten at most, the most urgent first, each a button to its card; no other’s and none that are done', async () => {
    const place = '91-M1'
    const from: Address = `telegram:other-${++count}`
    const mine = await addOfficer(both.app.base, '91')
    await bindAccount(both.app.base, mine, from)
    expect((await say('/ca', from)).text).toContain(words('desk.cases.none'))
    const done = await newTip({ unit: place })
    const others = await newTip({ unit: place })
    await putStatus(both.app.base, done.id, 'resolved', mine.id)
    await putStatus(both.app.base, others.id, 'verifying', officer.id)
    const open = []
    for (let index = 0; index < 11; index++) open.push(await newTip({ unit: place }))
    const urgent = await newTip({ unit: place, level: 'emergency' })
    await putStatus(both.app.base, urgent.id, 'verifying', mine.id)
    const { text, labels } = await say('/ca', from)
    expect(labels).toHaveLength(10)
    expect(labels[0]).toBe(urgent.id)
    for (const { id } of [done, others]) expect(text).not.toContain(id)
    expect(text).toContain(`[${urgent.id}] KHẨN CẤP · Đang xác minh · hạn`)
    expect((await say('1', from)).text).toContain(`[${urgent.id}]`)
  })
})
