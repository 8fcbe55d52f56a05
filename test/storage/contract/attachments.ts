import { describe, expect, it } from 'vitest'
import type { StoredAttachment } from '../../../src/core/storage.ts'
import type { Write } from '../../../src/core/write.ts'
import { at, bytes, inboxRow, insertTip, type Subject } from './samples.ts'

const file = (id: string, text = `bytes of ${id}`): StoredAttachment => ({
  id,
  kind: 'image',
  mediaType: 'image/jpeg',
  size: 5,
  sealed: bytes(text),
})
const message = (id: string, tip: string): Write => ({
  write: 'insert-tip-message',
  id,
  tip,
  author: 'tipster',
  alias: undefined,
  sealed: bytes(`words of ${id}`),
  at: at(0),
})
const attach = (attachment: string, to: string): Write => ({
  write: 'attach',
  attachment,
  message: to,
  sealedKey: bytes(`key of ${attachment}`),
})

/** Files that people sent. */
export function describeAttachments({ storage, commit, dump }: Subject): void {
  const accept = (n: number, seconds: number, ...attachments: StoredAttachment[]) =>
    storage().inbox.accept({ ...inboxRow(n, seconds), attachments })

  describe('files', () => {
    it('are taken in with their message or not at all, once', async () => {
      expect(await accept(1, 0, file('a'), file('b'))).toBe('accepted')
      expect(await accept(1, 0, file('c'))).toBe('repeat')
      // The id is there already: neither the message nor its other file is kept.
      await expect(accept(2, 0, file('d'), file('a'))).rejects.toThrow()
      expect((await dump()).inbox).toHaveLength(1)
      expect((await dump()).attachment?.map((row) => row.id).sort()).toEqual(['a', 'b'])
      expect(await storage().attachments.sealed('a')).toEqual(bytes('bytes of a'))
      expect(await storage().attachments.sealed('c')).toBeUndefined()
    })

    it('hold twenty megabytes', async () => {
      const large = new Uint8Array(20 * 1024 * 1024).fill(7)
      await accept(1, 0, { ...file('large'), sealed: large })
      expect(Buffer.from((await storage().attachments.sealed('large')) ?? []).equals(large)).toBe(true)
    })

    it('become part of a message of a tip, in order, and of no other tip', async () => {
      await accept(1, 0, file('a'), file('b'), file('c'))
      await commit([insertTip('T'), insertTip('U'), message('m', 'T'), message('n', 'T'), message('o', 'U')])
      await commit([attach('b', 'm'), attach('a', 'm'), attach('c', 'o')])
      const about = (id: string) => ({ id, kind: 'image', mediaType: 'image/jpeg', size: 5 })
      const [first, second] = await storage().tips.messages('T')
      expect([first?.attachments, second?.attachments]).toEqual([[about('b'), about('a')], []])
      expect(await storage().attachments.ofTip('T', 'b')).toEqual({ ...about('b'), sealedKey: bytes('key of b') })
      expect(await storage().attachments.ofTip('T', 'c')).toBeUndefined()
      expect(await storage().attachments.ofTip('T', 'nothing')).toBeUndefined()
    })

    it('that are gone or belong to a message already do not keep a tip from being opened', async () => {
      await accept(1, 0, file('a'))
      expect(await commit([insertTip('T'), message('m', 'T'), attach('gone', 'm'), attach('a', 'm')])).toBe('committed')
      expect(await commit([insertTip('U'), message('n', 'U'), attach('a', 'n')])).toBe('committed')
      expect((await storage().tips.messages('T'))[0]?.attachments.map(({ id }) => id)).toEqual(['a'])
      expect((await storage().tips.messages('U'))[0]?.attachments).toEqual([])
    })

    it('of no tip are purged by the hour, those of tips stay', async () => {
      const hour = 3_600
      await accept(1, 0, file('old'), file('kept'))
      await accept(2, hour, file('young'))
      await commit([insertTip('T'), message('m', 'T'), attach('kept', 'm')])
      await storage().attachments.purge(at(0))
      expect((await dump()).attachment).toHaveLength(3)
      await storage().attachments.purge(at(1))
      expect((await dump()).attachment?.map((row) => row.id).sort()).toEqual(['kept', 'young'])
    })

    it('say nothing of who sent them, and the hour alone of when', async () => {
      await accept(1, 1_234, file('a'))
      const [row] = (await dump()).attachment ?? []
      expect(Object.keys(row ?? {}).sort()).toEqual(['id', 'kind', 'media_type', 'received_at', 'sealed', 'size'])
      expect(row?.received_at).toBe(at(0).getTime())
    })
  })
}
