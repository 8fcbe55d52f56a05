import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Address } from '../../src/core/channel.ts'
import type { OpenedMessage } from '../../src/core/message.ts'
import type { Officer, Role } from '../../src/core/shift.ts'
import { tipStatuses, type TipStatus } from '../../src/core/tip.ts'
import { longestReply } from '../../src/tips/desk-acts.ts'
import { questions } from '../../src/tips/tip-card.ts'
import { addOfficer, bindAccount, putStatus, storeTip } from '../tips/store-tip.ts'
import { startTwoProcesses, type TwoProcesses } from './two-processes.ts'

const chat = '-1001234567890'
let both: TwoProcesses
let officer: Officer
let count = 0
beforeAll(async () => {
  both = await startTwoProcesses()
  officer = await addOfficer(both.app.base, '38')
  await bindAccount(both.app.base, officer, 'telegram:officer')
})
afterAll(() => both.app.close())
afterEach(() => {
  both.disturbance.commit = undefined
})

const words = (key: string, vars?: Record<string, string | number>) => both.app.base.content.translate('vi')(key, vars)
const { clock } = { clock: () => both.app.clock }
/** A tip with a topic in the group; `told` is what its tipster was told. */
const newTip = async (unit = '38-M1') => {
  const number = ++count
  const from: Address = `telegram:tipster-${number}`
  const { storage } = both.app.base
  const { id } = await storeTip(both.app.base, from, { unit })
  await storage.officerTopics.claim(id, clock().now(), clock().now())
  const state = { chat, topic: number, card: 1, shown: 'x', announced: 1, isClosed: false }
  await storage.officerTopics.put(id, state, clock().now())
  return {
    id,
    topic: number,
    told: () => both.said(from),
    status: async () => (await storage.tips.find(id))?.tip.status,
    beside: async () => (await storage.officerTopics.claim(id, clock().now(), clock().now()))!,
  }
}
type NewTip = Awaited<ReturnType<typeof newTip>>
const tap = async (value: string, from: Address = 'telegram:officer'): Promise<OpenedMessage | undefined> => {
  const before = both.telegram.sent.length
  await both.write(from, value, { inGroup: { chat, topic: 1, message: 1, tap: `query-${++count}` } })
  const answers = both.telegram.sent.slice(before).filter((message) => message.tap !== undefined)
  expect(answers).toHaveLength(1)
  expect(answers[0]).toMatchObject({ to: from, tap: { query: `query-${count}` } })
  return answers[0]
}
const refusal = (key: string, vars?: Record<string, string | number>) => ({
  text: words(`desk.refused.${key}`, vars),
  tap: { isRefusal: true },
})
const reply = (tip: Pick<NewTip, 'topic'>, text: string, from: Address = 'telegram:officer', more = {}) =>
  both.write(from, text, { inGroup: { chat, topic: tip.topic, message: 500 + ++count, ...more } })
const accountOf = async (unit: string, role: Role = 'officer'): Promise<Address> => {
  const address: Address = `telegram:other-${++count}`
  await bindAccount(both.app.base, await addOfficer(both.app.base, unit, role), address)
  return address
}

describe('a tap on a card', () => {
  it('goes the way of a case to its end, and tells the tipster at each step', async () => {
    const tip = await newTip()
    const way: readonly TipStatus[] = ['acknowledged', 'classified', 'transferred', 'verifying', 'resolved', 'closed']
    for (const to of way) {
      const said = { text: words(`desk.done.${to}`, { code: tip.id }), tap: { isRefusal: false } }
      expect(await tap(`/buoc ${tip.id} ${to}`)).toMatchObject(said)
      expect(await tip.status()).toBe(to)
      expect(tip.told().at(-1)).toContain(words(`status.child.${to}`))
    }
    expect(tip.told()).toHaveLength(way.length)
    expect((await both.app.base.storage.tips.find(tip.id))?.tip.officer).toBe(officer.id)
  })

  it('has the card ask before it closes, and lets it go back', async () => {
    const tip = await newTip()
    await putStatus(both.app.base, tip.id, 'resolved')
    expect(await tap(`/dong ${tip.id}`)).toMatchObject({ text: words('desk.choose.closing', { code: tip.id }) })
    const until = new Date(clock().now().getTime() + 10 * 60_000)
    expect((await tip.beside()).mode).toEqual({ kind: 'closing', until })
    await tap(`/tin ${tip.id}`)
    expect((await tip.beside()).mode).toBeUndefined()
    expect([await tip.status(), tip.told()]).toEqual(['resolved', []])
  })

  it('offers questions, each of which is asked in neutral words; the next steps stand there again', async () => {
    for (const question of questions) {
      const tip = await newTip()
      await tap(`/hoi ${tip.id}`)
      expect((await tip.beside()).mode?.kind).toBe('asking')
      await tap(`/hoi ${tip.id} ${question}`)
      expect((await tip.beside()).mode).toBeUndefined()
      expect(await tip.status()).toBe('acknowledged')
      expect(tip.told()).toHaveLength(1)
      expect(tip.told()[0]).toContain(words(`desk.question.${question}.text`))
      expect(tip.told()[0]).not.toMatch(/tại sao|vì sao/i)
    }
  })

  it('asks a question once, however often it is tapped; again when time has gone by', async () => {
    const tip = await newTip()
    await tap(`/hoi ${tip.id} where`)
    expect(await tap(`/hoi ${tip.id} where`)).toMatchObject(refusal('asked-already'))
    expect(tip.told()).toHaveLength(1)
    await tap(`/hoi ${tip.id} when`)
    clock().advance(10 * 60_000)
    await tap(`/hoi ${tip.id} when`)
    expect(tip.told()).toHaveLength(3)
  })

  it('of a step that is done already, or does not follow, changes nothing', async () => {
    const tip = await newTip()
    await tap(`/buoc ${tip.id} acknowledged`)
    expect(await tap(`/buoc ${tip.id} acknowledged`)).toMatchObject(refusal('already'))
    expect(await tap(`/buoc ${tip.id} closed`)).toMatchObject(refusal('no-such-move'))
    expect(await tap(`/dong ${tip.id}`)).toMatchObject(refusal('no-such-move'))
    expect([await tip.status(), tip.told().length]).toEqual(['acknowledged', 1])
    await putStatus(both.app.base, tip.id, 'closed')
    expect(await tap(`/hoi ${tip.id}`)).toMatchObject(refusal('no-such-move'))
    expect(await tap(`/hoi ${tip.id} safe`)).toMatchObject(refusal('closed'))
  })

  it.each([
    ['somebody who is no officer', async () => 'telegram:nobody' as const, 'unbound'],
    ['an officer of another unit', () => accountOf('01'), 'no-such-tip'],
    ['an administrator', () => accountOf('VN', 'admin'), 'role'],
  ])('by %s changes nothing', async (_who, account, because) => {
    const tip = await newTip()
    const from = await account()
    for (const value of ['buoc {} acknowledged', 'hoi {}', 'hoi {} safe'])
      expect(await tap(`/${value.replace('{}', tip.id)}`, from)).toMatchObject(refusal(because))
    expect([await tip.status(), tip.told(), (await tip.beside()).mode]).toEqual(['open', [], undefined])
  })

  it.each(['/buoc', '/buoc ZZZZ-9999 acknowledged', '/hoi ZZZZ-9999 why', '/dong', '/tin x', 'Tiếp nhận', '/xoa', ''])(
    'of what no button says is refused: “%s”',
    async (value) => {
      expect((await tap(value))?.tap?.isRefusal).toBe(true)
    },
  )

  it('meets what the console did meanwhile, and is decided anew', async () => {
    const tip = await newTip()
    both.disturbance.commit = async () => {
      both.disturbance.commit = undefined
      await both.app.desk.move(officer, tip.id, 'acknowledged')
    }
    expect(await tap(`/buoc ${tip.id} acknowledged`)).toMatchObject(refusal('already'))
    expect(tip.told()).toHaveLength(1)
  })
})

describe('a reply in a topic', () => {
  it('reaches the tipster under the alias, takes the tip when nobody had, and is told to nobody else', async () => {
    const tip = await newTip()
    const before = both.telegram.sent.length
    await reply(tip, '  Cháu đang ở đâu? ')
    expect(tip.told()).toEqual([words('tip.fromOfficer', { alias: officer.alias, text: 'Cháu đang ở đâu?' })])
    expect(await tip.status()).toBe('acknowledged')
    expect(both.telegram.sent).toHaveLength(before + 1)
    expect((await tip.beside()).note).toBeUndefined()
  })

  it('is relayed once, though the platform tells of it again, or the tip is taken meanwhile', async () => {
    const tip = await newTip()
    both.disturbance.commit = async () => {
      both.disturbance.commit = undefined
      await both.app.desk.move(officer, tip.id, 'acknowledged')
    }
    const more = { externalId: 'update-77', inGroup: { chat, topic: tip.topic, message: 9 } }
    for (let times = 0; times < 2; times++) await both.write('telegram:officer', 'một lần thôi', more)
    expect(tip.told().filter((text) => text.includes('một lần thôi'))).toHaveLength(1)
    const log = (await both.app.base.storage.tips.log(tip.id)).map(({ what }) => what)
    expect(log.filter((what) => what === 'replied')).toHaveLength(1)
    expect(log.filter((what) => what === 'moved')).toHaveLength(1)
  })

  it.each([
    ['too long', 'ă'.repeat(longestReply + 1), {}, 'too-long'],
    ['a picture with words', 'xem ảnh này', { hasFile: true }, 'only-words'],
    ['a sticker', '', { hasFile: true }, 'only-words'],
    ['an edit', 'sửa lại một chữ', { isEdit: true }, 'edit'],
    ['nothing but what nobody sees', '\u200b\u2060', {}, 'empty'],
    ['nothing but space', ' \n ', {}, 'empty'],
    ['a command', '/tin ABCD-2345', {}, 'command'],
  ])('that is %s goes nowhere, and the topic is told', async (_what, text, more, because) => {
    const tip = await newTip()
    await reply(tip, text, 'telegram:officer', more)
    expect([await tip.status(), tip.told()]).toEqual(['open', []])
    expect((await tip.beside()).note).toEqual({ because, replyTo: 500 + count, count: 1 })
    expect(words(`desk.unsent.${because}`)).not.toBe('')
  })

  it.each([
    ['somebody who is no officer', async () => 'telegram:nobody' as const, 'unbound'],
    ['an officer of another unit', () => accountOf('01'), 'no-such-tip'],
    ['an administrator', () => accountOf('VN', 'admin'), 'role'],
  ])('by %s goes nowhere; what is told of it stands for all of them', async (_who, account, because) => {
    const tip = await newTip()
    const from = await account()
    for (const text of ['một', 'hai', 'ba']) await reply(tip, text, from)
    expect([await tip.status(), tip.told()]).toEqual(['open', []])
    expect((await tip.beside()).note).toEqual({ because, replyTo: 500 + count, count: 3 })
  })

  it('to a closed tip goes nowhere', async () => {
    const tip = await newTip()
    await putStatus(both.app.base, tip.id, 'closed')
    await reply(tip, 'cháu ơi')
    expect(tip.told()).toEqual([])
    expect((await tip.beside()).note?.because).toBe('no-such-move')
  })

  it('outside the topics of tips is nothing to the bot', async () => {
    const before = both.telegram.sent.length
    await reply({ topic: 999_999 }, 'ở đâu đó')
    await both.write('telegram:officer', 'chủ đề chung', { inGroup: { chat, topic: undefined, message: 3 } })
    expect(both.telegram.sent).toHaveLength(before)
  })

  it('leaves the officer’s own conversation as it was, and is not counted as outreach', async () => {
    const tip = await newTip()
    await both.write('telegram:officer', `/tra ${tip.id}`)
    const session = () =>
      both.app.base.storage.sessions.find(both.app.base.marks.contact('telegram:officer'), clock().now())
    const before = await session()
    const counted = (await both.state()).reach_daily
    await reply(tip, 'trong nhóm')
    await reply(tip, 'người lạ', 'telegram:passer-by')
    expect(await session()).toEqual(before)
    expect((await both.state()).reach_daily).toEqual(counted)
    await both.write('telegram:officer', '/bo')
  })
})

it('has words for whatever a desk refuses', () => {
  const vi = both.app.base.content.translate
  for (const because of ['no-such-tip', 'no-such-move', 'changed-meanwhile', 'empty', 'too-long', 'role'])
    for (const where of ['refused', 'unsent']) expect(vi.has(`desk.${where}.${because}`)).toBe(true)
  for (const status of tipStatuses.slice(1)) expect(vi.has(`desk.done.${status}`)).toBe(true)
})
