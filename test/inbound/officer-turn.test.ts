import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Address } from '../../src/core/channel.ts'
import type { Officer } from '../../src/core/shift.ts'
import { inviteMs, makeInvite } from '../../src/sign-in-link.ts'
import { addOfficer, bindAccount, storeTip } from '../tips/store-tip.ts'
import { openDecide, said } from './open-decide.ts'
import { startTwoProcesses, type TwoProcesses } from './two-processes.ts'

let both: TwoProcesses
beforeAll(async () => {
  both = await startTwoProcesses()
})
afterAll(() => both.app.close())
afterEach(() => {
  both.disturbance.commit = undefined
})

let count = 0
const account = (): Address => `telegram:account-${++count}`
const words = (key: string) => both.app.base.content.translate('vi')(key)
const bound = 'Đã gắn tài khoản này với đồng chí'
const bad = () => words('officers.badInvite')
const useConsole = 'Đồng chí xử lý tin tại bàn trực: http://localhost:8080/console'
const officerAt = (address: Address) => both.app.base.storage.officers.byContact(both.app.base.marks.contact(address))
const newOfficer = () => addOfficer(both.app.base, '38')
const inviteOf = (officer: Officer) => makeInvite(officer.id, both.app.base)
const session = (address: Address) =>
  both.app.base.storage.sessions.find(both.app.base.marks.contact(address), both.app.clock.now())

describe('the emergency numbers', () => {
  const numbers = () => words('safety.numbers')
  const bind = async (): Promise<{ readonly from: Address; readonly officer: Officer }> => {
    const [from, officer] = [account(), await newOfficer()]
    await bindAccount(both.app.base, officer, from)
    return { from, officer }
  }

  it.each(['/khancap', '111', '0'])('come to an officer’s account too: %s', async (asked) => {
    const { from } = await bind()
    await both.write(from, asked)
    expect(both.said(from)).toEqual([numbers()])
  })

  it('come while an answer is written, which goes on', async () => {
    const { from, officer } = await bind()
    const { id } = await storeTip(both.app.base, 'telegram:lan', { unit: officer.unit })
    await both.write(from, `/tra ${id}`)
    await both.write(from, '/khancap')
    expect(both.said(from).at(-1)).toBe(numbers())
    await both.write(from, 'cháu đang ở đâu?')
    expect(both.said(from).at(-1)).toContain('“cháu đang ở đâu?”')
  })
})

describe('binding an account', () => {
  it.each([
    ['the bare code', (code: string) => code],
    ['the code in small letters, with spaces', (code: string) => `  ${code.toLowerCase()} `],
    ['the command of the deep link', (code: string) => `/start ${code}`],
    ['the command with the bot’s name', (code: string) => `/START@lachan_bot ${code.toLowerCase()}`],
  ])('works with %s', async (_what, written) => {
    const from = account()
    const officer = await newOfficer()
    await both.write(from, written(await inviteOf(officer)))
    expect(both.said(from)).toHaveLength(1)
    expect(both.said(from)[0]).toContain(bound)
    expect((await officerAt(from))?.id).toBe(officer.id)
    const [stored] = await both.app.base.storage.officers.addresses([officer.id])
    expect(Buffer.from(stored?.sealed ?? []).toString('latin1')).not.toContain('account')
  })

  it('works once: the code is used up for everybody', async () => {
    const [first, second] = [account(), account()]
    const code = await inviteOf(await newOfficer())
    await both.write(first, code)
    await both.write(second, code)
    await both.write(first, code)
    expect(both.said(second)).toEqual([bad()])
    expect(both.said(first).slice(1)).toEqual([bad()])
    expect(await officerAt(second)).toBeUndefined()
  })

  it('works for one of two accounts that send the code at once', async () => {
    const [first, second] = [account(), account()]
    const code = await inviteOf(await newOfficer())
    both.disturbance.commit = async () => {
      both.disturbance.commit = undefined
      await both.telegram.write(first, code)
    }
    await both.write(second, code)
    expect(both.said(first)[0]).toContain(bound)
    expect(both.said(second)).toEqual([bad()])
    expect(await officerAt(second)).toBeUndefined()
  })

  it('works until the last millisecond of its week', async () => {
    const [early, late] = [account(), account()]
    const [one, two] = [await inviteOf(await newOfficer()), await inviteOf(await newOfficer())]
    both.app.clock.advance(inviteMs - 1)
    await both.write(early, one)
    both.app.clock.advance(1)
    await both.write(late, two)
    expect(both.said(early)[0]).toContain(bound)
    expect(both.said(late)).toEqual([bad()])
  })

  it('does not work with a made-up code, nor with that of a disabled officer', async () => {
    const from = account()
    const officer = await newOfficer()
    const code = await inviteOf(officer)
    await both.app.base.storage.officers.disable(officer.id, both.app.clock.now())
    await both.write(from, 'CB-AAAAA-22222')
    await both.write(from, code)
    await both.write(from, `/start ${code}`)
    expect(both.said(from)).toEqual([bad(), bad(), bad()])
    expect(await officerAt(from)).toBeUndefined()
  })

  it('drops a half-told tip, which is sent to nobody', async () => {
    const from = account()
    await both.write(from, '/baotin')
    await both.write(from, 'chuyện viết dở')
    expect(await session(from)).toBeDefined()
    await both.write(from, await inviteOf(await newOfficer()))
    expect(await session(from)).toBeUndefined()
  })

  it('moves an account to the officer whose code it sent last; one officer may have several', async () => {
    const [phone, tablet] = [account(), account()]
    const [one, two] = [await newOfficer(), await newOfficer()]
    for (const from of [phone, tablet]) await both.write(from, await inviteOf(one))
    await both.write(tablet, await inviteOf(two))
    expect((await officerAt(phone))?.id).toBe(one.id)
    expect((await officerAt(tablet))?.id).toBe(two.id)
  })

  it('is refused where addresses do not last, and the code stays good elsewhere', async () => {
    const open = await openDecide()
    const officer = await addOfficer(open.base, '38')
    const code = await makeInvite(officer.id, open.base)
    for (const from of ['web:page', 'terminal:me'] as const) {
      const outcome = await open.decide(code, { from })
      expect(said(outcome)).toEqual([words('officers.notHere')])
      expect(outcome.effects.filter((effect) => effect.do === 'bind-officer')).toEqual([])
    }
    expect(said(await open.decide(code, { from: 'zalo:me' }))[0]).toContain(bound)
    await open.close()
  })

  it.each([['CB-ABCDE'], ['mã của tôi là CB-ABCDE-FGHJK'], ['CB-ABCDE-FGHJKL'], ['CBABCDEFGHJK']])(
    'is not what “%s” asks for',
    async (text) => {
      const from = account()
      await both.write(from, text)
      expect(both.said(from).join()).not.toContain(bad())
    },
  )
})

describe('an officer’s account', () => {
  const officersAccount = async () => {
    const from = account()
    await bindAccount(both.app.base, await newOfficer(), from)
    return from
  }

  it.each([
    ['/baotin'],
    ['/baotin em đang bị đánh'],
    ['báo tin'],
    ['/ma'],
    ['/xoa'],
    ['/start'],
    ['/nothing'],
    ['đã tiếp nhận, đang xuống nhà'],
  ])('to “%s” is sent to the console; no tip begins', async (text) => {
    const from = await officersAccount()
    await both.write(from, text)
    expect(both.said(from)).toHaveLength(1)
    expect(both.said(from)[0]).toContain(useConsole)
    expect(await session(from)).toBeUndefined()
  })

  it.each([['trẻ em là bao nhiêu tuổi'], ['/muc child-definition-age']])('may ask: “%s”', async (text) => {
    const from = await officersAccount()
    await both.write(from, text)
    expect(both.said(from)).toHaveLength(1)
    expect(both.said(from)[0]).toContain('Trẻ em là người dưới 16 tuổi')
  })

  it('is an ordinary contact again once the officer is disabled', async () => {
    const from = account()
    const officer = await newOfficer()
    await bindAccount(both.app.base, officer, from)
    await both.app.base.storage.officers.disable(officer.id, both.app.clock.now())
    await both.write(from, 'báo tin')
    expect(both.said(from).at(-1)).toBe(words('tip.words'))
  })
})
