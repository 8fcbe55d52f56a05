import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Address } from '../../src/core/channel.ts'
import type { State } from '../support/dump-state.ts'
import { sampleOfficer } from '../support/test-app.ts'
import { makeInvite } from '../../src/sign-in-link.ts'
import { startTwoProcesses, type TwoProcesses } from './two-processes.ts'

const question = 'trẻ em là bao nhiêu tuổi'
let both: TwoProcesses
beforeAll(async () => {
  both = await startTwoProcesses()
})
afterAll(() => both.app.close())
afterEach(() => {
  both.disturbance.commit = undefined
  both.disturbance.invited = undefined
})

let count = 0
const somebody = (): Address => `telegram:somebody-${++count}`
const words = (key: string, locale = 'vi') => both.app.base.content.translate(locale)(key)
const contact = (from: Address) => both.app.base.storage.contacts.find(both.app.base.marks.contact(from))
const session = (from: Address) =>
  both.app.base.storage.sessions.find(both.app.base.marks.contact(from), both.app.clock.now())
const counted = async (unit = 'VN') => {
  const rows = await both.app.base.storage.reach.counts({ units: [unit], fromDay: '2026-01-01', toDay: '2026-12-31' })
  const of = (kind: string) => rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.count, 0)
  return { reached: of('reached'), interaction: of('interaction') }
}
/** Before the next commit of the second process, once, something else happens first. */
const before = (happens: () => Promise<unknown>) => {
  both.disturbance.commit = async () => {
    both.disturbance.commit = undefined
    await happens()
  }
}

describe('a turn under which the session moved', () => {
  it('is decided anew, so that neither message is lost', async () => {
    const from = somebody()
    await both.write(from, '/baotin')
    before(() => both.telegram.write(from, 'lời thứ nhất'))
    await both.write(from, 'lời thứ hai')
    const said = both.said(from)
    expect(said.at(-1)).toBe(words('tip.kind'))
    for (const text of ['9', 'bỏ qua', '5', '3']) await both.write(from, text)
    expect(both.said(from).at(-1)).toContain('“lời thứ nhất\nlời thứ hai”')
    const rounds = both.app.logLines.flatMap((line) => (JSON.parse(line) as { rounds?: number }).rounds ?? [])
    expect(Math.max(...rounds)).toBe(2)
  })

  it('stores nothing with the commit that came too late', async () => {
    const from = somebody()
    await both.write(from, '/baotin')
    let moved: State | undefined
    let after: State | undefined
    let commits = 0
    both.disturbance.commit = async () => {
      commits++
      if (commits === 1) {
        await both.telegram.write(from, 'lời thứ nhất')
        moved = await both.state()
      } else {
        after ??= await both.state()
      }
    }
    await both.write(from, 'lời thứ hai')
    expect(commits).toBe(2)
    expect(moved).toBeDefined()
    expect(after).toEqual(moved)
  })

  it('that ended meanwhile begins from there', async () => {
    const from = somebody()
    await both.write(from, '/lang')
    before(() => both.telegram.write(from, 'thoát'))
    await both.write(from, 'English')
    expect(both.said(from).slice(1, 2)).toEqual([words('quick-exit.card')])
    expect(await contact(from)).toBeUndefined()
  })

  it('opens one tip when the button is pressed in two places at once', async () => {
    const from = somebody()
    for (const text of ['/baotin', 'bé nhà bên buồn', '9', 'bỏ qua', '5', '3']) await both.write(from, text)
    const tips = async () => (await both.app.base.storage.tips.list({ units: ['VN'], limit: 1_000 })).length
    const had = await tips()
    before(() => both.telegram.write(from, 'gửi'))
    await both.write(from, 'gửi')
    expect(await tips()).toBe(had + 1)
    expect(both.said(from).filter((text) => text.includes('Mã tra cứu của bạn'))).toHaveLength(1)
  })
})

describe('a turn that cannot be decided', () => {
  const invite = 'CB-ABCDE-FGHJK'
  it.each([
    ['vi', 'vi'],
    ['en', 'en'],
    [undefined, 'vi'],
  ])('of a contact who asks for %s is apologised for in %s, with the hotline, and settled', async (asked, locale) => {
    const from = somebody()
    both.disturbance.invited = () => Promise.reject(new Error(`cannot read ${invite}`))
    await both.write(from, invite, asked === undefined ? {} : { locale: asked })
    expect(both.said(from)).toEqual([words('common.apology', locale)])
    expect(both.said(from)[0]).toContain('111')
    expect(await both.app.base.storage.inbox.unsettled(10, 20)).toEqual([])
  })

  it('leaves the conversation where it was', async () => {
    const from = somebody()
    await both.write(from, '/baotin')
    const stood = await session(from)
    both.disturbance.invited = () => Promise.reject(new Error('a bug'))
    await both.write(from, invite)
    expect(await session(from)).toEqual(stood)
    both.disturbance.invited = undefined
    await both.write(from, 'bé nhà bên buồn')
    expect(both.said(from).at(-1)).toBe(words('tip.kind'))
  })

  it('is logged by the turn’s id and the place in the code, without a word of anybody', async () => {
    const from = somebody()
    both.disturbance.invited = () => Promise.reject(new TypeError(`cannot read ${invite} of ${from}`))
    await both.write(from, invite)
    const line = both.app.logLines.findLast((each) => each.includes('a turn failed')) ?? '{}'
    expect(JSON.parse(line)).toMatchObject({
      area: 'inbound',
      channel: 'telegram',
      kind: 'TypeError',
      turn: expect.stringMatching(/^[\w-]{36}$/),
      where: expect.stringMatching(/^src\/inbound\/[\w-]+\.ts:\d+$/),
    })
    for (const secret of [invite, from, 'somebody']) expect(both.app.logLines.join('\n')).not.toContain(secret)
  })
})

describe('a session that cannot be opened', () => {
  it('counts as one just left: its owner is heard, and goes on from there', async () => {
    const from = somebody()
    await both.write(from, '/baotin')
    const stood = await session(from)
    const contact = both.app.base.marks.contact(from)
    const sealed = Buffer.alloc(60, 1)
    const moved = { flow: 'tip', step: 'words', version: 9, expiresAt: stood?.expiresAt ?? new Date() }
    const damaged = { write: 'put-session', contact, expected: stood?.version, sealed, ...moved } as const
    await both.app.base.storage.commit([damaged])
    await both.write(from, 'báo tin')
    await both.write(from, 'bé nhà bên buồn')
    expect(both.said(from).at(-1)).toBe(words('tip.kind'))
    expect(both.app.logLines.join('\n')).toContain('a session could not be opened')
  })
})

describe('tries of one source at once', () => {
  it('are counted one by one: ten are answered, the rest have to wait', async () => {
    const people = Array.from({ length: 15 }, somebody)
    const more = { source: 'one-machine' }
    await Promise.all(people.map((from) => both.write(from, '/ma 1234-5678-9012-3452', more)))
    const answers = people.map((from) => both.said(from)[0])
    expect(answers.filter((text) => text === words('receipt.notFound'))).toHaveLength(10)
    expect(answers.filter((text) => text === words('receipt.tooMany'))).toHaveLength(5)
  })
})

describe('what is counted', () => {
  it('is every message of an ordinary conversation, and each person once', async () => {
    const from = somebody()
    const had = await counted()
    const people = async () =>
      (await both.app.base.storage.reach.people({ units: ['VN'], fromDay: '2026-01-01', toDay: '2026-12-31' }))[0]
        ?.people ?? 0
    const knew = await people()
    for (const text of [question, '/help', question]) await both.write(from, text)
    const now = await counted()
    expect(now.interaction - had.interaction).toBe(3)
    expect((await people()) - knew).toBe(1)
  })

  it('is nothing of a tip, a look-up or an erasure, nor of an officer', async () => {
    const from = somebody()
    const officer: Address = `telegram:officer-${count}`
    const had = await counted()
    for (const text of ['/baotin', 'bé nhà bên buồn', '0', '9', 'bỏ qua', '5', '3', 'gửi']) await both.write(from, text)
    for (const text of ['/ma', '12', '/xoa', 'xoá']) await both.write(from, text)
    await both.write(officer, await makeInvite((await sampleOfficer(both.app)).id, both.app.base))
    for (const text of [question, '/start', 'chào']) await both.write(officer, text)
    expect(await counted()).toEqual(had)
  })
})

describe('the language', () => {
  it.each([
    ['en', 'en'],
    ['en-GB', 'en'],
    ['EN', 'en'],
    ['fr', 'vi'],
    ['', 'vi'],
  ])('of a new contact whose page asks for “%s” is %s', async (asked, locale) => {
    const from = somebody()
    await both.write(from, '/ma', { locale: asked })
    expect(both.said(from)).toEqual([words('receipt.ask', locale)])
  })

  it('that the contact chose wins over the page', async () => {
    const from = somebody()
    await both.write(from, '/lang', { locale: 'vi' })
    await both.write(from, 'English', { locale: 'vi' })
    await both.write(from, '/ma', { locale: 'vi' })
    expect(both.said(from).slice(1)).toEqual([words('language.doneEn'), words('receipt.ask', 'en')])
    expect(await contact(from)).toMatchObject({ locale: 'en' })
  })

  it('asked for without a choice is not remembered', async () => {
    const from = somebody()
    await both.write(from, '/ma', { locale: 'en' })
    await both.write(from, '/ma', { locale: 'vi' })
    expect(both.said(from)).toEqual([words('receipt.ask', 'en'), words('receipt.ask', 'vi')])
    expect(await contact(from)).toBeUndefined()
  })
})

describe('the place of a poster', () => {
  it('is remembered, counted, and where a tip without a place goes', async () => {
    const from = somebody()
    const had = await counted('80-M1')
    await both.write(from, 'xin chào', { ref: '80-M1' })
    expect(await contact(from)).toMatchObject({ unit: '80-M1' })
    await both.write(from, question)
    expect((await counted('80-M1')).interaction - had.interaction).toBe(2)
    for (const text of ['/baotin', 'bé nhà bên buồn', '9', 'bỏ qua', '5', '3', 'gửi']) await both.write(from, text)
    const tips = await both.app.base.storage.tips.list({ units: ['80-M1'], limit: 10 })
    expect(tips).toHaveLength(1)
    expect(tips[0]?.routedUnit).toBe('VN')
  })

  it('that does not exist is passed over', async () => {
    const from = somebody()
    await both.write(from, 'xin chào', { ref: '99-NONE' })
    expect(await contact(from)).toBeUndefined()
    expect(both.said(from)[0]).toContain('đây là Lá Chắn')
  })

  it('of a second poster does not replace the first', async () => {
    const from = somebody()
    await both.write(from, 'xin chào', { ref: '80-M1' })
    await both.write(from, 'xin chào', { ref: '38-M1' })
    expect(await contact(from)).toMatchObject({ unit: '80-M1' })
  })
})

describe('erasing', () => {
  it('leaves no contact, no session and nothing queued, and says so', async () => {
    const from = somebody()
    await both.write(from, '/lang')
    await both.write(from, 'English')
    await both.write(from, '/xoa')
    both.telegram.fail('unreachable', 1)
    await both.write(from, 'what is this')
    const waiting = async () => (await both.app.base.storage.deliveries.waiting()).reply
    expect(await waiting()).toBeGreaterThan(0)
    await both.write(from, 'Erase')
    expect(await waiting()).toBe(0)
    expect(await contact(from)).toBeUndefined()
    expect(await session(from)).toBeUndefined()
    expect(both.said(from).at(-1)).toContain(words('erase.telegram', 'en').split('{{')[0])
    expect((await both.state()).contact?.map(({ mark }) => mark)).not.toContain(both.app.base.marks.contact(from))
  })
})
