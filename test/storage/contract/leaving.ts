import { describe, expect, it } from 'vitest'
import type { Write } from '../../../src/core/write.ts'
import { at, bytes, erasure, inboxRow, insertTip, queue, type Subject } from './samples.ts'

/** What becomes of officers' answers to somebody who leaves, and how late news of leaving is known. */
export function describeLeaving({ storage, commit, dump }: Subject): void {
  const tip = (id: string) => queue(id, 'someone', { priority: 'tip' })

  describe('an answer whose contact is erased', () => {
    const message: Write = {
      write: 'insert-tip-message',
      id: 'm',
      tip: 'A',
      author: 'officer',
      alias: 1,
      sealed: bytes('x'),
      at: at(1),
    }
    const relays: readonly Write[] = ['a', 'b', 'c'].map((id) => {
      return { write: 'insert-relay', id, message: 'm', channel: 'zalo', at: at(1) }
    })
    const states = async () => (await storage().tips.relays('A')).map(({ state, failure }) => [state, failure])

    it('is a dead letter that says so, while it waits, is tried again or is parked; not once it was sent', async () => {
      const { deliveries } = storage()
      await commit([
        insertTip('A'),
        message,
        ...relays,
        tip('sent'),
        tip('again'),
        tip('parked'),
        queue('r', 'someone'),
      ])
      const seen = await deliveries.waitingFor('someone')
      expect(seen.map(({ id }) => id).toSorted()).toEqual(['again', 'parked', 'r', 'sent'])
      await deliveries.sent('sent', at(1), { relay: 'a' })
      await deliveries.retry('again', 'unreachable', at(60))
      await deliveries.park('parked', 'window-closed', at(1), 'c')
      const write = erasure([['sent', 'a'], ['again', 'b'], ['parked', 'c'], 'r'])
      expect(await commit([write])).toBe('committed')
      expect(await states()).toEqual([
        ['sent', undefined],
        ['dead', 'opted-out'],
        ['dead', 'opted-out'],
      ])
      const dead = await deliveries.deadLetters(9)
      expect(dead.map(({ id, failure }) => [id, failure]).toSorted()).toEqual([
        ['again', 'opted-out'],
        ['parked', 'opted-out'],
      ])
      const rows = (await dump()).delivery ?? []
      expect(rows.map(({ contact, sealed }) => [contact, sealed])).toEqual(Array(3).fill([null, null]))
      expect(await deliveries.claim({ now: at(9_999), limit: 9, leaseMs: 1_000 })).toEqual([])
    })

    it('is not passed over when it was queued while the erasure was being decided', async () => {
      await commit([insertTip('A'), message, ...relays, tip('d')])
      expect(await commit([erasure()])).toBe('conflict')
      expect(await states()).toEqual(Array(3).fill(['waiting', undefined]))
      expect((await storage().deliveries.waiting()).tip).toBe(1)
    })

    it('of somebody else stays as it is', async () => {
      await commit([insertTip('A'), message, ...relays, tip('d')])
      expect(await commit([erasure([['d', 'a']], { contact: 'other' })])).toBe('committed')
      expect(await states()).toEqual(Array(3).fill(['waiting', undefined]))
      expect((await storage().deliveries.waiting()).tip).toBe(1)
    })
  })

  describe('when a contact was last heard', () => {
    const heard = (said: string, seconds: number, contact = 'someone') => ({
      contact,
      sealed: bytes(said),
      at: at(seconds),
    })
    let messages = 0
    const take = (...rows: readonly ReturnType<typeof heard>[]) =>
      Promise.all(rows.map((row) => storage().inbox.accept({ ...inboxRow(++messages), heard: row })))

    it('is kept with the message, the last one alone, to the hour, and not with one that comes again', async () => {
      const { contacts, inbox } = storage()
      expect(await contacts.heard('someone')).toBeUndefined()
      await take(heard('one', 1))
      await take(heard('two', 3_700), heard('theirs', 1, 'other'))
      expect(await inbox.accept({ ...inboxRow(1), id: 'again', heard: heard('three', 9) })).toBe('repeat')
      expect(await contacts.heard('someone')).toEqual(bytes('two'))
      const kept = (await dump()).contact_heard ?? []
      expect(kept.map((row) => Number(row.at)).toSorted((a, b) => a - b)).toEqual([at(0), at(3_600)].map(Number))
    })

    it('is forgotten when nothing was heard since, and with the contact', async () => {
      const { contacts } = storage()
      await take(heard('one', 1), heard('two', 3_700, 'other'), heard('three', 1, 'third'))
      await commit([erasure([], { contact: 'third' })])
      expect(await contacts.heard('third')).toBeUndefined()
      await contacts.purgeHeard(at(3_599))
      expect(await contacts.heard('someone')).toBeDefined()
      await contacts.purgeHeard(at(3_600))
      expect([await contacts.heard('someone'), await contacts.heard('other')]).toEqual([undefined, bytes('two')])
    })
  })
}
