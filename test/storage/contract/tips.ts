import { describe, expect, it } from 'vitest'
import type { TipFilter } from '../../../src/core/tip-store.ts'
import type { Tip, TipAddress, TipStatus } from '../../../src/core/tip.ts'
import type { TipLogEntry, Write } from '../../../src/core/write.ts'
import { at, bytes, insertTip, tipOf, type Subject } from './samples.ts'

/** Tips, their threads, the ways back and their logs. */
export function describeTips({ storage, commit, dump }: Subject): void {
  const move = (from: TipStatus, to: TipStatus, officer?: string): Write => ({
    write: 'move-tip',
    tip: 'A',
    from,
    to,
    officer,
    at: at(50),
  })
  const putAddress = (mark: string, seconds: number, text = mark): Write => ({
    write: 'put-tip-address',
    tip: 'A',
    addressMark: mark,
    sealed: bytes(text),
    at: at(seconds),
  })
  const marks = async () => (await storage().tips.addresses('A')).map(({ addressMark }) => addressMark)

  describe('tips', () => {
    it('gives back a tip with its keys, by id and by receipt', async () => {
      const { tips } = storage()
      await commit([insertTip('A')])
      const stored = { tip: tipOf('A'), wrappedKey: bytes('key of A'), wrappedAddressKey: bytes('address key of A') }
      expect(await tips.find('A')).toEqual(stored)
      expect(await tips.findByReceipt('receipt of A')).toEqual(stored)
      expect(await tips.find('B')).toBeUndefined()
      expect(await tips.findByReceipt('receipt of B')).toBeUndefined()
    })

    it.each([
      { what: 'id', tip: { ...insertTip('A'), receiptMark: 'another' } as Write },
      { what: 'receipt', tip: { ...insertTip('B'), receiptMark: 'receipt of A' } as Write },
    ])('refuses a tip whose $what is taken, with everything else in the commit', async ({ tip }) => {
      await commit([insertTip('A')])
      const log: Write = {
        write: 'log-tip',
        id: 'l',
        tip: 'A',
        what: 'opened',
        officer: undefined,
        from: undefined,
        to: undefined,
        at: at(0),
      }
      expect(await commit([log, tip])).toBe('conflict')
      expect((await dump()).tip).toHaveLength(1)
      expect((await dump()).tip_log).toEqual([])
    })

    it('opens exactly one of several tips of the same receipt', async () => {
      const answers = await Promise.all(
        ['A', 'B', 'C', 'D'].map((id) => commit([{ ...insertTip(id), receiptMark: 'same' } as Write])),
      )
      expect(answers.toSorted()).toEqual(['committed', 'conflict', 'conflict', 'conflict'])
    })

    it('moves a tip from the status it has, and from no other', async () => {
      const { tips } = storage()
      await commit([insertTip('A')])
      expect(await commit([move('acknowledged', 'classified')])).toBe('conflict')
      expect(await commit([move('open', 'acknowledged', 'officer-1')])).toBe('committed')
      expect((await tips.find('A'))?.tip).toEqual(
        tipOf('A', { status: 'acknowledged', officer: 'officer-1', changedAt: at(50) }),
      )
    })

    it('leaves the owner when none is given', async () => {
      const { tips } = storage()
      await commit([insertTip('A'), move('open', 'acknowledged', 'officer-1'), move('acknowledged', 'classified')])
      expect((await tips.find('A'))?.tip).toMatchObject({ status: 'classified', officer: 'officer-1' })
    })

    it('lets exactly one of several officers take a tip', async () => {
      const { tips } = storage()
      await commit([insertTip('A')])
      const officers = ['a', 'b', 'c', 'd']
      const answers = await Promise.all(officers.map((officer) => commit([move('open', 'acknowledged', officer)])))
      expect(answers.filter((answer) => answer === 'committed')).toHaveLength(1)
      expect((await tips.find('A'))?.tip.officer).toBe(officers[answers.indexOf('committed')])
    })

    it('keeps a thread in the order of writing', async () => {
      const { tips } = storage()
      const message = (id: string, author: 'tipster' | 'officer' | 'detail', alias?: number): Write => ({
        write: 'insert-tip-message',
        id,
        tip: 'A',
        author,
        alias,
        sealed: bytes(id),
        at: at(1),
      })
      await commit([
        insertTip('A'),
        insertTip('B'),
        message('z', 'tipster'),
        message('a', 'detail'),
        message('m', 'officer', 4),
      ])
      const rest = { tip: 'A', at: at(1), attachments: [] }
      expect(await tips.messages('A')).toEqual([
        { id: 'z', author: 'tipster', alias: undefined, sealed: bytes('z'), ...rest },
        { id: 'a', author: 'detail', alias: undefined, sealed: bytes('a'), ...rest },
        { id: 'm', author: 'officer', alias: 4, sealed: bytes('m'), ...rest },
      ])
      expect(await tips.messages('B')).toEqual([])
    })

    it('rejects a message to a tip that is not there, and does nothing else of that commit', async () => {
      const message: Write = {
        write: 'insert-tip-message',
        id: 'm',
        tip: 'X',
        author: 'tipster',
        alias: undefined,
        sealed: bytes('m'),
        at: at(1),
      }
      await expect(commit([insertTip('A'), message])).rejects.toThrow()
      expect((await dump()).tip).toEqual([])
    })
  })

  describe('ways back to a tipster', () => {
    it('keeps one row per address, the newest sealing', async () => {
      const { tips } = storage()
      await commit([insertTip('A'), putAddress('m1', 1, 'old'), putAddress('m1', 2, 'new')])
      expect(await tips.addresses('A')).toMatchObject([{ addressMark: 'm1', sealed: bytes('new') }])
    })

    it('keeps the three used last', async () => {
      await commit([insertTip('A'), putAddress('m1', 1), putAddress('m2', 2), putAddress('m3', 3)])
      await commit([putAddress('m1', 4)])
      await commit([putAddress('m4', 5)])
      expect(await marks()).toEqual(['m4', 'm1', 'm3'])
    })

    it('keeps the one just put and at most three, when all came in the same moment', async () => {
      await commit([insertTip('A')])
      await Promise.all(['m5', 'm4', 'm3', 'm2', 'm1'].map((mark) => commit([putAddress(mark, 1)])))
      expect(await marks()).toHaveLength(3)
      await commit([putAddress('m9', 1)])
      expect(await marks()).toContain('m9')
      expect(await marks()).toHaveLength(3)
    })

    it('drops every address and the key that sealed them', async () => {
      const { tips } = storage()
      await commit([insertTip('A'), insertTip('B'), putAddress('m1', 1), putAddress('m2', 2)])
      await commit([{ write: 'drop-tip-addresses', tip: 'A' }])
      expect(await tips.addresses('A')).toEqual([])
      expect((await tips.find('A'))?.wrappedAddressKey).toBeUndefined()
      expect((await tips.find('A'))?.wrappedKey).toEqual(bytes('key of A'))
      expect((await tips.find('B'))?.wrappedAddressKey).toEqual(bytes('address key of B'))
    })

    it('names all of them, a few at a time, and ends a single one', async () => {
      const { tips } = storage()
      await commit([insertTip('A'), insertTip('B'), insertTip('C'), insertTip('D')])
      await commit([putAddress('m1', 1), putAddress('m2', 2), { ...putAddress('m1', 1), tip: 'B' } as Write])
      await commit([{ ...putAddress('m3', 1), tip: 'D' } as Write])
      const all = async () => {
        const found: string[] = []
        for (let after: TipAddress | undefined; ;) {
          const page = await tips.waysBack(after, 2)
          found.push(...page.map(({ tip, addressMark }) => `${tip} ${addressMark}`))
          after = page.at(-1)
          if (after === undefined) return found
        }
      }
      expect(await all()).toEqual(['A m1', 'A m2', 'B m1', 'D m3'])
      expect((await tips.waysBack(undefined, 1))[0]?.wrappedAddressKey).toEqual(
        (await tips.find('A'))?.wrappedAddressKey,
      )
      await commit([{ write: 'drop-tip-address', tip: 'A', addressMark: 'm1' }])
      expect(await all()).toEqual(['A m2', 'B m1', 'D m3'])
      expect((await tips.find('A'))?.wrappedAddressKey).toBeDefined()
    })

    it('keeps no address once the way back was cut', async () => {
      await commit([insertTip('A'), { write: 'drop-tip-addresses', tip: 'A' }])
      expect(await commit([putAddress('m1', 9)])).toBe('committed')
      expect((await dump()).tip_address).toEqual([])
    })

    it('keeps no address when the way back is cut at the same moment', async () => {
      await commit([insertTip('A')])
      const drop: Write = { write: 'drop-tip-addresses', tip: 'A' }
      await Promise.all(
        [putAddress('m1', 1), drop, putAddress('m2', 1), putAddress('m3', 1)].map((write) => commit([write])),
      )
      expect((await dump()).tip_address).toEqual([])
    })
  })

  describe('lists of tips', () => {
    const open = (id: string, changes: Partial<Tip>) => insertTip(id, changes)
    const list = async (filter: Partial<TipFilter>) =>
      (await storage().tips.list({ units: ['01', '01004', '79'], limit: 10, ...filter })).map(({ id }) => id)
    const fill = () =>
      commit([
        open('closed-old', { status: 'closed', changedAt: at(10), dueAt: at(1) }),
        open('closed-new', { status: 'resolved', changedAt: at(20), dueAt: at(2) }),
        open('in-work', { status: 'verifying', officer: 'o1', unit: '79', dueAt: at(3) }),
        open('late', { dueAt: at(9) }),
        open('later', { dueAt: at(99), routedUnit: undefined, unit: '01' }),
      ])

    it.each<{ by: string; filter: Partial<TipFilter>; ids: string[] }>([
      { by: 'nothing else', filter: {}, ids: ['late', 'later', 'in-work', 'closed-new', 'closed-old'] },
      { by: 'limit', filter: { limit: 2 }, ids: ['late', 'later'] },
      { by: 'page', filter: { limit: 2, offset: 2 }, ids: ['in-work', 'closed-new'] },
      { by: 'page after the last', filter: { limit: 2, offset: 5 }, ids: [] },
      { by: 'unit', filter: { units: ['79'] }, ids: ['in-work'] },
      { by: 'no unit', filter: { units: [] }, ids: [] },
      { by: 'status', filter: { statuses: ['verifying', 'closed'] }, ids: ['in-work', 'closed-old'] },
      { by: 'no status', filter: { statuses: [] }, ids: [] },
      { by: 'unrouted', filter: { unroutedOnly: true }, ids: ['later'] },
      { by: 'officer', filter: { officer: 'o1' }, ids: ['in-work'] },
      { by: 'unit and status', filter: { units: ['01004'], statuses: ['open'] }, ids: ['late'] },
    ])('by $by: $ids, the most pressing first', async ({ filter, ids }) => {
      await fill()
      expect(await list(filter)).toEqual(ids)
    })

    it('gives back the whole tip', async () => {
      await commit([insertTip('A', { routedUnit: undefined })])
      expect(await storage().tips.list({ units: ['01004'], limit: 1 })).toEqual([tipOf('A', { routedUnit: undefined })])
    })

    it('shows each tip on one page even when all fall due at the same moment', async () => {
      const ids = Array.from({ length: 50 }, (_, i) => `tip-${String((i * 37) % 50).padStart(2, '0')}`)
      await commit(ids.map((id) => open(id, {})))
      const pages = await Promise.all([0, 20, 40].map((offset) => list({ limit: 20, offset })))
      expect(pages.flat()).toEqual(ids.toSorted())
    })

    it('takes as many units as a country has', async () => {
      await fill()
      const units = Array.from({ length: 70_000 }, (_, i) => `unit-${i}`)
      expect(await list({ units: [...units, '79'] })).toEqual(['in-work'])
    })
  })

  describe('logs of tips', () => {
    const entry = (id: string, tip: string, seconds: number, changes: Partial<TipLogEntry> = {}): TipLogEntry => ({
      id,
      tip,
      what: 'opened',
      officer: undefined,
      from: undefined,
      to: undefined,
      at: at(seconds),
      ...changes,
    })
    const write = (line: TipLogEntry): Write => ({ write: 'log-tip', ...line })

    it('keeps the lines of a tip in the order of writing', async () => {
      const { tips } = storage()
      const opened = entry('z', 'A', 1)
      const moved = entry('a', 'A', 1, { what: 'moved', officer: 'o1', from: 'open', to: 'acknowledged' })
      await commit([insertTip('A'), insertTip('B'), write(opened), write(moved), write(entry('b', 'B', 1))])
      expect(await tips.log('A')).toEqual([opened, moved])
    })

    it('gives all lines of tips of some units opened within a time, the start included and the end not', async () => {
      const { tips } = storage()
      await commit([
        insertTip('before', { openedAt: at(9) }),
        insertTip('first', { openedAt: at(10) }),
        insertTip('last', { openedAt: at(19), unit: '79' }),
        insertTip('after', { openedAt: at(20) }),
        ...['before', 'first', 'last', 'after'].map((tip) => write(entry(`line of ${tip}`, tip, 500))),
      ])
      const tipsOf = async (units: string[]) =>
        (await tips.logOfOpenedWithin(units, at(10), at(20))).map(({ tip }) => tip)
      expect(await tipsOf(['01004', '79'])).toEqual(['first', 'last'])
      expect(await tipsOf(['79'])).toEqual(['last'])
      expect(await tipsOf([])).toEqual([])
    })
  })
}
