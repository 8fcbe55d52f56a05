import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sealAttachment } from '../../src/core/attachment.ts'
import { deskPageSize, type Desk, type DeskResult } from '../../src/core/desk.ts'
import type { Officer, Role } from '../../src/core/shift.ts'
import { canMove, tipStatuses } from '../../src/core/tip.ts'
import { openDesk, type OpenDesk } from './open-desk.ts'
import { addOfficer, putStatus } from './store-tip.ts'

const done: DeskResult = { kind: 'done' }
const refused = (because: string) => ({ kind: 'refused', because })
const minuteMs = 60_000

let open: OpenDesk
let desk: Desk
let officer: Officer
beforeAll(async () => {
  open = await openDesk()
  desk = open.app.desk
  officer = open.officer
})
afterAll(() => open.app.close())
beforeEach(() => open.forget())

const readings = async (id: string) => (await open.app.base.storage.tips.log(id)).filter(({ what }) => what === 'read')

describe('the list', () => {
  it('holds tips of the officer’s unit and of those below it, and no other', async () => {
    const here = await open.tip({ unit: '38' })
    const below = await open.tip({ unit: '38-M1-T1' })
    const beside = await open.tip({ unit: '01-M1' })
    const above = await open.tip({ unit: 'VN' })
    const listed = async (unit: string, role: Role = 'officer') => {
      const { rows } = await desk.list({ ...officer, unit, role }, {})
      return [here, below, beside, above].map(({ id }) => rows.some((row) => row.tip.id === id))
    }
    expect(await listed('38')).toEqual([true, true, false, false])
    expect(await listed('38-M1')).toEqual([false, true, false, false])
    expect(await listed('01', 'supervisor')).toEqual([false, false, true, false])
    expect(await listed('VN', 'admin')).toEqual([true, true, true, true])
    expect(await listed('99')).toEqual([false, false, false, false])
  })

  it('says where, whose, whether late and whether anybody was called, and no words', async () => {
    const dueAt = new Date(open.app.clock.now().getTime() - 1)
    const late = await open.tip({ dueAt, routedUnit: undefined })
    const row = (await desk.list(officer, {})).rows.find((each) => each.tip.id === late.id)
    expect(row?.place.map(({ code }) => code)).toEqual(['38-M1', '38'])
    expect(row).toMatchObject({ isUnrouted: true, isOverdue: true, owner: undefined })
    expect(JSON.stringify(row)).not.toContain(late.words)

    await desk.move(officer, late.id, 'acknowledged')
    const taken = (await desk.list(officer, {})).rows.find((each) => each.tip.id === late.id)
    expect(taken).toMatchObject({ isUnrouted: false, owner: { alias: officer.alias, name: officer.name } })
    await putStatus(open.app.base, late.id, 'resolved')
    const resolved = (await desk.list(officer, {})).rows.find((each) => each.tip.id === late.id)
    expect(resolved?.isOverdue).toBe(false)
  })

  it('is cut down by status, by nobody called, and by owner', async () => {
    const mine = await open.tip()
    await desk.move(officer, mine.id, 'acknowledged')
    const nobody = await open.tip({ routedUnit: undefined })
    const plain = await open.tip()
    const listed = async (filter: Parameters<Desk['list']>[1]) => {
      const { rows } = await desk.list(officer, filter)
      return [mine, nobody, plain].map(({ id }) => rows.some((row) => row.tip.id === id))
    }
    expect(await listed({ statuses: ['acknowledged'] })).toEqual([true, false, false])
    expect(await listed({ unroutedOnly: true })).toEqual([false, true, false])
    expect(await listed({ mineOnly: true })).toEqual([true, false, false])
    expect(await listed({ statuses: [] })).toEqual([false, false, false])
  })

  it('comes in pages, which hold every tip once', async () => {
    const far = { ...officer, unit: '91' }
    const ids = new Set<string>()
    for (let i = 0; i <= deskPageSize; i++) ids.add((await open.tip({ unit: '91-M1' })).id)
    const [first, second, third] = await Promise.all([0, 1, 2].map((page) => desk.list(far, { page })))
    expect([first?.rows.length, first?.hasMore]).toEqual([deskPageSize, true])
    expect([second?.rows.length, second?.hasMore]).toEqual([1, false])
    expect(third).toEqual({ rows: [], hasMore: false })
    const listed = [...(first?.rows ?? []), ...(second?.rows ?? [])].map(({ tip }) => tip.id)
    expect(new Set(listed)).toEqual(ids)
    expect(await desk.list(far, {})).toEqual(first)
  })
})

describe('a file of a tip', () => {
  it('is for those who may read its words, and reading it is logged as that', async () => {
    const { storage, clock } = open.app.base
    const file = { kind: 'image', mediaType: 'image/jpeg', bytes: Buffer.from('what is seen') } as const
    const { stored, ref } = sealAttachment(file, open.app.base)
    const row = { id: ref.id, channel: 'telegram', mark: ref.id, contact: 'c', sealed: new Uint8Array() } as const
    await storage.inbox.accept({ ...row, receivedAt: clock.now(), attachments: [stored] })
    const tip = await open.tip({ attachments: [ref] })
    const other = await open.tip()
    expect(await desk.attachment({ ...officer, unit: '01' }, tip.id, ref.id)).toBeUndefined()
    expect(await desk.attachment({ ...officer, role: 'admin' }, tip.id, ref.id)).toBeUndefined()
    expect(await desk.attachment(officer, other.id, ref.id)).toBeUndefined()
    expect(await desk.attachment(officer, tip.id, 'no-such-file')).toBeUndefined()
    expect(await readings(tip.id)).toEqual([])
    expect(await desk.attachment(officer, tip.id, ref.id)).toEqual(file)
    expect(await desk.attachment(officer, tip.id, ref.id)).toEqual(file)
    expect(await readings(tip.id)).toMatchObject([{ officer: officer.id }])
    const [message] = (await desk.open(officer, tip.id))?.messages ?? []
    expect(message?.attachments).toEqual([{ id: ref.id, kind: 'image', mediaType: 'image/jpeg', size: 12 }])
  })
})

describe('opening a tip', () => {
  it('shows the words, what may be done, and the way back', async () => {
    const { id, words } = await open.tip({ details: ['Nơi: sau chợ'] })
    expect(await desk.open(officer, id)).toMatchObject({
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
    const { id } = await open.tip()
    const other = await addOfficer(open.app.base, '38')
    for (let i = 0; i < 3; i++) await desk.open(officer, id)
    open.app.clock.advance(10 * minuteMs - 1)
    await desk.open(officer, id)
    expect((await readings(id)).map((entry) => entry.officer)).toEqual([officer.id])
    open.app.clock.advance(1)
    await desk.open(officer, id)
    await desk.open(other, id)
    expect((await readings(id)).map((entry) => entry.officer)).toEqual([officer.id, officer.id, other.id])
  })

  it('answers nothing for a tip of another unit or none at all, and logs nothing', async () => {
    const { id } = await open.tip({ unit: '01-M1' })
    expect(await desk.open(officer, id)).toBeUndefined()
    expect(await desk.open(officer, 'ZZZZ-9999')).toBeUndefined()
    expect(await readings(id)).toEqual([])
  })

  it('shows an administrator neither words nor anything to do, and logs no reading', async () => {
    const { id, words } = await open.tip()
    const shown = await desk.open({ ...officer, role: 'admin' }, id)
    expect(shown).toMatchObject({ messages: undefined, moves: [], canReply: false })
    expect(JSON.stringify(shown)).not.toContain(words)
    expect(await readings(id)).toEqual([])
  })

  it('tells that the tipster left, and that a closed tip takes no reply', async () => {
    const { id } = await open.tip()
    await open.leave(id)
    expect(await desk.open(officer, id)).toMatchObject({ hasWayBack: false, canReply: true })
    await putStatus(open.app.base, id, 'closed')
    expect(await desk.open(officer, id)).toMatchObject({ moves: [], canReply: false })
  })
})

describe('moving a tip', () => {
  const pairs = tipStatuses.flatMap((from) => tipStatuses.map((to) => [from, to] as const))

  it.each(pairs)('from %s to %s is done or refused as the rules say', async (from, to) => {
    const { id } = await open.tip()
    if (from !== 'open') await putStatus(open.app.base, id, from)
    const result = await desk.move(officer, id, to)
    expect(result).toEqual(canMove(from, to) ? done : refused('no-such-move'))
    expect((await open.statusOf(id))?.status).toBe(canMove(from, to) ? to : from)
    expect(await open.told()).toHaveLength(canMove(from, to) ? 1 : 0)
  })

  it('tells the tipster in a child’s words on every address, and logs who moved it', async () => {
    const { id, from } = await open.tip()
    await open.join(id, 'zalo:the-same-one')
    expect(await desk.move(officer, id, 'acknowledged')).toEqual(done)
    const messages = await open.told()
    expect(messages.map(({ to }) => to).toSorted()).toEqual([from, 'zalo:the-same-one'].toSorted())
    for (const { text } of messages) {
      expect(text).toContain('Đã có cán bộ nhận tin của bạn')
      expect(text).not.toContain(officer.name)
      expect(text).not.toContain(id)
    }
    expect((await open.app.base.storage.tips.log(id)).at(-1)).toMatchObject({
      what: 'moved',
      officer: officer.id,
      from: 'open',
      to: 'acknowledged',
    })
    expect((await open.statusOf(id))?.officer).toBe(officer.id)
  })

  it('keeps the owner when another officer goes on with it', async () => {
    const { id } = await open.tip()
    await desk.move(officer, id, 'acknowledged')
    const other = await addOfficer(open.app.base, '38')
    expect(await desk.move(other, id, 'classified')).toEqual(done)
    expect((await open.statusOf(id))?.officer).toBe(officer.id)
  })

  it('by five officers at once is done by exactly one; the tipster is told once', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, from } = await open.tip()
      const officers = await Promise.all(Array.from({ length: 5 }, () => addOfficer(open.app.base, '38')))
      const results = await Promise.all(officers.map((each) => desk.move(each, id, 'acknowledged')))
      expect(results.filter(({ kind }) => kind === 'done')).toHaveLength(1)
      for (const result of results) {
        if (result.kind === 'refused') expect(['changed-meanwhile', 'no-such-move']).toContain(result.because)
      }
      const owner = officers[results.findIndex(({ kind }) => kind === 'done')]
      expect((await open.statusOf(id))?.officer).toBe(owner?.id)
      expect((await open.told()).filter(({ to }) => to === from)).toHaveLength(1)
      expect((await open.app.base.storage.tips.log(id)).filter(({ what }) => what === 'moved')).toHaveLength(1)
    }
  })

  it('tells nobody when the tipster left', async () => {
    const { id } = await open.tip()
    await open.leave(id)
    expect(await desk.move(officer, id, 'acknowledged')).toEqual(done)
    expect(await open.told()).toEqual([])
  })
})
