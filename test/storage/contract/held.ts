import { describe, expect, it } from 'vitest'
import type { Write } from '../../../src/core/write.ts'
import { at, queue, type Subject } from './samples.ts'

/** What waits for its retry or for its contact, and what it holds up. */
export function describeHeld({ storage, commit }: Subject): void {
  const claim = async (seconds: number) =>
    (await storage().deliveries.claim({ now: at(seconds), limit: 10, leaseMs: 30_000 })).map(({ id }) => id)
  const release = (contact: string, seconds: number): Write => {
    return { write: 'release-deliveries', contact, at: at(seconds) }
  }
  const tip = (id: string, contact = 'someone') => queue(id, contact, { priority: 'tip' })

  describe('a message that waits for its retry', () => {
    it('holds up those of its own priority and no others', async () => {
      const { deliveries } = storage()
      await commit([
        tip('one'),
        tip('two'),
        queue('reply', 'someone'),
        queue('b', 'someone', { priority: 'broadcast' }),
      ])
      expect(await claim(0)).toEqual(['one'])
      await deliveries.retry('one', 'unreachable', at(900))
      expect(await deliveries.nextDue()).toEqual(at(0))
      expect(await claim(1)).toEqual(['reply'])
      expect(await claim(1)).toEqual([])
      await deliveries.retry('reply', 'unreachable', at(60))
      expect(await claim(2)).toEqual(['b'])
      await deliveries.sent('b', at(3))
      expect(await deliveries.nextDue()).toEqual(at(60))
      expect(await claim(899)).toEqual(['reply'])
      await deliveries.sent('reply', at(899))
      expect(await claim(900)).toEqual(['one'])
    })

    it('goes first again when it is due, one of the contact at a time', async () => {
      const { deliveries } = storage()
      await commit([tip('one'), queue('reply', 'someone')])
      await claim(0)
      await deliveries.retry('one', 'unreachable', at(5))
      expect(await claim(5)).toEqual(['one'])
      expect(await deliveries.nextDue()).toEqual(at(35))
      expect(await claim(6)).toEqual([])
    })

    it.each([
      ['over-quota', ['d']],
      ['misconfigured', ['d']],
      ['window-closed', ['d']],
      ['throttled', []],
      ['unreachable', []],
    ] as const)('after %s becomes due when its contact writes: %j', async (failure, due) => {
      await commit([tip('d'), tip('elsewhere', 'somebody else')])
      await storage().deliveries.retry('d', failure, at(3_600))
      await storage().deliveries.retry('elsewhere', failure, at(3_600))
      await commit([release('someone', 10)])
      expect(await claim(10)).toEqual(due)
    })
  })

  describe('an alert', () => {
    const alert = (id: string) => queue(id, 'officer', { priority: 'tip', about: 'A' })

    it('waits behind no parked one, and comes after it when its officer writes', async () => {
      const { deliveries } = storage()
      await commit([alert('one'), alert('two'), queue('reply', 'officer')])
      expect(await claim(0)).toEqual(['one'])
      await deliveries.park('one', 'window-closed', at(1))
      expect(await deliveries.nextDue()).toEqual(at(0))
      expect(await claim(1)).toEqual(['two'])
      await deliveries.park('two', 'window-closed', at(2))
      expect(await claim(2)).toEqual(['reply'])
      await deliveries.sent('reply', at(3))
      expect(await claim(3)).toEqual([])
      await commit([release('officer', 4)])
      expect(await claim(4)).toEqual(['one'])
      await deliveries.sent('one', at(5))
      expect(await claim(5)).toEqual(['two'])
    })

    it('that has not arrived is listed with its reason, and counted, until it has', async () => {
      const { deliveries } = storage()
      await commit([alert('one'), alert('two'), tip('answer'), tip('other', 'tipster'), queue('reply', 'reader')])
      expect(await deliveries.heldAlerts(9)).toEqual([])
      await deliveries.retry('one', 'misconfigured', at(60))
      await deliveries.park('answer', 'window-closed', at(1))
      await deliveries.retry('reply', 'unreachable', at(60))
      const rest = { priority: 'tip', about: 'A', failure: 'misconfigured', createdAt: at(0), isParked: false }
      // The second stands behind the first.
      expect(await deliveries.heldAlerts(9)).toEqual([
        { id: 'two', attempts: 0, ...rest },
        { id: 'one', attempts: 1, ...rest },
      ])
      expect(await deliveries.heldAlerts(1)).toHaveLength(1)
      expect((await deliveries.heldCounts()).toSorted((a, b) => b.total - a.total)).toEqual([
        { kind: 'alert', failure: 'misconfigured', total: 2 },
        { kind: 'answer', failure: 'window-closed', total: 1 },
      ])
      await deliveries.park('one', 'window-closed', at(60))
      expect((await deliveries.heldAlerts(9)).at(-1)).toMatchObject({ id: 'one', isParked: true, attempts: 2 })
      expect(await deliveries.parkedCount()).toBe(1)
      for (const id of ['one', 'two']) await deliveries.sent(id, at(61))
      expect(await deliveries.heldAlerts(9)).toEqual([])
    })
  })
}
