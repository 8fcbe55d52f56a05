import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { guessesOfAll, triesPerSource } from '../../src/actions/look-up-tip.ts'
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
  const writing = { from, contact: context.contact.mark, locale: 'vi', at: context.now }
  for (const effect of result.effects ?? []) {
    await open.base.storage.commit(await writesFor(effect, writing, { ...open.base, queue: () => [] }))
  }
  return result
}
const keysOf = (result: Awaited<ReturnType<typeof lookUp>>) => result.lines?.map((line) => 'key' in line && line.key)
const counted = (outcome: 'found' | 'slip' | 'guess') => ({
  do: 'count-try',
  source: open.base.marks.source('telegram:lan'),
  outcome,
  since: new Date(open.clock.now().getTime() - hourMs),
  most: triesPerSource,
})
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
    expect(answer.effects).toEqual([counted(result === 'slip' ? 'slip' : 'guess')])
  })

  it('a right one is found however it is written, from any address, and counts as no try', async () => {
    const { id, receipt } = await storeTip(open.base, 'telegram:lan')
    for (const typed of [receipt, showReceipt(receipt), ` ${receipt.slice(0, 8)} ${receipt.slice(8)} `]) {
      expect(await lookUp(typed, 'zalo:anywhere')).toMatchObject({ result: 'found', vars: { tip: id } })
      expect((await lookUp(typed)).effects).toEqual([counted('found')])
    }
    const source = open.base.marks.source('telegram:lan')
    expect(await open.base.storage.receiptTries.count(source, counted('found').since)).toMatchObject({ ofSource: 0 })
  })
})

describe('how often somebody may try', () => {
  it(`is ${triesPerSource} times an hour, slips counted; then even the right receipt finds nothing`, async () => {
    const { receipt } = await storeTip(open.base, 'telegram:lan')
    for (let i = 0; i < triesPerSource; i++)
      expect((await lookUp(i % 2 === 0 ? '12' : wrong)).result).not.toBe('tooMany')
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

  const guesses = (outcome: 'slip' | 'guess', count: number) => {
    const at = open.clock.now()
    const since = new Date(at.getTime() - hourMs)
    return open.base.storage.commit(
      Array.from({ length: count }, (_, index) => {
        return { write: 'count-try', source: `source-${index}`, outcome, since, most: triesPerSource, at }
      }),
    )
  }

  it(`is once for everybody after ${guessesOfAll} wrong guesses of all together; who never failed is never locked out`, async () => {
    const { receipt } = await storeTip(open.base, 'telegram:lan')
    await guesses('guess', guessesOfAll - 2)
    expect((await lookUp(wrong, 'telegram:guesser')).result).toBe('wrong')
    expect((await lookUp(wrong, 'telegram:guesser')).result).toBe('wrong')
    expect((await lookUp(receipt, 'telegram:guesser')).result).toBe('tooMany')
    expect((await lookUp(receipt)).result).toBe('found')
    expect((await lookUp('12')).result).toBe('slip')
    expect((await lookUp(receipt)).result).toBe('tooMany')
    open.clock.advance(hourMs + 1)
    expect((await lookUp(receipt)).result).toBe('found')
    expect((await lookUp(receipt, 'telegram:guesser')).result).toBe('found')
  })

  it('is not cut short by the slips of others', async () => {
    await guesses('slip', guessesOfAll + 1)
    expect((await lookUp('12')).result).toBe('slip')
    expect((await lookUp('12')).result).toBe('slip')
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
    const context = { from, contact: open.base.marks.contact(from), locale: 'vi', at: open.clock.now() }
    for (const effect of result.effects ?? []) {
      await open.base.storage.commit(await writesFor(effect, context, { ...open.base, queue: () => [] }))
    }
  }

  it('keeps them, and from then on answers come here too', async () => {
    const { id, words } = await storeTip(open.base, 'telegram:lan')
    const result = await add(id, 'còn nữa ạ', 'zalo:lan')
    expect(result.result).toBe('added')
    await carryOut(result, 'zalo:lan')
    expect((await readThread(await stored(id), open.base)).map(({ text }) => text)).toEqual([words, 'còn nữa ạ'])
    const addresses = (await tipAddresses(await stored(id), open.base)).map(({ to }) => to)
    expect(addresses.toSorted()).toEqual(['telegram:lan', 'zalo:lan'])
  })

  it('calls the owner; those on duty when there is none or none can be reached, and at news of danger', async () => {
    const onDuty = await addOfficer(open.base, '38')
    const owner = await addOfficer(open.base, '38')
    const bare = await addOfficer(open.base, '38')
    for (const officer of [onDuty, owner]) await putOnDuty(open.base, officer)
    await bindAccount(open.base, onDuty, 'zalo:onduty')
    await bindAccount(open.base, owner, 'zalo:owner')
    const { id } = await storeTip(open.base, 'telegram:lan', { unit: '38-M1' })
    const called = async (text = 'lời thêm') => {
      const { alerts = [] } = await add(id, text, 'telegram:lan')
      for (const alert of alerts) {
        expect(alert.about).toBe(id)
        expect(alert.text).not.toContain(text)
      }
      return alerts.map(({ to }) => to).toSorted()
    }
    expect(await called()).toEqual(['zalo:onduty', 'zalo:owner'])
    await putStatus(open.base, id, 'acknowledged', owner.id)
    expect(await called()).toEqual(['zalo:owner'])
    expect(await called('em đang bị đánh')).toEqual(['zalo:onduty', 'zalo:owner'])
    await putStatus(open.base, id, 'classified', bare.id)
    expect(await called()).toEqual(['zalo:onduty', 'zalo:owner'])
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
    const added = await add(id, 'còn nữa ạ', 'zalo:lan')
    expect(added.result).toBe('addedOnly')
    await carryOut(added, 'zalo:lan')
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
