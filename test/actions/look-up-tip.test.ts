import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { triesOfAll, triesPerSource } from '../../src/actions/look-up-tip.ts'
import type { Address } from '../../src/core/channel.ts'
import { makeReceipt, showReceipt } from '../../src/core/receipt.ts'
import { tipStatuses } from '../../src/core/tip.ts'
import { writesFor } from '../../src/inbound/effects.ts'
import { addMessage } from '../../src/tips/add-message.ts'
import { readThread, tipAddresses } from '../../src/tips/thread.ts'
import { addOfficer, bindAccount, putOnDuty, putStatus, storeTip } from '../tips/store-tip.ts'
import { openActions, type OpenActions } from './open-actions.ts'

const hourMs = 60 * 60 * 1000
const wrong = makeReceipt('123456789012345')

let open: OpenActions
beforeAll(async () => {
  open = await openActions()
})
afterAll(() => open.close())
// Tries are forgotten between cases.
beforeEach(() => open.clock.advance(2 * hourMs))

const lookUp = async (receipt: string, from: Address = 'telegram:lan', source?: string) => {
  const context = open.context(from, source === undefined ? {} : { source })
  const result = await open.actions['look-up-tip']({ receipt }, context)
  const writing = { from, contact: context.contact.mark, at: context.now }
  for (const effect of result.effects ?? []) {
    await open.base.storage.commit(await writesFor(effect, writing, open.base))
  }
  return result
}
const keysOf = (result: Awaited<ReturnType<typeof lookUp>>) => result.lines?.map((line) => 'key' in line && line.key)
const stored = async (id: string) => {
  const found = await open.base.storage.tips.find(id)
  if (found === undefined) throw new Error('no such tip')
  return found
}

describe('what a typed receipt comes to', () => {
  it.each([
    ['nothing', '', 'slip', 'receipt.wrongLength'],
    ['words', 'mã của em', 'slip', 'receipt.wrongLength'],
    ['15 digits', wrong.slice(1), 'slip', 'receipt.wrongLength'],
    ['17 digits', `${wrong}0`, 'slip', 'receipt.wrongLength'],
    ['a wrong check digit', wrong.slice(0, 15) + ((Number(wrong[15]) + 1) % 10), 'slip', 'receipt.wrongDigit'],
    ['a receipt of no tip', wrong, 'wrong', 'receipt.notFound'],
  ])('%s', async (_what, typed, result, key) => {
    const answer = await lookUp(typed)
    expect(answer.result).toBe(result)
    expect(keysOf(answer)).toEqual([key])
    expect(answer.effects).toEqual([{ do: 'count-try', source: open.base.marks.source('telegram:lan') }])
  })

  it('a right one is found however it is written, from any address, and counts as no try', async () => {
    const { id, receipt } = await storeTip(open.base, 'telegram:lan')
    for (const typed of [receipt, showReceipt(receipt), ` ${receipt.slice(0, 8)} ${receipt.slice(8)} `]) {
      const answer = await lookUp(typed, 'zalo:anywhere')
      expect(answer).toMatchObject({ result: 'found', vars: { tip: id } })
      expect(answer.effects ?? []).toEqual([])
    }
  })
})

describe('how often somebody may try', () => {
  it(`is ${triesPerSource} times an hour, slips counted; then even the right receipt finds nothing`, async () => {
    const { receipt } = await storeTip(open.base, 'telegram:lan')
    for (let i = 0; i < triesPerSource; i++) expect((await lookUp(i % 2 === 0 ? '12' : wrong)).result).not.toBe('tooMany')
    const late = await lookUp(receipt)
    expect(late).toEqual({ result: 'tooMany' })
    expect((await lookUp(receipt, 'telegram:another')).result).toBe('found')
    open.clock.advance(hourMs)
    expect((await lookUp(receipt)).result).toBe('tooMany')
    open.clock.advance(1)
    expect((await lookUp(receipt)).result).toBe('found')
  })

  it('goes by where the message came from when the channel says so, not by session', async () => {
    for (let i = 0; i < triesPerSource; i++) await lookUp(wrong, `web:session-${i}`, 'one-machine')
    expect((await lookUp(wrong, 'web:session-new', 'one-machine')).result).toBe('tooMany')
    expect((await lookUp(wrong, 'web:session-new', 'another-machine')).result).toBe('wrong')
  })

  it(`is over for everybody after ${triesOfAll} failed tries of all together`, async () => {
    const { receipt } = await storeTip(open.base, 'telegram:lan')
    const at = open.clock.now()
    const tries = Array.from({ length: triesOfAll - 1 }, (_, index) => ({ source: `source-${index}`, at }))
    await open.base.storage.commit(tries.map((each) => ({ write: 'count-try', ...each })))
    expect((await lookUp(receipt)).result).toBe('found')
    expect((await lookUp(wrong, 'telegram:last')).result).toBe('wrong')
    expect((await lookUp(receipt)).result).toBe('tooMany')
    open.clock.advance(hourMs + 1)
    expect((await lookUp(receipt)).result).toBe('found')
  })
})

describe('what is shown of a tip', () => {
  it.each(tipStatuses)('%s in a child’s words, with the day in Vietnam', async (status) => {
    const { id, receipt } = await storeTip(open.base, 'telegram:lan')
    if (status !== 'open') await putStatus(open.base, id, status)
    const openedAt = (await stored(id)).tip.openedAt
    const vietnam = new Date(openedAt.getTime() + 7 * hourMs)
    expect((await lookUp(receipt)).lines).toEqual([
      {
        key: 'receipt.status',
        vars: {
          status: open.base.content.translate('vi')(`status.child.${status}`),
          openedAt: `${vietnam.getUTCDate()}/11/2026 ${vietnam.toISOString().slice(11, 16)}`,
        },
      },
      { key: 'receipt.noAnswerYet' },
    ])
  })

  it('the officers’ answers in their order under their aliases, and nothing the tipster told', async () => {
    const { id, receipt, words } = await storeTip(open.base, 'telegram:lan', { details: ['Nơi: sau chợ'] })
    const at = open.clock.now()
    const answer = async (alias: number, text: string) =>
      open.base.storage.commit(addMessage(await stored(id), { author: 'officer', alias, text }, at, open.base))
    await answer(3, 'Bạn gọi 111 nhé.')
    await open.base.storage.commit(addMessage(await stored(id), { author: 'tipster', text: 'vâng ạ' }, at, open.base))
    await answer(5, 'Đã có người tới.')
    const result = await lookUp(receipt)
    expect(result.lines?.slice(1)).toMatchObject([
      { key: 'receipt.answer', vars: { alias: 3, text: 'Bạn gọi 111 nhé.' } },
      { key: 'receipt.answer', vars: { alias: 5, text: 'Đã có người tới.' } },
    ])
    for (const told of [words, 'sau chợ', 'vâng ạ']) expect(JSON.stringify(result)).not.toContain(told)
  })
})

describe('adding words to a tip', () => {
  const add = (tip: string, text: string, from: Address) =>
    open.actions['add-tip-words']({ tip, text }, open.context(from))
  const carryOut = async (result: Awaited<ReturnType<typeof add>>, from: Address) => {
    const context = { from, contact: open.base.marks.contact(from), at: open.clock.now() }
    for (const effect of result.effects ?? []) {
      await open.base.storage.commit(await writesFor(effect, context, open.base))
    }
  }

  it('keeps them, and from then on answers come here too', async () => {
    const { id, words } = await storeTip(open.base, 'telegram:lan')
    const result = await add(id, 'còn nữa ạ', 'zalo:lan')
    expect(result.result).toBe('added')
    await carryOut(result, 'zalo:lan')
    expect((await readThread(await stored(id), open.base)).map(({ text }) => text)).toEqual([words, 'còn nữa ạ'])
    expect((await tipAddresses(await stored(id), open.base)).toSorted()).toEqual(['telegram:lan', 'zalo:lan'])
  })

  it('calls the owner; without one, those on duty', async () => {
    const onDuty = await addOfficer(open.base, '38')
    const owner = await addOfficer(open.base, '38')
    await putOnDuty(open.base, onDuty)
    await bindAccount(open.base, onDuty, 'zalo:onduty')
    await bindAccount(open.base, owner, 'zalo:owner')
    const { id } = await storeTip(open.base, 'telegram:lan', { unit: '38-M1' })
    const open1 = await add(id, 'lời thêm', 'telegram:lan')
    expect(open1.alerts?.map(({ to, about }) => [to, about])).toEqual([['zalo:onduty', id]])
    expect(open1.alerts?.[0]?.text).not.toContain('lời thêm')
    await putStatus(open.base, id, 'acknowledged', owner.id)
    expect((await add(id, 'lời thêm', 'telegram:lan')).alerts?.map(({ to }) => to)).toEqual(['zalo:owner'])
  })

  it('is over once the tip is closed or is none', async () => {
    const { id } = await storeTip(open.base, 'telegram:lan')
    await putStatus(open.base, id, 'closed')
    expect(await add(id, 'x', 'telegram:lan')).toEqual({ result: 'gone' })
    expect(await add('ZZZZ-9999', 'x', 'telegram:lan')).toEqual({ result: 'gone' })
    expect(await add('', 'x', 'telegram:lan')).toEqual({ result: 'gone' })
  })

  it('is kept after the tipster left, without a new way back', async () => {
    const { id, words } = await storeTip(open.base, 'telegram:lan')
    const left = await open.actions['leave-tip']({ tip: id }, open.context())
    expect(left).toEqual({ result: 'left', effects: [{ do: 'leave-tip', tip: id }] })
    await carryOut(left, 'telegram:lan')
    await carryOut(await add(id, 'còn nữa ạ', 'zalo:lan'), 'zalo:lan')
    expect((await readThread(await stored(id), open.base)).map(({ text }) => text)).toEqual([words, 'còn nữa ạ'])
    expect(await open.base.storage.tips.addresses(id)).toEqual([])
    expect((await open.base.storage.tips.log(id)).map(({ what }) => what)).toEqual([
      'opened',
      'address-dropped',
      'words-added',
    ])
  })

  it('leaving a tip that is not there changes nothing', async () => {
    expect(await open.actions['leave-tip']({ tip: 'ZZZZ-9999' }, open.context())).toEqual({ result: 'gone' })
  })
})
