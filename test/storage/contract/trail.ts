import { describe, expect, it } from 'vitest'
import type { Write } from '../../../src/core/write.ts'
import {
  addOfficerWithWays,
  at,
  bindOfficer,
  bytes,
  erasure,
  firstHour,
  inboxRow,
  queue,
  type Subject,
} from './samples.ts'

const hour = 3_600

/** What may still be deleted from chats, and what became too old for that. */
export function describeTrail({ storage, commit, dump }: Subject): void {
  describe('trails of chats', () => {
    const row = (id: string, contact = 'someone', seconds = 0) => ({
      id,
      contact,
      sealed: bytes(`message ${id}`),
      at: at(seconds),
    })
    const take = async (...rows: readonly ReturnType<typeof row>[]) => {
      for (const trail of rows) {
        const message = { ...inboxRow(++messages), contact: trail.contact }
        expect(await storage().inbox.accept({ ...message, trail })).toBe('accepted')
      }
    }
    let messages = 0
    const erase = (trail: readonly string[], contact = 'someone', queued: readonly string[] = []): Write =>
      erasure(queued, { contact, trail })
    const idsOf = async (contact = 'someone') => {
      const { rows, tooOld } = await storage().trail.of(contact)
      return [rows.map(({ id }) => id).toSorted(), tooOld]
    }

    it('hold what was written and what was sent, of each contact its own, to the hour', async () => {
      await take(row('a', 'someone', 1_234), row('theirs', 'other'))
      await commit([queue('d', 'someone')])
      expect(await storage().deliveries.sent('d', at(1), { trail: [row('b'), row('c')] })).toBe('done')
      expect(await idsOf()).toEqual([['a', 'b', 'c'], 0])
      expect((await storage().trail.of('other')).rows).toEqual([{ id: 'theirs', sealed: bytes('message theirs') }])
      const kept = (await dump()).chat_trail ?? []
      expect(kept.map((each) => Number(each.at))).toEqual(Array(4).fill(firstHour.getTime()))
    })

    it('are forgotten with their contact, and nobody else’s', async () => {
      await take(row('a'), row('old', 'someone', -60 * hour), row('theirs', 'other'))
      await storage().trail.age(at(-48 * hour))
      expect(await idsOf()).toEqual([['a'], 1])
      expect(await commit([erase(['a', 'aged meanwhile'])])).toBe('committed')
      expect([await idsOf(), await idsOf('other')]).toEqual([
        [[], 0],
        [['theirs'], 0],
      ])
    })

    it('stop an erasure that has not seen all of them', async () => {
      await take(row('a'), row('b'))
      await commit([queue('d', 'someone')])
      expect(await commit([erase(['a'], 'someone', ['d'])])).toBe('conflict')
      expect(await idsOf()).toEqual([['a', 'b'], 0])
      expect((await storage().deliveries.waiting()).reply).toBe(1)
    })

    it('take nothing of a delivery that was erased on its way, and say so', async () => {
      const { deliveries } = storage()
      await commit([queue('d', 'someone')])
      await deliveries.claim({ now: at(0), limit: 1, leaseMs: 1_000 })
      await commit([erase([], 'someone', ['d'])])
      expect(await deliveries.sent('d', at(1), { trail: [row('b')] })).toBe('gone')
      expect(await idsOf()).toEqual([[], 0])
      await commit([queue('answer', 'someone')])
      await commit([erasure([['answer', 'r']])])
      expect(await deliveries.sent('answer', at(1), { relay: 'r', trail: [row('c')] })).toBe('gone')
      expect(await idsOf()).toEqual([[], 0])
    })

    it('take nothing of a message that comes again', async () => {
      await take(row('a'))
      expect(await storage().inbox.accept({ ...inboxRow(messages), id: 'again', trail: row('b') })).toBe('repeat')
      expect(await idsOf()).toEqual([['a'], 0])
    })

    it('take nothing twice of a delivery that was noted already', async () => {
      await commit([queue('d', 'someone')])
      await storage().deliveries.sent('d', at(1), { trail: [row('b')] })
      expect(await storage().deliveries.sent('d', at(2), { trail: [row('c')] })).toBe('done')
      expect(await idsOf()).toEqual([['b'], 0])
    })

    it('of officers hold nothing, not even from before', async () => {
      await addOfficerWithWays(storage(), 'binh')
      await take(row('a', 'chat of binh'), row('b', 'new chat'))
      await commit([queue('d', 'chat of binh')])
      await storage().deliveries.sent('d', at(1), { trail: [row('c', 'chat of binh')] })
      expect(await idsOf('chat of binh')).toEqual([[], 0])
      expect(await idsOf('new chat')).toEqual([['b'], 0])
      await commit([bindOfficer('binh', 'new chat')])
      expect(await idsOf('new chat')).toEqual([[], 0])
    })

    it('become a number, hour by hour, which adds up and is forgotten last', async () => {
      const { trail } = storage()
      await take(row('a', 'someone', -hour), row('b', 'someone', -1), row('c', 'other', -hour), row('d'))
      await trail.age(at(1_800))
      expect([await idsOf(), await idsOf('other')]).toEqual([
        [['d'], 2],
        [[], 1],
      ])
      await trail.age(at(hour))
      expect(await idsOf()).toEqual([[], 3])
      await trail.purge(at(0))
      expect([await idsOf(), await idsOf('other')]).toEqual([
        [[], 3],
        [[], 0],
      ])
      await trail.purge(at(hour))
      expect(await idsOf()).toEqual([[], 0])
    })

    it('are deleted by a delivery that outlives the next erasure', async () => {
      await commit([queue('words', 'someone'), queue('erasure', 'someone', { isErasure: true })])
      await commit([erase([], 'someone', ['words'])])
      const claimed = await storage().deliveries.claim({ now: at(0), limit: 10, leaseMs: 1_000 })
      expect(claimed.map(({ id }) => id)).toEqual(['erasure'])
    })
  })
}
