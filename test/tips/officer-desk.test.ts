import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../../src/core/channel.ts'
import type { DeskResult } from '../../src/core/desk.ts'
import type { Effect } from '../../src/core/outcome.ts'
import type { Officer, Role } from '../../src/core/shift.ts'
import { canMove, tipStatuses } from '../../src/core/tip.ts'
import { joinTip } from '../../src/tips/join-tip.ts'
import { longestReply } from '../../src/tips/officer-desk.ts'
import { addressKeyOf } from '../../src/tips/open-tip.ts'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'
import { addOfficer, putStatus, storeTip } from './store-tip.ts'

const done: DeskResult = { kind: 'done' }
const refused = (because: string) => ({ kind: 'refused', because })
const minuteMs = 60_000

let app: TestApp
let telegram: MemoryChannel
let zalo: MemoryChannel
let officer: Officer
beforeAll(async () => {
  app = await startTestApp({
    channels(clock) {
      telegram = createMemoryChannel('telegram', clock.now)
      zalo = createMemoryChannel('zalo', clock.now)
      return [telegram, zalo]
    },
  })
  officer = await addOfficer(app.base, '38', 'officer', 'Nguyễn Văn Cường')
})
afterAll(() => app.close())
beforeEach(() => {
  telegram.sent.length = 0
  zalo.sent.length = 0
})

let count = 0
const tipster = (): Address => `telegram:tipster-${++count}`
const tip = async (change: Partial<Extract<Effect, { do: 'open-tip' }>> = {}, from = tipster()) => {
  return { ...(await storeTip(app.base, from, { unit: '38-M1', ...change })), from }
}
const statusOf = async (id: string) => (await app.base.storage.tips.find(id))?.tip
const told = async () => {
  await app.sender.idle()
  return [...telegram.sent, ...zalo.sent].map(({ to, text }) => ({ to, text }))
}
const join = async (id: string, address: Address) => {
  const wrapped = (await app.base.storage.tips.find(id))?.wrappedAddressKey ?? new Uint8Array()
  const key = app.base.seal.unwrap(addressKeyOf(id), wrapped)
  await app.base.storage.commit([joinTip(id, key, address, app.clock.now(), app.base)])
}
const readings = async (id: string) => (await app.base.storage.tips.log(id)).filter(({ what }) => what === 'read')

describe('the list', () => {
  it('holds tips of the officer’s unit and of those below it, and no other', async () => {
    const here = await tip({ unit: '38' })
    const below = await tip({ unit: '38-M1-T1' })
    const beside = await tip({ unit: '01-M1' })
    const above = await tip({ unit: 'VN' })
    const listed = async (unit: string, role: Role = 'officer') => {
      const rows = await app.desk.list({ ...officer, unit, role }, {})
      return [here, below, beside, above].map(({ id }) => rows.some((row) => row.tip.id === id))
    }
    expect(await listed('38')).toEqual([true, true, false, false])
    expect(await listed('38-M1')).toEqual([false, true, false, false])
    expect(await listed('01', 'supervisor')).toEqual([false, false, true, false])
    expect(await listed('VN', 'admin')).toEqual([true, true, true, true])
    expect(await listed('99')).toEqual([false, false, false, false])
  })

  it('says where, whose, whether late and whether anybody was called, and no words', async () => {
    const dueAt = new Date(app.clock.now().getTime() - 1)
    const late = await tip({ dueAt, routedUnit: undefined })
    const row = (await app.desk.list(officer, {})).find((each) => each.tip.id === late.id)
    expect(row?.place.map(({ code }) => code)).toEqual(['38-M1', '38'])
    expect(row).toMatchObject({ isUnrouted: true, isOverdue: true, owner: undefined })
    expect(JSON.stringify(row)).not.toContain(late.words)

    await app.desk.move(officer, late.id, 'acknowledged')
    const taken = (await app.desk.list(officer, {})).find((each) => each.tip.id === late.id)
    expect(taken).toMatchObject({ isUnrouted: false, owner: { alias: officer.alias, name: officer.name } })
    await putStatus(app.base, late.id, 'resolved')
    const resolved = (await app.desk.list(officer, {})).find((each) => each.tip.id === late.id)
    expect(resolved?.isOverdue).toBe(false)
  })

  it('is cut down by status, by nobody called, and by owner', async () => {
    const mine = await tip()
    await app.desk.move(officer, mine.id, 'acknowledged')
    const nobody = await tip({ routedUnit: undefined })
    const plain = await tip()
    const listed = async (filter: Parameters<TestApp['desk']['list']>[1]) => {
      const rows = await app.desk.list(officer, filter)
      return [mine, nobody, plain].map(({ id }) => rows.some((row) => row.tip.id === id))
    }
    expect(await listed({ statuses: ['acknowledged'] })).toEqual([true, false, false])
    expect(await listed({ unroutedOnly: true })).toEqual([false, true, false])
    expect(await listed({ mineOnly: true })).toEqual([true, false, false])
    expect(await listed({ statuses: [] })).toEqual([false, false, false])
  })
})

describe('opening a tip', () => {
  it('shows the words, what may be done, and the way back', async () => {
    const { id, words } = await tip({ details: ['Nơi: sau chợ'] })
    expect(await app.desk.open(officer, id)).toMatchObject({
      messages: [
        { author: 'tipster', text: words },
        { author: 'detail', text: 'Nơi: sau chợ' },
      ],
      moves: ['acknowledged'],
      canReply: true,
      hasWayBack: true,
    })
  })

  it('logs one reading in ten minutes for each officer', async () => {
    const { id } = await tip()
    const other = await addOfficer(app.base, '38')
    for (let i = 0; i < 3; i++) await app.desk.open(officer, id)
    app.clock.advance(10 * minuteMs - 1)
    await app.desk.open(officer, id)
    expect((await readings(id)).map((entry) => entry.officer)).toEqual([officer.id])
    app.clock.advance(1)
    await app.desk.open(officer, id)
    await app.desk.open(other, id)
    expect((await readings(id)).map((entry) => entry.officer)).toEqual([officer.id, officer.id, other.id])
  })

  it('answers nothing for a tip of another unit or none at all, and logs nothing', async () => {
    const { id } = await tip({ unit: '01-M1' })
    expect(await app.desk.open(officer, id)).toBeUndefined()
    expect(await app.desk.open(officer, 'ZZZZ-9999')).toBeUndefined()
    expect(await readings(id)).toEqual([])
  })

  it('shows an administrator neither words nor anything to do, and logs no reading', async () => {
    const { id, words } = await tip()
    const shown = await app.desk.open({ ...officer, role: 'admin' }, id)
    expect(shown).toMatchObject({ messages: undefined, moves: [], canReply: false })
    expect(JSON.stringify(shown)).not.toContain(words)
    expect(await readings(id)).toEqual([])
  })

  it('tells that the tipster left, and that a closed tip takes no reply', async () => {
    const { id } = await tip()
    await app.base.storage.commit([{ write: 'drop-tip-addresses', tip: id }])
    expect(await app.desk.open(officer, id)).toMatchObject({ hasWayBack: false, canReply: true })
    await putStatus(app.base, id, 'closed')
    expect(await app.desk.open(officer, id)).toMatchObject({ moves: [], canReply: false })
  })
})

describe('moving a tip', () => {
  const pairs = tipStatuses.flatMap((from) => tipStatuses.map((to) => [from, to] as const))

  it.each(pairs)('from %s to %s is done or refused as the rules say', async (from, to) => {
    const { id } = await tip()
    if (from !== 'open') await putStatus(app.base, id, from)
    const result = await app.desk.move(officer, id, to)
    expect(result).toEqual(canMove(from, to) ? done : refused('no-such-move'))
    expect((await statusOf(id))?.status).toBe(canMove(from, to) ? to : from)
    expect(await told()).toHaveLength(canMove(from, to) ? 1 : 0)
  })

  it('tells the tipster in a child’s words on every address, and logs who moved it', async () => {
    const { id, from } = await tip()
    await join(id, 'zalo:the-same-one')
    expect(await app.desk.move(officer, id, 'acknowledged')).toEqual(done)
    const messages = await told()
    expect(messages.map(({ to }) => to).toSorted()).toEqual([from, 'zalo:the-same-one'].toSorted())
    for (const { text } of messages) {
      expect(text).toContain('Đã có cán bộ nhận tin của bạn')
      expect(text).not.toContain(officer.name)
      expect(text).not.toContain(id)
    }
    expect((await app.base.storage.tips.log(id)).at(-1)).toMatchObject({
      what: 'moved',
      officer: officer.id,
      from: 'open',
      to: 'acknowledged',
    })
    expect((await statusOf(id))?.officer).toBe(officer.id)
  })

  it('keeps the owner when another officer goes on with it', async () => {
    const { id } = await tip()
    await app.desk.move(officer, id, 'acknowledged')
    const other = await addOfficer(app.base, '38')
    expect(await app.desk.move(other, id, 'classified')).toEqual(done)
    expect((await statusOf(id))?.officer).toBe(officer.id)
  })

  it('by five officers at once is done by exactly one; the tipster is told once', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, from } = await tip()
      const officers = await Promise.all(Array.from({ length: 5 }, () => addOfficer(app.base, '38')))
      const results = await Promise.all(officers.map((each) => app.desk.move(each, id, 'acknowledged')))
      expect(results.filter(({ kind }) => kind === 'done')).toHaveLength(1)
      for (const result of results) {
        if (result.kind === 'refused') expect(['changed-meanwhile', 'no-such-move']).toContain(result.because)
      }
      const owner = officers[results.findIndex(({ kind }) => kind === 'done')]
      expect((await statusOf(id))?.officer).toBe(owner?.id)
      expect((await told()).filter(({ to }) => to === from)).toHaveLength(1)
      expect((await app.base.storage.tips.log(id)).filter(({ what }) => what === 'moved')).toHaveLength(1)
    }
  })

  it('tells nobody when the tipster left', async () => {
    const { id } = await tip()
    await app.base.storage.commit([{ write: 'drop-tip-addresses', tip: id }])
    expect(await app.desk.move(officer, id, 'acknowledged')).toEqual(done)
    expect(await told()).toEqual([])
  })
})

describe('a reply', () => {
  it('acknowledges first, reaches every address under the alias, and stands in the thread', async () => {
    const { id, from } = await tip()
    await join(id, 'zalo:also')
    expect(await app.desk.reply(officer, id, '  Cháu bé mấy tuổi?\n')).toEqual(done)
    expect(await statusOf(id)).toMatchObject({ status: 'acknowledged', officer: officer.id })
    const messages = await told()
    expect(messages.map(({ to }) => to).toSorted()).toEqual([from, 'zalo:also'].toSorted())
    for (const { text } of messages) {
      expect(text).toContain(`Cán bộ trực số ${officer.alias} trả lời:\nCháu bé mấy tuổi?\n`)
      expect(text).not.toContain(officer.name)
      expect(text).not.toContain('Cường')
    }
    expect((await app.desk.open(officer, id))?.messages?.at(-1)).toMatchObject({
      author: 'officer',
      alias: officer.alias,
      text: 'Cháu bé mấy tuổi?',
    })
    expect((await app.base.storage.tips.log(id)).map(({ what }) => what)).toEqual([
      'opened',
      'moved',
      'replied',
      'read',
    ])
  })

  it('leaves status and owner of a tip in work as they are', async () => {
    const { id } = await tip()
    await app.desk.move(officer, id, 'acknowledged')
    await app.desk.move(officer, id, 'classified')
    const other = await addOfficer(app.base, '38')
    expect(await app.desk.reply(other, id, 'Đã rõ.')).toEqual(done)
    expect(await statusOf(id)).toMatchObject({ status: 'classified', officer: officer.id })
  })

  it.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n\t ', 'empty'],
    ['one character too many', 'ă'.repeat(longestReply + 1), 'too-long'],
    ['too many characters written apart', 'ă'.normalize('NFD').repeat(longestReply + 1), 'too-long'],
  ])('of %s is refused, and nothing is stored or said', async (_what, text, because) => {
    const { id } = await tip()
    expect(await app.desk.reply(officer, id, text)).toEqual(refused(because))
    expect((await statusOf(id))?.status).toBe('open')
    expect((await app.base.storage.tips.messages(id)).map(({ author }) => author)).toEqual(['tipster'])
    expect(await told()).toEqual([])
  })

  it('of exactly the longest length is taken, also written apart', async () => {
    const { id } = await tip()
    expect(await app.desk.reply(officer, id, 'ă'.normalize('NFD').repeat(longestReply))).toEqual(done)
    expect((await app.desk.open(officer, id))?.messages?.at(-1)?.text).toBe('ă'.repeat(longestReply))
  })

  it('to a closed tip is refused', async () => {
    const { id } = await tip()
    await putStatus(app.base, id, 'closed')
    expect(await app.desk.reply(officer, id, 'còn đó không')).toEqual(refused('no-such-move'))
    expect(await told()).toEqual([])
  })

  it('of two officers at once to an open tip leaves one owner and no lost words', async () => {
    const { id } = await tip()
    const officers = [await addOfficer(app.base, '38'), await addOfficer(app.base, '38')]
    const results = await Promise.all(officers.map((each) => app.desk.reply(each, id, `lời của số ${each.alias}`)))
    const answers = (await app.base.storage.tips.messages(id)).filter(({ author }) => author === 'officer')
    expect(answers).toHaveLength(results.filter(({ kind }) => kind === 'done').length)
    expect(answers.length).toBeGreaterThan(0)
    expect((await app.base.storage.tips.log(id)).filter(({ what }) => what === 'moved')).toHaveLength(1)
  })
})

describe('who may not act', () => {
  it('an administrator is refused, and nothing happens', async () => {
    const { id } = await tip()
    const admin = await addOfficer(app.base, 'VN', 'admin')
    expect(await app.desk.move(admin, id, 'acknowledged')).toEqual(refused('role'))
    expect(await app.desk.reply(admin, id, 'chào')).toEqual(refused('role'))
    expect((await statusOf(id))?.status).toBe('open')
    expect(await told()).toEqual([])
  })

  it('an officer of another place hears that there is no such tip', async () => {
    const { id } = await tip()
    for (const unit of ['01', '38-M2']) {
      expect(await app.desk.move({ ...officer, unit }, id, 'acknowledged')).toEqual(refused('no-such-tip'))
      expect(await app.desk.reply({ ...officer, unit }, id, 'chào')).toEqual(refused('no-such-tip'))
    }
    expect(await app.desk.move(officer, 'ZZZZ-9999', 'acknowledged')).toEqual(refused('no-such-tip'))
    expect((await statusOf(id))?.status).toBe('open')
  })
})
