import { describe, expect, it } from 'vitest'
import { openStorage } from '../../../src/storage/storage.ts'
import { at, bytes, type Subject } from './samples.ts'

/** The tokens of the Zalo Official Account, and who may refresh them. */
export function describeZaloToken({ storage, options }: Subject): void {
  describe('the zalo tokens', () => {
    it('are none at first, then what was written last, also for another process', async () => {
      const { zaloToken } = storage()
      expect(await zaloToken.read()).toBeUndefined()
      await zaloToken.write(bytes('first'))
      await zaloToken.write(bytes('second'))
      const other = await openStorage(options())
      try {
        expect(await other.zaloToken.read()).toEqual(bytes('second'))
      } finally {
        await other.close()
      }
    })

    it('are leased to one at a time, until given back or run out', async () => {
      const { zaloToken } = storage()
      expect(await zaloToken.takeLease('a', at(0), at(60))).toBe(true)
      expect(await zaloToken.takeLease('b', at(59), at(119))).toBe(false)
      expect(await zaloToken.takeLease('b', at(60), at(120))).toBe(true)
      await zaloToken.endLease('a')
      expect(await zaloToken.takeLease('c', at(61), at(121))).toBe(false)
      await zaloToken.endLease('b')
      expect(await zaloToken.takeLease('c', at(61), at(121))).toBe(true)
    })

    it('are not leased for longer than a lease lasts, however far a clock was set back', async () => {
      const { zaloToken } = storage()
      const day = 24 * 3_600
      await zaloToken.takeLease('a', at(30 * day), at(30 * day + 60))
      expect(await zaloToken.takeLease('b', at(30 * day - 300), at(30 * day - 240))).toBe(false)
      expect(await zaloToken.takeLease('b', at(0), at(60))).toBe(true)
    })

    it('keep the lease when they are written, and themselves when it ends', async () => {
      const { zaloToken } = storage()
      await zaloToken.takeLease('a', at(0), at(60))
      await zaloToken.write(bytes('pair'))
      expect(await zaloToken.takeLease('b', at(1), at(61))).toBe(false)
      await zaloToken.endLease('a')
      expect(await zaloToken.read()).toEqual(bytes('pair'))
    })

    it('are leased to one of all who come at once', async () => {
      const other = await openStorage(options())
      try {
        const taken = await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            (i % 2 === 0 ? storage() : other).zaloToken.takeLease(`holder-${i}`, at(0), at(60)),
          ),
        )
        expect(taken.filter(Boolean)).toHaveLength(1)
      } finally {
        await other.close()
      }
    })
  })
}
