import { describe, expect, it } from 'vitest'
import { at, bytes, firstHour, inboxRow, type Subject } from './samples.ts'

/** The inbox and its settling. */
export function describeInbox({ storage, commit, dump }: Subject): void {
  describe('inbox', () => {
    it('accepts a message once and knows the repeat, whatever its own id', async () => {
      const { inbox } = storage()
      expect(await inbox.accept(inboxRow(1))).toBe('accepted')
      expect(await inbox.accept({ ...inboxRow(1), id: 'another' })).toBe('repeat')
      expect((await inbox.unsettled(10, 20)).map((row) => row.id)).toEqual(['in-1'])
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
      expect(await inbox.unsettled(100, 20)).toHaveLength(1)
    })

    it('refuses a second message under the same id', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      await expect(inbox.accept({ ...inboxRow(2), id: 'in-1' })).rejects.toThrow()
    })

    it('gives back the whole row', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      expect(await inbox.unsettled(1, 20)).toEqual([
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
      expect((await inbox.unsettled(1, 20))[0]?.sealed).toEqual(sealed)
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
      expect((await inbox.unsettled(3, 20)).map((row) => row.id)).toEqual(['in-4', 'in-2', 'in-3'])
    })

    it('counts failed attempts', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      expect(await inbox.failed('in-1')).toBe(1)
      expect(await inbox.failed('in-1')).toBe(2)
      expect((await inbox.unsettled(1, 20))[0]?.attempts).toBe(2)
    })

    it('settles a message once', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1))
      expect(await commit([{ write: 'settle-inbox', id: 'in-1', at: at(5) }])).toBe('committed')
      expect(await commit([{ write: 'settle-inbox', id: 'in-1', at: at(6) }])).toBe('conflict')
      expect(await inbox.unsettled(10, 20)).toEqual([])
    })

    it('does not settle what was never taken in', async () => {
      expect(await commit([{ write: 'settle-inbox', id: 'nothing', at: at(0) }])).toBe('conflict')
    })

    it('gives only what was tried fewer times than asked, however many others are older', async () => {
      const { inbox } = storage()
      for (const n of [1, 2, 3, 4]) await inbox.accept(inboxRow(n))
      for (const [id, times] of [
        ['in-1', 3],
        ['in-2', 2],
        ['in-3', 1],
      ] as const)
        for (let i = 0; i < times; i++) await inbox.failed(id)
      expect((await inbox.unsettled(1, 2)).map(({ id }) => id)).toEqual(['in-3'])
      expect((await inbox.unsettled(10, 3)).map(({ id }) => id)).toEqual(['in-2', 'in-3', 'in-4'])
    })

    it('counts what is not settled, what of it is given up, and knows the oldest', async () => {
      const { inbox } = storage()
      expect(await inbox.counts(2)).toEqual({ unsettled: 0, abandoned: 0, oldestAt: undefined })
      for (const n of [1, 2, 3, 4]) await inbox.accept(inboxRow(n))
      await commit([{ write: 'settle-inbox', id: 'in-1', at: at(5) }])
      for (const id of ['in-2', 'in-2', 'in-2', 'in-3', 'in-3', 'in-4']) await inbox.failed(id)
      expect(await inbox.counts(2)).toEqual({ unsettled: 3, abandoned: 2, oldestAt: at(2) })
      expect(await inbox.counts(4)).toEqual({ unsettled: 3, abandoned: 0, oldestAt: at(2) })
    })

    it('keeps of a settled message the hours only, and of one that waits when it came', async () => {
      const { inbox } = storage()
      await inbox.accept(inboxRow(1, 59))
      await inbox.accept(inboxRow(2, 3_601))
      await inbox.accept(inboxRow(3, 61))
      await commit([{ write: 'settle-inbox', id: 'in-1', at: at(7_201) }])
      await commit([{ write: 'settle-inbox', id: 'in-2', at: at(10_799) }])
      const hour = (n: number) => firstHour.getTime() + n * 3_600_000
      expect((await dump()).inbox?.toSorted((a, b) => Number(a.seq) - Number(b.seq))).toMatchObject([
        { id: 'in-1', received_at: hour(0), settled_at: hour(2) },
        { id: 'in-2', received_at: hour(1), settled_at: hour(2) },
        { id: 'in-3', received_at: at(61).getTime(), settled_at: null },
      ])
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

    it('forgets settled messages of the hours before the one asked, and no others', async () => {
      const { inbox } = storage()
      for (const n of [1, 2, 3]) await inbox.accept(inboxRow(n))
      await commit([{ write: 'settle-inbox', id: 'in-1', at: at(3_599) }])
      await commit([{ write: 'settle-inbox', id: 'in-2', at: at(3_601) }])
      await inbox.purge(at(3_599))
      expect(await inbox.accept({ ...inboxRow(1), id: 'too-early' })).toBe('repeat')
      await inbox.purge(at(7_199))
      expect(await inbox.accept({ ...inboxRow(1), id: 'again-1' })).toBe('accepted')
      expect(await inbox.accept({ ...inboxRow(2), id: 'again-2' })).toBe('repeat')
      expect(await inbox.accept({ ...inboxRow(3), id: 'again-3' })).toBe('repeat')
    })
  })
}
