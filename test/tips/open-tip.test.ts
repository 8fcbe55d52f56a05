import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../src/core/storage.ts'
import { createIds } from '../../src/ids.ts'
import { createMarks } from '../../src/privacy/marks.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { addMessage } from '../../src/tips/add-message.ts'
import { joinTip, tipAddressOf } from '../../src/tips/join-tip.ts'
import { addressKeyOf, messageOf, openTip, wordsKeyOf } from '../../src/tips/open-tip.ts'
import { readThread, tipAddresses } from '../../src/tips/thread.ts'
import { openTemporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-app.ts'
import { storeTip, tipEffect } from './store-tip.ts'

const key = randomBytes(32)
const ids = createIds()
const clock = createTestClock()
const seal = createSeal(key)
const marks = createMarks(key)
let storage: Storage
beforeEach(async () => {
  storage = await openTemporaryStorage()
})
const parts = () => ({ storage, ids, seal, marks, clock })
const stored = async (id: string) => {
  const found = await storage.tips.find(id)
  if (found === undefined) throw new Error('no such tip')
  return found
}

describe('opening a tip', () => {
  it('stores its row, its words and details, the way back and the first line of its log', async () => {
    const dueAt = new Date('2026-11-22T15:00:00Z')
    const tip = await storeTip(parts(), 'telegram:lan', {
      kind: 'online',
      level: 'emergency',
      safety: 'unsafe',
      unit: '38',
      routedUnit: undefined,
      dueAt,
      details: ['Nơi: Suối Lau', 'Khi nào: Hôm nay'],
    })
    const found = await stored(tip.id)
    expect(found.tip).toEqual({
      id: tip.id,
      kind: 'online',
      level: 'emergency',
      safety: 'unsafe',
      unit: '38',
      routedUnit: undefined,
      status: 'open',
      officer: undefined,
      openedAt: clock.now(),
      dueAt,
      changedAt: clock.now(),
    })
    const thread = await readThread(found, parts())
    expect(thread.map(({ author, text, alias }) => [author, text, alias])).toEqual([
      ['tipster', tip.words, undefined],
      ['detail', 'Nơi: Suối Lau', undefined],
      ['detail', 'Khi nào: Hôm nay', undefined],
    ])
    expect((await tipAddresses(found, parts())).map(({ to }) => to)).toEqual(['telegram:lan'])
    expect(await storage.tips.log(tip.id)).toMatchObject([{ what: 'opened', officer: undefined, to: 'open' }])
  })

  it('is found again by the mark of its receipt and by nothing else of it', async () => {
    const tip = await storeTip(parts(), 'telegram:lan')
    expect((await storage.tips.findByReceipt(marks.receipt(tip.receipt)))?.tip.id).toBe(tip.id)
    expect(await storage.tips.findByReceipt(tip.receipt)).toBeUndefined()
    expect(await storage.tips.findByReceipt(marks.receipt(ids.receipt()))).toBeUndefined()
  })

  it('carries neither words nor address nor receipt in clear', () => {
    const effect = tipEffect(parts(), { details: ['Nơi: Suối Lau'] })
    const writes = openTip(effect, 'telegram:123456789', clock.now(), parts())
    const bytes = JSON.stringify(writes, (_name, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    )
    for (const secret of [effect.words, 'Suối Lau', '123456789', effect.receipt]) {
      expect(bytes).not.toContain(secret)
      expect(bytes).not.toContain(Buffer.from(secret).toString('latin1'))
    }
    expect(bytes).toContain(effect.id)
  })

  it('is refused as a conflict when its case code or its receipt is taken', async () => {
    const first = await storeTip(parts(), 'telegram:lan')
    for (const taken of [{ id: first.id }, { receipt: first.receipt }]) {
      const again = openTip(tipEffect(parts(), taken), 'telegram:binh', clock.now(), parts())
      expect(await storage.commit(again)).toBe('conflict')
    }
    expect(await storage.tips.messages(first.id)).toHaveLength(1)
  })
})

describe('what is sealed in a tip', () => {
  it('cannot be read without the master key', async () => {
    const tip = await storeTip(parts(), 'telegram:lan')
    const other = { storage, seal: createSeal(randomBytes(32)) }
    await expect(readThread(await stored(tip.id), other)).rejects.toThrow()
    await expect(tipAddresses(await stored(tip.id), other)).rejects.toThrow()
  })

  it('has one key for the words and another for the addresses', async () => {
    const tip = await storeTip(parts(), 'telegram:lan')
    const { wrappedKey = new Uint8Array(), wrappedAddressKey = new Uint8Array() } = await stored(tip.id)
    const wordsKey = seal.unwrap(wordsKeyOf(tip.id), wrappedKey)
    const addressKey = seal.unwrap(addressKeyOf(tip.id), wrappedAddressKey)
    expect(Buffer.from(wordsKey).equals(Buffer.from(addressKey))).toBe(false)
    const [message] = await storage.tips.messages(tip.id)
    const [address] = await storage.tips.addresses(tip.id)
    if (message === undefined || address === undefined) throw new Error('nothing was stored')
    const messageContext = messageOf(tip.id, message.id)
    const addressContext = tipAddressOf(tip.id, address.addressMark)
    expect(seal.openWith(wordsKey, messageContext, message.sealed)).toBe(tip.words)
    expect(seal.openWith(addressKey, addressContext, address.sealed)).toBe('telegram:lan\n')
    expect(() => seal.openWith(addressKey, messageContext, message.sealed)).toThrow()
    expect(() => seal.openWith(wordsKey, addressContext, address.sealed)).toThrow()
    // Neither wrapped key passes for the other.
    expect(() => seal.unwrap(addressKeyOf(tip.id), wrappedKey)).toThrow()
  })

  it('cannot be moved to another tip or another message', async () => {
    const one = await storeTip(parts(), 'telegram:lan')
    const two = await storeTip(parts(), 'telegram:binh')
    const { wrappedKey = new Uint8Array() } = await stored(one.id)
    expect(() => seal.unwrap(wordsKeyOf(two.id), wrappedKey)).toThrow()
    const [message] = await storage.tips.messages(one.id)
    const wordsKey = seal.unwrap(wordsKeyOf(one.id), wrappedKey)
    const sealed = message?.sealed ?? new Uint8Array()
    expect(() => seal.openWith(wordsKey, messageOf(one.id, 'another'), sealed)).toThrow()
  })

  it('shares nothing between two tips of one person', async () => {
    const tips = [await storeTip(parts(), 'telegram:lan'), await storeTip(parts(), 'telegram:lan')]
    const rows = await Promise.all(tips.map(({ id }) => storage.tips.addresses(id)))
    expect(new Set(rows.flat().map(({ addressMark }) => addressMark)).size).toBe(2)
  })
})

describe('going on with a tip', () => {
  it('adds the words of tipster and officer to the thread in their order, with a line in the log', async () => {
    const tip = await storeTip(parts(), 'telegram:lan')
    const at = clock.now()
    await storage.commit(addMessage(await stored(tip.id), { author: 'tipster', text: 'thêm một câu' }, at, parts()))
    const reply = { author: 'officer', alias: 4, officer: 'o-1', text: 'đã rõ' } as const
    await storage.commit(addMessage(await stored(tip.id), reply, at, parts()))
    const thread = await readThread(await stored(tip.id), parts())
    expect(thread.map(({ author, alias, text }) => [author, alias, text])).toEqual([
      ['tipster', undefined, tip.words],
      ['tipster', undefined, 'thêm một câu'],
      ['officer', 4, 'đã rõ'],
    ])
    expect((await storage.tips.log(tip.id)).map(({ what, officer }) => [what, officer])).toEqual([
      ['opened', undefined],
      ['words-added', undefined],
      ['replied', 'o-1'],
    ])
  })

  it('refuses to add to a tip whose words are gone', async () => {
    const tip = await storeTip(parts(), 'telegram:lan')
    const gone = { ...(await stored(tip.id)), wrappedKey: undefined }
    expect(() => addMessage(gone, { author: 'tipster', text: 'x' }, clock.now(), parts())).toThrow('gone')
    expect(await readThread(gone, parts())).toEqual([])
  })

  const join = async (tip: string, address: 'telegram:lan' | 'zalo:lan') => {
    const { wrappedAddressKey = new Uint8Array() } = await stored(tip)
    const addressKey = seal.unwrap(addressKeyOf(tip), wrappedAddressKey)
    return storage.commit([joinTip(tip, addressKey, address, clock.now(), parts())])
  }

  it('keeps each address that joins, once', async () => {
    const tip = await storeTip(parts(), 'telegram:lan')
    for (const address of ['zalo:lan', 'telegram:lan', 'zalo:lan'] as const) await join(tip.id, address)
    const to = (await tipAddresses(await stored(tip.id), parts())).map((each) => each.to)
    expect(to.toSorted()).toEqual(['telegram:lan', 'zalo:lan'])
  })

  it('forgets every address, and how to read one, when the tipster leaves; the words stay', async () => {
    const tip = await storeTip(parts(), 'telegram:lan')
    await join(tip.id, 'zalo:lan')
    const before = await stored(tip.id)
    await storage.commit([{ write: 'drop-tip-addresses', tip: tip.id }])
    const after = await stored(tip.id)
    expect(before.wrappedAddressKey).toBeDefined()
    expect(after.wrappedAddressKey).toBeUndefined()
    expect(await storage.tips.addresses(tip.id)).toEqual([])
    expect(await tipAddresses(after, parts())).toEqual([])
    expect((await readThread(after, parts())).map(({ text }) => text)).toEqual([tip.words])
  })
})
