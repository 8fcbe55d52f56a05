import { describe, expect, it } from 'vitest'
import type { Write } from '../../../src/core/write.ts'
import { openStorage } from '../../../src/storage/storage.ts'
import { at, insertTip, type Subject } from './samples.ts'

type Sent = Extract<Write, { readonly write: 'count-tip' }>

/** What is counted of senders of tips, and their limit. */
export function describeSentTips({ storage, commit, options, dump }: Subject): void {
  let count = 0
  const sent = (sender = 'a', changes: Partial<Sent> = {}): Write => ({
    write: 'count-tip',
    id: `sent-${++count}`,
    sender,
    since: at(0),
    most: 3,
    inDanger: false,
    at: at(60),
    ...changes,
  })

  describe('tips that were sent', () => {
    it('are told by their sender, newest first, to the minute that follows', async () => {
      const { sentTips } = storage()
      expect(await sentTips.latest('a', at(0), 5)).toEqual([])
      await commit([sent('a', { at: at(61) }), sent('a', { at: at(60) }), sent('b'), sent('a', { at: at(150) })])
      expect(await sentTips.latest('a', at(0), 5)).toEqual([at(180), at(120), at(60)])
      expect(await sentTips.latest('a', at(60), 5)).toEqual([at(180), at(120)])
      expect(await sentTips.latest('a', at(0), 1)).toEqual([at(180)])
      expect(await sentTips.latest('b', at(0), 5)).toEqual([at(60)])
    })

    it('take no further one in the same commit once there are as many as may be', async () => {
      await commit([sent(), sent(), sent()])
      expect(await commit([insertTip('A'), sent()])).toBe('conflict')
      expect(await storage().tips.find('A')).toBeUndefined()
      expect((await dump()).sent_tip).toHaveLength(3)
      expect(await commit([insertTip('A'), sent('b')])).toBe('committed')
      expect(await commit([sent('a', { most: 4 })])).toBe('committed')
      expect(await commit([sent('a', { since: at(60) })])).toBe('committed')
    })

    it('never refuse one in danger, and count it', async () => {
      await commit([sent(), sent(), sent()])
      expect(await commit([insertTip('A'), sent('a', { inDanger: true })])).toBe('committed')
      expect(await storage().sentTips.latest('a', at(0), 5)).toHaveLength(4)
    })

    it('of fifty at once are three, whichever process they come from', async () => {
      const other = await openStorage(options())
      try {
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? storage() : other).commit([sent()])),
        )
        expect(answers.filter((answer) => answer === 'committed')).toHaveLength(3)
        expect(answers.filter((answer) => answer === 'conflict')).toHaveLength(47)
        expect((await dump()).sent_tip).toHaveLength(3)
      } finally {
        await other.close()
      }
    })

    it('are forgotten from before a moment', async () => {
      await commit([sent(), sent('a', { at: at(120) })])
      await storage().sentTips.purge(at(120))
      expect(await storage().sentTips.latest('a', at(0), 5)).toEqual([at(120)])
    })
  })
}
