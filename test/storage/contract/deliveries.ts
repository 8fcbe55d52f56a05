import { describe, expect, it } from 'vitest'
import { openStorage } from '../../../src/storage/storage.ts'
import { at, bytes, firstHour, queue, type Subject } from './samples.ts'

/** What leaves: order, claims, ends. */
export function describeDeliveries({ storage, commit, options, dump }: Subject): void {
  const claim = async (seconds: number, more: { limit?: number; contact?: string } = {}) =>
    (await storage().deliveries.claim({ now: at(seconds), limit: 10, leaseMs: 30_000, ...more })).map(({ id }) => id)

  describe('deliveries', () => {
    it('gives a claimed message whole', async () => {
      const { deliveries } = storage()
      await commit([queue('d', 'someone', { priority: 'tip', about: 'A' })])
      expect(await deliveries.claim({ now: at(5), limit: 1, leaseMs: 1000 })).toEqual([
        {
          id: 'd',
          contact: 'someone',
          priority: 'tip',
          about: 'A',
          sealed: bytes('body of d'),
          nextAt: at(0),
          attempts: 0,
          createdAt: at(0),
          isRepeat: false,
        },
      ])
    })

    it('queues a message once', async () => {
      expect(await commit([queue('d', 'someone')])).toBe('committed')
      expect(await commit([queue('d', 'someone', { sealed: bytes('other') })])).toBe('committed')
      expect((await dump()).delivery).toHaveLength(1)
    })

    it('gives what is due by priority, then in the order of queueing, up to the limit', async () => {
      await commit([
        queue('broadcast', 'a', { priority: 'broadcast' }),
        queue('reply-1', 'b'),
        queue('later', 'c', { nextAt: at(60) }),
        queue('reply-2', 'd', { nextAt: at(-60) }),
        queue('tip', 'e', { priority: 'tip' }),
      ])
      expect(await claim(0, { limit: 3 })).toEqual(['tip', 'reply-1', 'reply-2'])
      expect(await claim(0)).toEqual(['broadcast'])
      expect(await claim(60)).toContain('later')
    })

    it('gives no message whose contact has an earlier one under way', async () => {
      const { deliveries } = storage()
      await commit([queue('one', 'someone'), queue('two', 'someone'), queue('three', 'someone')])
      expect(await claim(0)).toEqual(['one'])
      expect(await claim(0)).toEqual([])
      await deliveries.sent('one', at(1))
      expect(await claim(1)).toEqual(['two'])
      await deliveries.dead('two', 'rejected', at(2))
      expect(await claim(2)).toEqual(['three'])
    })

    it('keeps the order of a contact while its first message waits to be tried again', async () => {
      const { deliveries } = storage()
      await commit([queue('one', 'someone'), queue('two', 'someone')])
      await claim(0)
      await deliveries.retry('one', 'unreachable', at(60))
      expect(await claim(59)).toEqual([])
      expect(await claim(60)).toEqual(['one'])
    })

    it('lets a message of a higher priority pass earlier ones of lower priority, and not the other way', async () => {
      await commit([queue('broadcast', 'someone', { priority: 'broadcast' }), queue('reply', 'someone')])
      expect(await claim(0, { limit: 1 })).toEqual(['reply'])
      await commit([
        queue('tip', 'other', { priority: 'tip' }),
        queue('broadcast-2', 'other', { priority: 'broadcast' }),
      ])
      // The broadcast to someone waits until the reply to them is out.
      expect(await claim(0)).toEqual(['tip'])
    })

    it('gives only those of one contact when asked', async () => {
      await commit([queue('mine', 'me'), queue('yours', 'you')])
      expect(await claim(0, { contact: 'you' })).toEqual(['yours'])
    })

    it('gives a message again once its claim has ended', async () => {
      await commit([queue('d', 'someone')])
      expect(await claim(0)).toEqual(['d'])
      expect(await claim(29)).toEqual([])
      expect(await claim(30)).toEqual(['d'])
    })

    it('never gives the same message to two claimers', async () => {
      const other = await openStorage(options())
      try {
        await commit(Array.from({ length: 60 }, (_, i) => queue(`d-${i}`, `contact-${i}`)))
        const claims = await Promise.all(
          Array.from({ length: 30 }, (_, i) =>
            (i % 2 === 0 ? storage() : other).deliveries.claim({ now: at(0), limit: 3, leaseMs: 1000 }),
          ),
        )
        const ids = claims.flat().map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
        for (const rest of await claim(0, { limit: 60 })) ids.push(rest)
        expect(ids).toHaveLength(60)
      } finally {
        await other.close()
      }
    })

    it('keeps nothing of a sent message but that it was sent, and in which hour', async () => {
      const { deliveries } = storage()
      await commit([queue('d', 'someone', { nextAt: at(59) }), queue('waits', 'other', { nextAt: at(61) })])
      await claim(60, { limit: 1 })
      await deliveries.sent('d', at(3_661))
      const hour = firstHour.getTime()
      expect((await dump()).delivery?.toSorted((a, b) => Number(a.seq) - Number(b.seq))).toMatchObject([
        {
          id: 'd',
          contact: null,
          sealed: null,
          outcome: 'sent',
          claimed_until: null,
          created_at: hour,
          next_at: hour,
          done_at: hour + 3_600_000,
        },
        { id: 'waits', created_at: at(61).getTime(), next_at: at(61).getTime(), done_at: null },
      ])
      expect(await claim(9_999)).toEqual(['waits'])
    })

    it('keeps of a dead message why, what it was about and how often it was tried', async () => {
      const { deliveries } = storage()
      await commit([queue('d', 'someone', { priority: 'tip', about: 'A', nextAt: at(1) })])
      await deliveries.retry('d', 'throttled', at(1))
      await deliveries.dead('d', 'opted-out', at(2))
      expect((await dump()).delivery).toMatchObject([{ contact: null, sealed: null }])
      const rest = { createdAt: firstHour, diedAt: firstHour }
      expect(await deliveries.deadLetters(10)).toEqual([
        { id: 'd', priority: 'tip', about: 'A', failure: 'opted-out', attempts: 2, ...rest },
      ])
    })

    it('lists dead letters newest first, up to the limit, and no sent ones', async () => {
      const { deliveries } = storage()
      await commit(['a', 'b', 'c', 'd'].map((id) => queue(id, id)))
      expect(await deliveries.deadCount()).toBe(0)
      await deliveries.dead('b', 'rejected', at(3 * 3_600))
      await deliveries.dead('a', 'rejected', at(2 * 3_600))
      await deliveries.dead('c', 'rejected', at(1 * 3_600))
      await deliveries.sent('d', at(9))
      expect((await deliveries.deadLetters(2)).map(({ id }) => id)).toEqual(['b', 'a'])
      expect(await deliveries.deadCount()).toBe(3)
    })

    it('counts failed tries', async () => {
      const { deliveries } = storage()
      await commit([queue('d', 'someone')])
      await deliveries.retry('d', 'unreachable', at(1))
      await deliveries.retry('d', 'throttled', at(2))
      expect(await deliveries.claim({ now: at(2), limit: 1, leaseMs: 1 })).toMatchObject([
        { attempts: 2, nextAt: at(2) },
      ])
    })

    it('does not change what is done', async () => {
      const { deliveries } = storage()
      await commit([queue('d', 'someone')])
      await deliveries.sent('d', at(1))
      await deliveries.retry('d', 'unreachable', at(2))
      await deliveries.dead('d', 'rejected', at(3))
      expect(await deliveries.deadLetters(10)).toEqual([])
      expect((await deliveries.waiting()).reply).toBe(0)
    })

    it('counts what waits by priority', async () => {
      const { deliveries } = storage()
      expect(await deliveries.waiting()).toEqual({ tip: 0, reply: 0, broadcast: 0 })
      await commit([queue('a', 'a'), queue('b', 'a'), queue('c', 'c', { priority: 'broadcast' }), queue('d', 'd')])
      await deliveries.sent('d', at(1))
      expect(await deliveries.waiting()).toEqual({ tip: 0, reply: 2, broadcast: 1 })
    })

    it('knows when the next one falls due', async () => {
      const { deliveries } = storage()
      expect(await deliveries.nextDue()).toBeUndefined()
      await commit([queue('first', 'a', { nextAt: at(50) }), queue('behind', 'a', { nextAt: at(10) })])
      expect(await deliveries.nextDue()).toEqual(at(50))
      await commit([queue('sooner', 'b', { nextAt: at(20) })])
      expect(await deliveries.nextDue()).toEqual(at(20))
      await claim(20)
      expect(await deliveries.nextDue()).toEqual(at(50))
      await deliveries.sent('first', at(50))
      expect(await deliveries.nextDue()).toEqual(at(10))
      await deliveries.sent('behind', at(50))
      await deliveries.sent('sooner', at(50))
      expect(await deliveries.nextDue()).toBeUndefined()
    })

    it('forgets what was done in the hours before a moment', async () => {
      const { deliveries } = storage()
      await commit([queue('a', 'a'), queue('b', 'b'), queue('c', 'c')])
      await deliveries.sent('a', at(3_599))
      await deliveries.dead('b', 'rejected', at(3_601))
      await deliveries.purge(at(3_599))
      expect((await dump()).delivery).toHaveLength(3)
      await deliveries.purge(at(7_199))
      expect((await dump()).delivery?.map(({ id }) => id)).toEqual(['b', 'c'])
    })
  })
}
