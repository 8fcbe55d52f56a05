import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Desk, DeskResult } from '../../src/core/desk.ts'
import type { Officer } from '../../src/core/shift.ts'
import { longestReply } from '../../src/tips/desk-acts.ts'
import { openDesk, type OpenDesk } from './open-desk.ts'
import { addOfficer, putStatus } from './store-tip.ts'

const done: DeskResult = { kind: 'done' }
const refused = (because: string) => ({ kind: 'refused', because })

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

describe('a reply', () => {
  it('acknowledges first, reaches every address under the alias, and stands in the thread', async () => {
    const { id, from } = await open.tip()
    await open.join(id, 'zalo:also')
    expect(await desk.reply(officer, id, '  Cháu bé mấy tuổi?\n')).toEqual(done)
    expect(await open.statusOf(id)).toMatchObject({ status: 'acknowledged', officer: officer.id })
    const messages = await open.told()
    expect(messages.map(({ to }) => to).toSorted()).toEqual([from, 'zalo:also'].toSorted())
    for (const { text } of messages) {
      expect(text).toContain(`Cán bộ trực số ${officer.alias} trả lời:\nCháu bé mấy tuổi?\n`)
      expect(text).not.toContain(officer.name)
      expect(text).not.toContain('Cường')
    }
    expect((await desk.open(officer, id))?.messages?.at(-1)).toMatchObject({
      author: 'officer',
      alias: officer.alias,
      text: 'Cháu bé mấy tuổi?',
    })
    expect((await open.app.base.storage.tips.log(id)).map(({ what }) => what)).toEqual([
      'opened',
      'moved',
      'replied',
      'read',
    ])
  })

  it('leaves status and owner of a tip in work as they are', async () => {
    const { id } = await open.tip()
    await desk.move(officer, id, 'acknowledged')
    await desk.move(officer, id, 'classified')
    const other = await addOfficer(open.app.base, '38')
    expect(await desk.reply(other, id, 'Đã rõ.')).toEqual(done)
    expect(await open.statusOf(id)).toMatchObject({ status: 'classified', officer: officer.id })
  })

  it.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n\t ', 'empty'],
    ['one character too many', 'ă'.repeat(longestReply + 1), 'too-long'],
    ['too many characters written apart', 'ă'.normalize('NFD').repeat(longestReply + 1), 'too-long'],
  ])('of %s is refused, and nothing is stored or said', async (_what, text, because) => {
    const { id } = await open.tip()
    expect(await desk.reply(officer, id, text)).toEqual(refused(because))
    expect((await open.statusOf(id))?.status).toBe('open')
    expect((await open.app.base.storage.tips.messages(id)).map(({ author }) => author)).toEqual(['tipster'])
    expect(await open.told()).toEqual([])
  })

  it('of exactly the longest length is taken, also written apart', async () => {
    const { id } = await open.tip()
    expect(await desk.reply(officer, id, 'ă'.normalize('NFD').repeat(longestReply))).toEqual(done)
    expect((await desk.open(officer, id))?.messages?.at(-1)?.text).toBe('ă'.repeat(longestReply))
  })

  it('to a closed tip is refused', async () => {
    const { id } = await open.tip()
    await putStatus(open.app.base, id, 'closed')
    expect(await desk.reply(officer, id, 'còn đó không')).toEqual(refused('no-such-move'))
    expect(await open.told()).toEqual([])
  })

  it('of two officers at once to an open tip leaves one owner and no lost words', async () => {
    const { id } = await open.tip()
    const officers = [await addOfficer(open.app.base, '38'), await addOfficer(open.app.base, '38')]
    const results = await Promise.all(officers.map((each) => desk.reply(each, id, `lời của số ${each.alias}`)))
    const answers = (await open.app.base.storage.tips.messages(id)).filter(({ author }) => author === 'officer')
    expect(answers).toHaveLength(results.filter(({ kind }) => kind === 'done').length)
    expect(answers.length).toBeGreaterThan(0)
    expect((await open.app.base.storage.tips.log(id)).filter(({ what }) => what === 'moved')).toHaveLength(1)
  })
})

describe('who may not act', () => {
  it('an administrator is refused, and nothing happens', async () => {
    const { id } = await open.tip()
    const admin = await addOfficer(open.app.base, 'VN', 'admin')
    expect(await desk.move(admin, id, 'acknowledged')).toEqual(refused('role'))
    expect(await desk.reply(admin, id, 'chào')).toEqual(refused('role'))
    expect((await open.statusOf(id))?.status).toBe('open')
    expect(await open.told()).toEqual([])
  })

  it('an officer of another place hears that there is no such tip', async () => {
    const { id } = await open.tip()
    for (const unit of ['01', '38-M2']) {
      expect(await desk.move({ ...officer, unit }, id, 'acknowledged')).toEqual(refused('no-such-tip'))
      expect(await desk.reply({ ...officer, unit }, id, 'chào')).toEqual(refused('no-such-tip'))
    }
    expect(await desk.move(officer, 'ZZZZ-9999', 'acknowledged')).toEqual(refused('no-such-tip'))
    expect((await open.statusOf(id))?.status).toBe('open')
  })
})
