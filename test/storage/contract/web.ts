import { describe, expect, it } from 'vitest'
import { at, bytes, erasure, putSession, queue, type Subject } from './samples.ts'

/** The web chat page's sessions and messages. */
export function describeWeb({ storage, commit, dump }: Subject): void {
  const add = (delivery: string, session = 's', seconds = 1) =>
    storage().web.addMessage({ session, delivery, sealed: bytes(delivery), at: at(seconds) })
  const open = (mark = 's', expiresIn = 600) =>
    storage().web.addSession({ mark, locale: 'vi', expiresAt: at(expiresIn) })

  describe('web', () => {
    it('knows a session until it expires or ends', async () => {
      const { web } = storage()
      expect(await web.session('s', at(0))).toBeUndefined()
      await open()
      expect(await web.session('s', at(599))).toEqual({ locale: 'vi' })
      expect(await web.session('s', at(600))).toBeUndefined()
      await web.endSession('s')
      expect(await web.session('s', at(0))).toBeUndefined()
    })

    it('keeps a session longer and changes its language', async () => {
      const { web } = storage()
      await open()
      await web.touch('s', at(900), 'en')
      expect(await web.session('s', at(899))).toEqual({ locale: 'en' })
      await web.touch('nobody', at(900), 'en')
      expect(await web.session('nobody', at(0))).toBeUndefined()
    })

    it('numbers the messages of each session from one', async () => {
      await open('s')
      await open('t')
      expect([await add('a'), await add('b'), await add('a', 't')]).toEqual([1, 2, 1])
    })

    it('answers the same number for a delivery that was there before', async () => {
      const { web } = storage()
      await open()
      expect([await add('a'), await add('b'), await add('a'), await add('c')]).toEqual([1, 2, 1, 3])
      expect(await web.messagesAfter('s', 0)).toEqual(
        ['a', 'b', 'c'].map((delivery, i) => ({ seq: i + 1, sealed: bytes(delivery), at: at(1) })),
      )
    })

    it('leaves no gap and no double when many are added at once', async () => {
      await open()
      const numbers = await Promise.all(Array.from({ length: 24 }, (_, i) => add(`d-${i % 12}`)))
      expect(numbers.slice(0, 12)).toEqual(numbers.slice(12))
      expect(new Set(numbers)).toEqual(new Set(Array.from({ length: 12 }, (_, i) => i + 1)))
    })

    it.each([
      { what: 'is not there', session: 'nobody', seconds: 1 },
      { what: 'has expired', session: 's', seconds: 600 },
    ])('adds nothing to a session that $what', async ({ session, seconds }) => {
      await open()
      expect(await add('a', session, seconds)).toBeUndefined()
      expect((await dump()).web_message).toEqual([])
    })

    it('gives the messages after a number', async () => {
      const { web } = storage()
      await open()
      for (const delivery of ['a', 'b', 'c']) await add(delivery)
      expect((await web.messagesAfter('s', 1)).map(({ seq }) => seq)).toEqual([2, 3])
      expect(await web.messagesAfter('s', 3)).toEqual([])
      expect(await web.messagesAfter('nobody', 0)).toEqual([])
    })

    it('gives at most two hundred messages at once, the oldest first', async () => {
      const { web } = storage()
      await open()
      for (let i = 1; i <= 203; i++) await add(`d-${i}`)
      const seqs = async (after: number) => (await web.messagesAfter('s', after)).map(({ seq }) => seq)
      expect(await seqs(1)).toEqual(Array.from({ length: 200 }, (_, i) => i + 2))
      expect(await seqs(201)).toEqual([202, 203])
    })

    it('knows the number of the newest message', async () => {
      const { web } = storage()
      await open()
      expect([await web.lastSeq('s'), await web.lastSeq('nobody')]).toEqual([0, 0])
      for (const delivery of ['a', 'b', 'a']) await add(delivery)
      expect(await web.lastSeq('s')).toBe(2)
    })

    it.each(['clear-thread', 'erase-contact'] as const)(
      '%s removes what was shown, and numbering goes on',
      async (write) => {
        const { web } = storage()
        await open('s')
        await open('t')
        for (const delivery of ['a', 'b']) await add(delivery)
        await add('a', 't')
        const writes = {
          'clear-thread': { write: 'clear-thread', contact: 's' } as const,
          'erase-contact': erasure([], { contact: 's' }),
        }
        expect(await commit([writes[write]])).toBe('committed')
        expect((await dump()).web_message?.map(({ session }) => session)).toEqual(['t'])
        expect(await web.lastSeq('s')).toBe(2)
        expect(await add('c')).toBe(3)
        expect((await web.messagesAfter('s', 0)).map(({ seq }) => seq)).toEqual([3])
      },
    )

    it('clearing a thread leaves the session, what is remembered and what is queued', async () => {
      await open('s')
      await commit([
        { write: 'put-contact', contact: { mark: 's', locale: 'vi', audience: 'child', unit: '01' }, at: at(0) },
        { ...putSession(undefined, 1), contact: 's' },
        queue('d', 's'),
      ])
      await commit([{ write: 'clear-thread', contact: 's' }])
      const state = await dump()
      for (const table of ['web_session', 'contact', 'session', 'delivery']) expect(state[table]).toHaveLength(1)
    })

    it('forgets with a session what was remembered about its contact, and nobody else', async () => {
      const { web } = storage()
      await open('ended')
      await open('expired', 10)
      await open('live')
      await commit(
        ['ended', 'expired', 'live', 'on telegram'].map((mark) => ({
          write: 'put-contact',
          contact: { mark, locale: 'vi', audience: 'child', unit: '01' },
          at: at(0),
        })),
      )
      const contacts = async () => (await dump()).contact?.map(({ mark }) => mark).toSorted()
      await web.endSession('ended')
      expect(await contacts()).toEqual(['expired', 'live', 'on telegram'])
      await web.purge(at(10))
      expect(await contacts()).toEqual(['live', 'on telegram'])
    })

    it('forgets the messages with their session', async () => {
      const { web } = storage()
      await open('ended')
      await open('expired', 10)
      await open('live')
      for (const session of ['ended', 'expired', 'live']) await add('a', session)
      await web.endSession('ended')
      await web.purge(at(10))
      const state = await dump()
      expect(state.web_session?.map(({ mark }) => mark)).toEqual(['live'])
      expect(state.web_message?.map(({ session }) => session)).toEqual(['live'])
    })
  })
}
