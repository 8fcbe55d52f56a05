import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Effect } from '../../src/core/outcome.ts'
import { readReceipt } from '../../src/core/receipt.ts'
import type { ActionResult } from '../../src/flows/action.ts'
import { addOfficer, bindAccount, putOnDuty } from '../tips/store-tip.ts'
import { openActions, type OpenActions } from './open-actions.ts'

const harmless = 'cháu nhà bên dạo này ít nói, hay ngồi một mình'
const hourMs = 60 * 60 * 1000

let open: OpenActions
beforeAll(async () => {
  open = await openActions()
})
afterAll(() => open.close())

const submit = (
  args: Readonly<Record<string, string>>,
  contact: { unit?: string; locale?: string } = {},
  parts = open,
) => parts.actions['submit-tip'](args, parts.context('telegram:lan', { contact }))
const tipOf = (result: ActionResult): Extract<Effect, { do: 'open-tip' }> => {
  const [effect, count, ...more] = result.effects ?? []
  if (effect?.do !== 'open-tip' || count?.do !== 'count-tip' || more.length > 0) throw new Error('not one counted tip')
  return effect
}

describe('the kind of a tip', () => {
  it.each([
    ['chosen', { words: harmless, kind: 'neglect' }, 'neglect'],
    ['chosen, against what the words say', { words: 'em bị bố đánh', kind: 'online' }, 'online'],
    ['not chosen: what the words say', { words: 'em bị bố đánh', kind: '' }, 'physical_violence'],
    ['no kind at all: what the words say', { words: 'em bị bố đánh', kind: 'nonsense' }, 'physical_violence'],
    ['chosen as none: what the words say', { words: 'em bị bố đánh', kind: 'none' }, 'physical_violence'],
    ['neither chosen nor said', { words: 'xóm em có chuyện muốn kể', kind: '' }, 'other'],
  ])('%s', async (_what, args, kind) => {
    expect(tipOf(await submit(args)).kind).toBe(kind)
  })
})

describe('the danger of a tip', () => {
  it.each([
    ['harmless words', { words: harmless }, 'normal', 'unknown', 24],
    ['harmless words of somebody safe', { words: harmless, safety: 'safe' }, 'normal', 'safe', 24],
    ['harmless words of somebody in danger', { words: harmless, safety: 'unsafe' }, 'emergency', 'unsafe', 12],
    ['urgent words', { words: 'em bị bố đánh' }, 'urgent', 'unknown', 24],
    ['urgent words of somebody in danger', { words: 'em bị bố đánh', safety: 'unsafe' }, 'emergency', 'unsafe', 12],
    ['words of an emergency, though safe', { words: 'em đang bị đánh', safety: 'safe' }, 'emergency', 'safe', 12],
    ['an answer that is none', { words: harmless, safety: 'maybe' }, 'normal', 'unknown', 24],
  ])('%s', async (_what, args, level, safety, hours) => {
    const tip = tipOf(await submit(args))
    expect(tip).toMatchObject({ level, safety })
    expect(tip.dueAt.getTime() - open.clock.now().getTime()).toBe(hours * hourMs)
  })
})

describe('where a tip goes', () => {
  it.each([
    ['the place that was found', { unit: '38-M1' }, '01', '38-M1'],
    ['the contact’s place when none was found', { unit: '' }, '01', '01'],
    ['the contact’s place when the one found is gone', { unit: '99-X' }, '01', '01'],
    ['the root when nothing is known', { unit: '' }, undefined, 'VN'],
  ])('%s', async (_what, args, home, unit) => {
    const contact = home === undefined ? {} : { unit: home }
    expect(tipOf(await submit({ words: harmless, ...args }, contact)).unit).toBe(unit)
  })

  it('the default unit of the settings when nothing is known', async () => {
    const elsewhere = await openActions({ DEFAULT_UNIT: '80' })
    try {
      expect(tipOf(await submit({ words: harmless }, {}, elsewhere)).unit).toBe('80')
    } finally {
      await elsewhere.close()
    }
  })
})

describe('who is called', () => {
  it('nobody, when nobody is on duty: the result says so and the tip is kept as unrouted', async () => {
    const result = await submit({ words: harmless, unit: '91-M1' })
    expect(result.result).toBe('unrouted')
    expect(result.alerts).toEqual([])
    expect(tipOf(result)).toMatchObject({ unit: '91-M1', routedUnit: undefined })
  })

  it('those on duty nearest above the place, at their accounts, with no word of the tip', async () => {
    const officer = await addOfficer(open.base, '38')
    const away = await addOfficer(open.base, '01')
    await putOnDuty(open.base, officer)
    await putOnDuty(open.base, away)
    await bindAccount(open.base, officer, 'zalo:binh')
    await bindAccount(open.base, away, 'zalo:away')
    const result = await submit({ words: 'chuyện rất kín', unit: '38-M1', place: 'sau chợ', kind: 'neglect' })
    const tip = tipOf(result)
    expect(result.result).toBe('routed')
    expect(tip).toMatchObject({ unit: '38-M1', routedUnit: '38' })
    expect(result.alerts?.map(({ to, about }) => [to, about])).toEqual([['zalo:binh', tip.id]])
    const [alert] = result.alerts ?? []
    expect(alert?.text).toContain(`[${tip.id}] Thường · Bỏ rơi, bỏ mặc · Xã Suối Lau (mẫu), Thanh Hóa`)
    for (const secret of ['chuyện rất kín', 'sau chợ', 'lan', tip.receipt]) expect(alert?.text).not.toContain(secret)
  })

  it('an officer without an account is on duty all the same', async () => {
    const officer = await addOfficer(open.base, '80')
    await putOnDuty(open.base, officer)
    const result = await submit({ words: harmless, unit: '80' })
    expect(result).toMatchObject({ result: 'routed', alerts: [] })
  })

  it('an officer with two shifts at one time is called once', async () => {
    const officer = await addOfficer(open.base, '80-M1')
    await putOnDuty(open.base, officer)
    await putOnDuty(open.base, officer)
    await bindAccount(open.base, officer, 'zalo:twice')
    expect((await submit({ words: harmless, unit: '80-M1' })).alerts).toHaveLength(1)
  })
})

describe('what is kept and said', () => {
  it('says a well-formed receipt once, and never the case code', async () => {
    const result = await submit({ words: harmless })
    const [line, ...more] = result.lines ?? []
    if (line === undefined || !('key' in line)) throw new Error('no line')
    expect(more).toEqual([])
    expect(line.key).toBe('tip.receipt')
    const shown = String(line.vars?.receipt)
    expect(shown).toMatch(/^\d{4}-\d{4}-\d{4}-\d{4}$/)
    expect(readReceipt(shown)).toEqual({ kind: 'receipt', receipt: tipOf(result).receipt })
    expect(JSON.stringify(line)).not.toContain(tipOf(result).id)
  })

  it('keeps place and time as details in the desk’s language, whatever the contact speaks', async () => {
    const given = { words: harmless, place: 'sau chợ', when: 'thisWeek' }
    const result = await submit(given, { locale: 'en' })
    expect(tipOf(result).details).toEqual(['Nơi (lời người báo tin): sau chợ', 'Khi nào: Mấy ngày nay'])
    expect(tipOf(await submit({ words: harmless, when: 'thứ hai tuần trước' })).details).toEqual([
      'Khi nào: thứ hai tuần trước',
    ])
    expect(tipOf(await submit({ words: harmless })).details).toEqual([])
  })

  it('gives every tip another code and receipt', async () => {
    const tips = (await Promise.all(Array.from({ length: 20 }, () => submit({ words: harmless })))).map(tipOf)
    expect(new Set(tips.map(({ id }) => id)).size).toBe(20)
    expect(new Set(tips.map(({ receipt }) => receipt)).size).toBe(20)
  })
})
