import { describe, expect, it } from 'vitest'
import { openStorage } from '../../../src/storage/storage.ts'
import type { Subject } from './samples.ts'

/** Which master key a database belongs to. */
export function describeMasterKey({ storage, options }: Subject): void {
  describe('master key', () => {
    it('is unknown until the first one is used, which then stays', async () => {
      const { masterKey } = storage()
      expect(await masterKey.isKnown()).toBe(false)
      expect(await masterKey.mark('first')).toBe('first')
      expect(await masterKey.isKnown()).toBe(true)
      expect(await masterKey.mark('second')).toBe('first')
      expect(await masterKey.mark('first')).toBe('first')
    })

    it('is the same for all who come at once', async () => {
      const other = await openStorage(options())
      try {
        const marks = await Promise.all(
          Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? storage() : other).masterKey.mark(`mark-${i}`)),
        )
        expect(new Set(marks).size).toBe(1)
      } finally {
        await other.close()
      }
    })
  })
}
