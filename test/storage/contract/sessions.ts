import { describe, expect, it } from 'vitest'
import type { Write } from '../../../src/core/write.ts'
import { at, bytes, erasure, inboxRow, putSession, queue, type Subject } from './samples.ts'

/** Sessions, contacts, and the conditions on them. */
export function describeSessions({ storage, commit, dump }: Subject): void {
  const settle = (seconds: number): Write => ({ write: 'settle-inbox', id: 'in-1', at: at(seconds) })
  const end = (expected: number | undefined): Write => ({ write: 'end-session', contact: 'someone', expected })

  describe('sessions', () => {
    it('finds nothing for someone without a session', async () => {
      expect(await storage().sessions.find('someone', at(0))).toBeUndefined()
    })

    it('gives back what was put', async () => {
      const { sessions } = storage()
      expect(await commit([putSession(undefined, 1)])).toBe('committed')
      expect(await sessions.find('someone', at(0))).toEqual({
        flow: 'tip',
        step: 'step 1',
        sealed: bytes('vars 1'),
        version: 1,
        expiresAt: at(600),
      })
    })

    it('moves on from the version that is expected, and from no other', async () => {
      const { sessions } = storage()
      await commit([putSession(undefined, 1)])
      expect(await commit([putSession(1, 2)])).toBe('committed')
      expect(await commit([putSession(1, 3)])).toBe('conflict')
      expect(await commit([putSession(7, 8)])).toBe('conflict')
      expect((await sessions.find('someone', at(0)))?.version).toBe(2)
    })

    it('does not move on from a session that is not there', async () => {
      expect(await commit([putSession(1, 2)])).toBe('conflict')
    })

    it('lets exactly one of two commits on the same version win', async () => {
      const { sessions } = storage()
      await commit([putSession(undefined, 1)])
      const answers = await Promise.all(
        [2, 3, 4, 5].map((version) => commit([putSession(1, version), queue(`reply-${version}`, 'someone')])),
      )
      expect(answers.toSorted()).toEqual(['committed', 'conflict', 'conflict', 'conflict'])
      const winner = answers.indexOf('committed') + 2
      expect((await sessions.find('someone', at(0)))?.version).toBe(winner)
      expect((await dump()).delivery).toMatchObject([{ id: `reply-${winner}` }])
    })

    it('lets exactly one of several first sessions win', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => commit([putSession(undefined, i + 1)])))
      expect(answers.filter((answer) => answer === 'committed')).toHaveLength(1)
    })

    it.each([
      { when: 'still runs', expiresIn: 100, settledAt: 99, answer: 'conflict' },
      { when: 'ends at that moment', expiresIn: 100, settledAt: 100, answer: 'committed' },
      { when: 'has expired', expiresIn: 100, settledAt: 101, answer: 'committed' },
    ])('a first session over one that $when: $answer', async ({ expiresIn, settledAt, answer }) => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      await commit([putSession(undefined, 4, expiresIn)])
      expect(await commit([settle(settledAt), putSession(undefined, 1, 900)])).toBe(answer)
    })

    it('lets exactly one of several replace an expired session', async () => {
      const { inbox } = storage()
      await commit([putSession(undefined, 9, 10)])
      const answers = await Promise.all(
        [1, 2, 3, 4].map(async (n) => {
          await inbox.accept(inboxRow(n))
          return commit([{ write: 'settle-inbox', id: `in-${n}`, at: at(60) }, putSession(undefined, 1, 900)])
        }),
      )
      expect(answers.filter((answer) => answer === 'committed')).toHaveLength(1)
      expect(await inbox.unsettled(10, 20)).toHaveLength(3)
    })

    it('without a moment to go by, any stored session stands in the way of a first one', async () => {
      await commit([putSession(undefined, 1, 10)])
      expect(await commit([putSession(undefined, 1, 900)])).toBe('conflict')
    })

    it('finds no session that has expired', async () => {
      const { sessions } = storage()
      await commit([putSession(undefined, 1, 100)])
      expect(await sessions.find('someone', at(99))).toBeDefined()
      expect(await sessions.find('someone', at(100))).toBeUndefined()
    })

    it('ends a session of the expected version only', async () => {
      const { sessions } = storage()
      await commit([putSession(undefined, 1)])
      expect(await commit([end(2)])).toBe('conflict')
      expect(await commit([end(undefined)])).toBe('conflict')
      expect(await commit([end(1)])).toBe('committed')
      expect(await commit([end(1)])).toBe('conflict')
      expect(await sessions.find('someone', at(0))).toBeUndefined()
    })

    it('ends without a fuss what is not there or has expired', async () => {
      const { inbox } = storage()
      expect(await commit([end(undefined)])).toBe('committed')
      await inbox.accept(inboxRow(1))
      await commit([putSession(undefined, 1, 10)])
      expect(await commit([settle(60), end(undefined)])).toBe('committed')
      expect((await dump()).session).toEqual([])
    })

    it('purges what expired before the moment asked', async () => {
      const { sessions } = storage()
      await commit([putSession(undefined, 1, 100)])
      await sessions.purge(at(100))
      expect((await dump()).session).toHaveLength(1)
      await sessions.purge(at(101))
      expect((await dump()).session).toEqual([])
    })
  })

  describe('contacts', () => {
    const contact = { mark: 'someone', locale: 'vi', audience: 'parent', unit: undefined } as const

    it('remembers a contact and what changed about it', async () => {
      const { contacts } = storage()
      expect(await contacts.find('someone')).toBeUndefined()
      await commit([{ write: 'put-contact', contact, at: at(0) }])
      expect(await contacts.find('someone')).toEqual(contact)
      const changed = { ...contact, locale: 'en', audience: 'child', unit: '01' } as const
      await commit([{ write: 'put-contact', contact: changed, at: at(1) }])
      expect(await contacts.find('someone')).toEqual(changed)
    })

    it('erases the contact, its session and what waits for it, and nobody else', async () => {
      const { contacts, sessions, deliveries } = storage()
      await commit([
        { write: 'put-contact', contact, at: at(0) },
        { write: 'put-contact', contact: { ...contact, mark: 'other' }, at: at(0) },
        putSession(undefined, 1),
        queue('mine', 'someone'),
        queue('theirs', 'other'),
      ])
      expect(await commit([erasure()])).toBe('conflict')
      expect(await commit([erasure(['mine', 'sent meanwhile']), queue('goodbye', 'someone')])).toBe('committed')
      expect(await contacts.find('someone')).toBeUndefined()
      expect(await contacts.find('other')).toBeDefined()
      expect(await sessions.find('someone', at(0))).toBeUndefined()
      const claimed = await deliveries.claim({ now: at(0), limit: 10, leaseMs: 1000 })
      expect(claimed.map(({ id }) => id)).toEqual(['theirs', 'goodbye'])
    })
  })
}
