import { describe, expect, it } from 'vitest'
import { at, bytes, inboxRow, type Subject } from './samples.ts'

/** The inbox and its settling. */
export function describeInbox({ storage, commit, dump }: Subject): void {
  describe('inbox', () => {
    it('accepts a message once and knows the repeat, whatever its own id', async () => {
      const { inbox } = storage()
      expect(await inbox.accept(inboxRow(1))).toBe('accepted')
      expect(await inbox.accept({ ...inboxRow(1), id: 'another' })).toBe('repeat')
      expect((await inbox.unsettled(10)).map((row) => row.id)).toEqual(['in-1'])
    })

    it('takes the same mark on two channels for two messages', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      expect(await inbox.accept({ ...inboxRow(1), id: 'another', channel: 'telegram' })).toBe('accepted')
    })

    it('accepts exactly one of fifty parallel messages of the same mark', async () => {
      const { inbox } = storage()
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) => inbox.accept({ ...inboxRow(1), id: `try-${i}` })),
      )
      expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1)
      expect(await inbox.unsettled(100)).toHaveLength(1)
    })

    it('refuses a second message under the same id', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      await expect(inbox.accept({ ...inboxRow(2), id: 'in-1' })).rejects.toThrow()
    })

    it('gives back the whole row', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      expect(await inbox.unsettled(1)).toEqual([
        {
          id: 'in-1',
          channel: 'zalo',
          contact: 'contact-1',
          sealed: bytes('message 1'),
          attempts: 0,
          receivedAt: at(1),
        },
      ])
    })

    it('keeps bytes that are not text as they are', async () => {
      const { inbox } = storage()
      const sealed = new Uint8Array([0, 255, 128, 0, 13, 10, 39, 92])
      await inbox.accept({ ...inboxRow(1), sealed })
      expect((await inbox.unsettled(1))[0]?.sealed).toEqual(sealed)
    })

    it('lists the oldest first, in order of arrival within the same moment, up to the limit', async () => {
      const { inbox } = storage()
      for (const [n, seconds] of [
        [1, 9],
        [2, 5],
        [3, 5],
        [4, 1],
      ] as const)
        await inbox.accept(inboxRow(n, seconds))
      expect((await inbox.unsettled(3)).map((row) => row.id)).toEqual(['in-4', 'in-2', 'in-3'])
    })

    it('counts failed attempts', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      expect(await inbox.failed('in-1')).toBe(1)
      expect(await inbox.failed('in-1')).toBe(2)
      expect((await inbox.unsettled(1))[0]?.attempts).toBe(2)
    })

    it('settles a message once', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      expect(await commit([{ write: 'settle-inbox', id: 'in-1', at: at(5) }])).toBe('committed')
      expect(await commit([{ write: 'settle-inbox', id: 'in-1', at: at(6) }])).toBe('conflict')
      expect(await inbox.unsettled(10)).toEqual([])
    })

    it('does not settle what was never taken in', async () => {
      expect(await commit([{ write: 'settle-inbox', id: 'nothing', at: at(0) }])).toBe('conflict')
    })

    it('keeps neither the message nor its sender once it is settled, and still knows the repeat', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      await commit([{ write: 'settle-inbox', id: 'in-1', at: at(5) }])
      expect((await dump()).inbox).toMatchObject([
        { id: 'in-1', channel: 'zalo', mark: 'mark-1', contact: null, sealed: null },
      ])
      expect(await inbox.accept({ ...inboxRow(1), id: 'again' })).toBe('repeat')
    })

    it('forgets settled messages that are older than asked, and no others', async () => {
      const { inbox } = storage()
      for (const n of [1, 2, 3]) await inbox.accept(inboxRow(n))
      await commit([{ write: 'settle-inbox', id: 'in-1', at: at(10) }])
      await commit([{ write: 'settle-inbox', id: 'in-2', at: at(20) }])
      await inbox.purge(at(20))
      expect(await inbox.accept({ ...inboxRow(1), id: 'again-1' })).toBe('accepted')
      expect(await inbox.accept({ ...inboxRow(2), id: 'again-2' })).toBe('repeat')
      expect(await inbox.accept({ ...inboxRow(3), id: 'again-3' })).toBe('repeat')
    })
  })
}
