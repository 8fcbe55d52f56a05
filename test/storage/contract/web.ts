import { describe, expect, it } from 'vitest'
import { at, bytes, type Subject } from './samples.ts'

/** The web chat page's sessions and messages. */
export function describeWeb({ storage, dump }: Subject): void {
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
