import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Address } from '../../src/core/channel.ts'
import { mostAttempts } from '../../src/inbound/receive.ts'
import { readThread } from '../../src/tips/thread.ts'
import { startTwoProcesses, type TwoProcesses } from './two-processes.ts'

let both: TwoProcesses
beforeAll(async () => {
  both = await startTwoProcesses()
})
afterAll(() => both.app.close())
afterEach(() => {
  both.disturbance.accept = undefined
  both.disturbance.commit = undefined
})

let count = 0
const somebody = (): Address => `telegram:somebody-${++count}`
const words = (key: string) => both.app.base.content.translate('vi')(key)
const unsettled = () => both.app.base.storage.inbox.unsettled(1_000, 1_000)
/** Makes the next `times` commits of the second process fail as a full disk would; a turn is put off after four. */
const failCommits = (times: number) => {
  let left = times
  both.disturbance.commit = async () => {
    if (left-- > 0) throw new Error('the disk is full')
  }
}
const toBePutOff = 4

describe('a message that is repeated', () => {
  it('has one effect, one after another', async () => {
    const from = somebody()
    const repeats: boolean[] = []
    for (const text of ['/lang', '/lang', 'something else']) {
      repeats.push((await both.telegram.write(from, text, { externalId: 'same' })).repeat)
    }
    expect(repeats).toEqual([false, true, true])
    expect(both.said(from)).toEqual([words('language.choose')])
  })

  it('has one effect, twenty at once', async () => {
    const from = somebody()
    const all = await Promise.all(
      Array.from({ length: 20 }, () => both.telegram.write(from, '/lang', { externalId: 'at-once' })),
    )
    expect(all.filter(({ repeat }) => !repeat)).toHaveLength(1)
    expect(both.said(from)).toEqual([words('language.choose')])
  })

  it('is another message when it comes on another channel', async () => {
    const from = somebody()
    await both.write(from, '/lang', { externalId: 'shared' })
    const elsewhere = await both.receive('zalo:lan', '/lang', { externalId: 'shared' })
    expect(elsewhere.repeat).toBe(false)
    await elsewhere.settled
  })

  it('is settled no sooner than the first one', async () => {
    const from = somebody()
    let goOn = (): void => undefined
    both.disturbance.commit = () => new Promise<void>((resolve) => (goOn = resolve))
    const first = await both.receive(from, '/lang', { externalId: 'slow' })
    const again = await both.receive(from, '/lang', { externalId: 'slow' })
    let isSettled = false
    const settling = again.settled.then(() => (isSettled = true))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(isSettled).toBe(false)
    both.disturbance.commit = undefined
    goOn()
    await Promise.all([first.settled, settling])
    expect(both.said(from)).toHaveLength(1)
  })
})

describe('the order of messages', () => {
  it('of one contact is kept under a hundred at once', async () => {
    const { app } = both
    const from = somebody()
    const lines = Array.from({ length: 100 }, (_, index) => `chuyện ${index}`)
    await both.write(from, '/baotin')
    const accepted = await Promise.all(lines.map((line) => both.receive(from, line)))
    await Promise.all(accepted.map(({ settled }) => settled))
    for (const text of ['9', 'bỏ qua', '5', '3', 'gửi']) await both.write(from, text)
    const receipt = /\d{4}-\d{4}-\d{4}-\d{4}/.exec(both.said(from).join('\n'))?.[0].replaceAll('-', '') ?? ''
    const tip = await app.base.storage.tips.findByReceipt(app.base.marks.receipt(receipt))
    if (tip === undefined) throw new Error('no tip was opened')
    const [told] = await readThread(tip, app.base)
    expect(told?.text.split('\n')).toEqual(lines)
  })

  it('of twenty contacts at once is kept for each', async () => {
    const people = Array.from({ length: 20 }, somebody)
    const turns = people.flatMap((from) => ['/lang', '/ma', '/xoa', '/baotin'].map((text) => ({ from, text })))
    turns.sort((a, b) => a.text.localeCompare(b.text))
    const accepted = await Promise.all(turns.map(({ from, text }) => both.receive(from, text)))
    await Promise.all(accepted.map(({ settled }) => settled))
    for (const from of people) {
      expect(both.said(from)).toEqual([
        words('tip.anonymityChat').replace('{{url}}', 'http://localhost:8080'),
        words('tip.words'),
        words('language.choose'),
        words('receipt.ask'),
        words('erase.sure'),
      ])
    }
  })

  it('lets nobody wait for another contact', async () => {
    const [slow, quick] = [somebody(), somebody()]
    let goOn = (): void => undefined
    both.disturbance.commit = () => new Promise<void>((resolve) => (goOn = resolve))
    const waiting = await both.receive(slow, '/lang')
    await new Promise((resolve) => setTimeout(resolve, 20))
    both.disturbance.commit = undefined
    await both.write(quick, '/lang')
    expect(both.said(quick)).toHaveLength(1)
    expect(both.said(slow)).toEqual([])
    goOn()
    await waiting.settled
    expect(both.said(slow)).toHaveLength(1)
  })
})

describe('a message that storage does not take', () => {
  it('is refused to the platform, leaves nothing, and is taken when it is repeated', async () => {
    const from = somebody()
    both.disturbance.accept = () => Promise.reject(new Error('the disk is full'))
    const before = await both.state()
    await expect(both.receive(from, '/lang', { externalId: 'lost' })).rejects.toThrow('the disk is full')
    expect(await both.state()).toEqual(before)
    both.disturbance.accept = undefined
    const again = await both.receive(from, '/lang', { externalId: 'lost' })
    expect(again.repeat).toBe(false)
    await again.settled
    expect(both.said(from)).toEqual([words('language.choose')])
  })

  it('is refused when the database is closed', async () => {
    const gone = await startTwoProcesses()
    await gone.app.base.storage.close()
    await expect(gone.receive('telegram:x', 'xin chào')).rejects.toThrow()
    await gone.app.close()
  })
})

describe('a fault of storage that is soon over', () => {
  it('is not noticed by anybody', async () => {
    const from = somebody()
    failCommits(2)
    await both.write(from, '/lang')
    expect(both.said(from)).toEqual([words('language.choose')])
    expect(await unsettled()).toEqual([])
  })
})

describe('a message that is put off', () => {
  it('settles its promise all the same, waits sealed in the inbox, and is handled by resume exactly once', async () => {
    const from = somebody()
    failCommits(toBePutOff)
    await both.write(from, '/lang')
    expect(both.said(from)).toEqual([])
    const [row, ...more] = await unsettled()
    expect(more).toEqual([])
    expect(row).toMatchObject({ channel: 'telegram', attempts: 1 })
    expect(Buffer.from(row?.sealed ?? []).toString('latin1')).not.toContain('/lang')
    both.app.clock.advance(1_000)
    const { inbound } = both.second
    await Promise.all(Array.from({ length: 5 }, () => inbound.resume(both.app.clock.now())))
    await inbound.resume(both.app.clock.now())
    expect(both.said(from)).toEqual([words('language.choose')])
    expect(await unsettled()).toEqual([])
  })

  it('holds back the later ones of its contact, and of nobody else, until it is taken up', async () => {
    const [from, other] = [somebody(), somebody()]
    failCommits(toBePutOff)
    for (const text of ['/lang', '/ma', '/xoa']) await both.write(from, text)
    await both.write(other, '/lang')
    expect(both.said(from)).toEqual([])
    expect(both.said(other)).toEqual([words('language.choose')])
    both.app.clock.advance(1_000)
    await both.second.inbound.resume(both.app.clock.now())
    expect(both.said(from)).toEqual([words('language.choose'), words('receipt.ask'), words('erase.sure')])
    await both.write(from, '/lang')
    expect(both.said(from)).toHaveLength(4)
  })

  it('is taken up by another process only after a while, and by one of two at once', async () => {
    const from = somebody()
    failCommits(toBePutOff)
    await both.write(from, '/lang')
    await both.app.inbound.resume(both.app.clock.now())
    expect(both.said(from)).toEqual([])
    both.app.clock.advance(1)
    const now = both.app.clock.now()
    await Promise.all([both.second.inbound.resume(now), both.app.inbound.resume(now)])
    await both.app.inbound.idle()
    expect(both.said(from)).toEqual([words('language.choose')])
    expect(await unsettled()).toEqual([])
  })

  it('is not taken up while it is under way', async () => {
    const from = somebody()
    failCommits(toBePutOff)
    await both.write(from, '/lang')
    let goOn = (): void => undefined
    both.disturbance.commit = () => new Promise<void>((resolve) => (goOn = resolve))
    both.app.clock.advance(1_000)
    const first = both.second.inbound.resume(both.app.clock.now())
    await new Promise((resolve) => setTimeout(resolve, 20))
    await both.second.inbound.resume(both.app.clock.now())
    both.disturbance.commit = undefined
    goOn()
    await first
    expect(both.said(from)).toHaveLength(1)
  })

  it('is left to an operator after twenty failed attempts, and then holds back nobody', async () => {
    const from = somebody()
    failCommits(toBePutOff)
    await both.write(from, '/lang')
    const [row] = await unsettled()
    const { inbox } = both.app.base.storage
    while ((await inbox.failed(row?.id ?? '')) < mostAttempts - 1);
    failCommits(toBePutOff)
    await both.second.inbound.resume(both.app.clock.now())
    both.app.clock.advance(1_000)
    await both.second.inbound.resume(both.app.clock.now())
    expect((await unsettled()).map(({ attempts }) => attempts)).toEqual([mostAttempts])
    expect(await inbox.counts(mostAttempts)).toMatchObject({ unsettled: 1, abandoned: 1 })
    expect(both.said(from)).toEqual([])
    await both.write(from, '/ma')
    await both.second.inbound.resume(both.app.clock.now())
    expect(both.said(from)).toEqual([words('receipt.ask')])
  })
})

describe('being idle', () => {
  it('comes when every turn is over', async () => {
    const from = somebody()
    for (const text of ['/lang', '/ma', '/xoa']) await both.receive(from, text)
    await both.second.inbound.idle()
    expect(both.said(from)).toHaveLength(3)
    await both.second.inbound.idle()
  })
})
