import { describe, expect, it } from 'vitest'
import type { ReachEvent } from '../../../src/core/reach.ts'
import type { Unit } from '../../../src/core/unit.ts'
import type { Write } from '../../../src/core/write.ts'
import { at, bytes, queue, type Subject } from './samples.ts'

/** Places and outreach counts. */
export function describeReach({ storage, commit, dump }: Subject): void {
  const count = (day: string, changes: Partial<ReachEvent> = {}): Write => ({
    write: 'count',
    day,
    event: {
      kind: 'reached',
      channel: 'zalo',
      unit: '01',
      audience: 'child',
      person: undefined,
      at: at(0),
      ...changes,
    },
  })
  const all = { units: ['01', '79'], fromDay: '2026-01-01', toDay: '2027-12-31' }

  describe('units', () => {
    const unit = (code: string, changes: Partial<Unit> = {}): Unit => ({
      code,
      name: `Place ${code}`,
      kind: 'province',
      parent: 'VN',
      oldNames: [],
      isSample: false,
      ...changes,
    })

    it('adds new units and updates known ones', async () => {
      const { units } = storage()
      expect(await units.all()).toEqual([])
      await units.put([unit('79'), unit('01', { oldNames: ['Hà Tây', 'Huyện "Ba Vì"'], isSample: true })])
      const root = unit('VN', { kind: 'country', parent: undefined })
      await units.put([root, unit('79', { name: 'Renamed', oldNames: ['Old'] })])
      expect(await units.all()).toEqual([
        unit('01', { oldNames: ['Hà Tây', 'Huyện "Ba Vì"'], isSample: true }),
        unit('79', { name: 'Renamed', oldNames: ['Old'] }),
        root,
      ])
    })

    it('keeps a telephone number and the day on which it was verified, until the unit has none', async () => {
      const { units } = storage()
      const phone = { number: '024 0000 0000', verifiedOn: '2026-11-01' }
      await units.put([unit('01', { phone }), unit('79')])
      expect(await units.all()).toStrictEqual([unit('01', { phone }), unit('79')])
      await units.put([unit('01'), unit('79', { phone })])
      expect(await units.all()).toStrictEqual([unit('01'), unit('79', { phone })])
    })

    it('takes the last of two units of the same code, nothing at all, and more than one statement holds', async () => {
      const { units } = storage()
      await units.put([])
      await units.put([unit('01', { name: 'first' }), unit('01', { name: 'last' })])
      expect((await units.all()).map(({ name }) => name)).toEqual(['last'])
      await units.put(Array.from({ length: 1200 }, (_, i) => unit(`x${i}`)))
      expect(await units.all()).toHaveLength(1201)
    })

    it('puts the same units at the same time', async () => {
      const { units } = storage()
      const list = Array.from({ length: 700 }, (_, i) => unit(`u${i}`))
      await Promise.all([units.put(list), units.put(list.toReversed()), units.put(list)])
      expect(await units.all()).toHaveLength(700)
    })
  })

  describe('reach', () => {
    it('counts per day, channel, unit, audience and kind', async () => {
      const { reach } = storage()
      await commit([count('2026-11-22'), count('2026-11-22'), count('2026-11-23')])
      await commit([count('2026-11-22', { kind: 'learnt' }), count('2026-11-22', { channel: 'web' })])
      await commit([count('2026-11-22', { unit: '79' }), count('2026-11-22', { audience: 'parent' })])
      const row = { kind: 'reached', channel: 'zalo', unit: '01', audience: 'child', day: '2026-11-22' }
      const counts = await reach.counts(all)
      expect(counts).toHaveLength(6)
      expect(counts).toEqual(
        expect.arrayContaining([
          { ...row, count: 2 },
          { ...row, day: '2026-11-23', count: 1 },
          { ...row, kind: 'learnt', count: 1 },
          { ...row, channel: 'web', count: 1 },
          { ...row, unit: '79', count: 1 },
          { ...row, audience: 'parent', count: 1 },
        ]),
      )
    })

    it('gives the days and units asked for, both ends included', async () => {
      const { reach } = storage()
      await commit(['2026-09-30', '2026-10-01', '2026-12-31', '2027-01-01'].map((day) => count(day, { person: day })))
      const quarter = { units: ['01'], fromDay: '2026-10-01', toDay: '2026-12-31' }
      expect((await reach.counts(quarter)).map(({ day }) => day)).toEqual(['2026-10-01', '2026-12-31'])
      expect(await reach.people(quarter)).toEqual([{ channel: 'zalo', people: 2 }])
      expect(await reach.counts({ ...quarter, units: ['79'] })).toEqual([])
      expect(await reach.people({ ...quarter, units: [] })).toEqual([])
    })

    it('loses no count of many at once, whatever their order', async () => {
      const { reach } = storage()
      const pair = [count('2026-11-22'), count('2026-11-22', { kind: 'interaction' })]
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, i) => commit(i % 2 === 0 ? pair : pair.toReversed())),
      )
      expect(new Set(answers)).toEqual(new Set(['committed']))
      expect((await reach.counts(all)).map(({ count: total }) => total)).toEqual([40, 40])
    })

    it('counts a person once per channel, however often and wherever they came', async () => {
      const { reach } = storage()
      await commit([
        count('2026-11-22', { person: 'p1' }),
        count('2026-11-22', { person: 'p1' }),
        count('2026-11-23', { person: 'p1', unit: '79' }),
        count('2026-11-23', { person: 'p2' }),
        count('2026-11-23', { person: 'p3', kind: 'interaction' }),
        count('2026-11-23'),
        count('2026-11-23', { person: 'p9', channel: 'web' }),
      ])
      expect(await reach.people(all)).toEqual([
        { channel: 'web', people: 1 },
        { channel: 'zalo', people: 2 },
      ])
      expect(await reach.people({ ...all, units: ['79'] })).toEqual([{ channel: 'zalo', people: 1 }])
    })

    it('takes marks of different years for different people', async () => {
      const { reach } = storage()
      await commit([count('2026-12-31', { person: 'p' }), count('2027-01-01', { person: 'p' })])
      expect(await reach.people(all)).toEqual([{ channel: 'zalo', people: 2 }])
    })

    it('counts nothing when the commit is undone', async () => {
      const { reach } = storage()
      const answer = await commit([
        count('2026-11-22', { person: 'p' }),
        { write: 'settle-inbox', id: 'none', at: at(0) },
      ])
      expect(answer).toBe('conflict')
      expect(await reach.counts(all)).toEqual([])
      expect((await dump()).reach_person).toEqual([])
    })

    it('keeps the first key of a year', async () => {
      const { reach } = storage()
      expect(await reach.yearKey(2026)).toBeUndefined()
      expect(await reach.putYearKey(2026, bytes('first'))).toEqual(bytes('first'))
      expect(await reach.putYearKey(2026, bytes('second'))).toEqual(bytes('first'))
      expect(await reach.putYearKey(2027, bytes('next'))).toEqual(bytes('next'))
      expect(await reach.yearKey(2026)).toEqual(bytes('first'))
    })

    it('answers everyone the same key when many put one at once', async () => {
      const keys = await Promise.all(
        Array.from({ length: 10 }, (_, i) => storage().reach.putYearKey(2026, bytes(`${i}`))),
      )
      expect(new Set(keys.map((key) => key.join())).size).toBe(1)
    })
  })

  describe('a commit', () => {
    it('may be empty', async () => {
      expect(await commit([])).toBe('committed')
    })

    it('undoes what came before the write whose condition failed', async () => {
      const contact = { mark: 'c', locale: 'vi', audience: 'child', unit: undefined } as const
      const answer = await commit([
        { write: 'put-contact', contact, at: at(0) },
        queue('d', 'c'),
        { write: 'count-try', source: 's', outcome: 'slip', since: at(0), most: 1, at: at(0) },
        { write: 'settle-inbox', id: 'none', at: at(0) },
      ])
      expect(answer).toBe('conflict')
      expect(await dump()).toMatchObject({ contact: [], delivery: [], receipt_try: [] })
    })
  })
}
