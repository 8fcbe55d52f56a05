import { describe, expect, it } from 'vitest'
import type { TipStatus } from '../../../src/core/tip.ts'
import type { TopicState } from '../../../src/core/topics.ts'
import type { Write } from '../../../src/core/write.ts'
import { at, bytes, insertTip, type Subject } from './samples.ts'

const state: TopicState = { chat: '-100', topic: 7, card: 8, shown: 'digest', announced: 2, isClosed: false }
const none = { chat: '', topic: undefined, card: undefined, shown: undefined, announced: 0, isClosed: false }
const nothing = { mode: undefined, note: undefined }

const words = (id: string, tip: string, author: 'tipster' | 'detail' | 'officer', seconds: number): Write => {
  const alias = author === 'officer' ? 3 : undefined
  return { write: 'insert-tip-message', id, tip, author, alias, sealed: bytes(id), at: at(seconds) }
}

/** The topics of tips in the officers' group. */
export function describeOfficerTopics({ storage, commit }: Subject): void {
  const moved = (tip: string, from: TipStatus, to: TipStatus): Write => {
    return { write: 'move-tip', tip, from, to, officer: undefined, at: at(1) }
  }
  const live = async () => (await storage().officerTopics.live()).map(({ tally }) => tally.tip.id)

  describe('the topics of tips', () => {
    it('count what stands in a thread, and tell when the tipster last wrote', async () => {
      await commit([insertTip('A'), insertTip('B')])
      await commit([words('1', 'A', 'tipster', 5), words('2', 'A', 'detail', 6), words('3', 'A', 'officer', 7)])
      await commit([words('4', 'A', 'tipster', 8), words('5', 'A', 'officer', 9)])
      await commit([{ write: 'drop-tip-addresses', tip: 'B' }])
      const { officerTopics } = storage()
      expect(await officerTopics.tally('A')).toMatchObject({
        tip: { id: 'A' },
        written: 2,
        writtenAt: at(8),
        told: 3,
        answers: 2,
        hasWayBack: true,
      })
      const empty = { written: 0, writtenAt: undefined, told: 0, answers: 0, hasWayBack: false }
      expect(await officerTopics.tally('B')).toMatchObject(empty)
      expect(await officerTopics.tally('C')).toBeUndefined()
    })

    it('are claimed by one at a time, until released or run out', async () => {
      const { officerTopics } = storage()
      expect(await officerTopics.claim('A', at(0), at(30))).toEqual({ ...none, ...nothing })
      expect(await officerTopics.claim('A', at(29), at(59))).toBeUndefined()
      expect(await officerTopics.claim('B', at(29), at(59))).toBeDefined()
      expect(await officerTopics.claim('A', at(30), at(60))).toBeDefined()
      await officerTopics.release('A')
      expect(await officerTopics.claim('A', at(31), at(61))).toBeDefined()
    })

    it('stand as they were put, which keeps the claim', async () => {
      const { officerTopics } = storage()
      await officerTopics.claim('A', at(0), at(30))
      await officerTopics.put('A', state, at(40))
      expect(await officerTopics.claim('A', at(39), at(60))).toBeUndefined()
      expect(await officerTopics.claim('A', at(40), at(60))).toEqual({ ...state, ...nothing })
      await officerTopics.put('A', { ...none, isClosed: true }, at(40))
      expect(await officerTopics.claim('A', at(60), at(90))).toEqual({ ...none, isClosed: true, ...nothing })
    })

    it('are found by group and id', async () => {
      const { officerTopics } = storage()
      for (const [tip, chat, topic] of [
        ['A', '-100', 7],
        ['B', '-200', 7],
      ] as const) {
        await officerTopics.claim(tip, at(0), at(0))
        await officerTopics.put(tip, { ...state, chat, topic }, at(0))
      }
      expect(await officerTopics.tipOf('-100', 7)).toBe('A')
      expect(await officerTopics.tipOf('-200', 7)).toBe('B')
      expect(await officerTopics.tipOf('-100', 8)).toBeUndefined()
      await officerTopics.remove('A')
      expect(await officerTopics.tipOf('-100', 7)).toBeUndefined()
    })

    it('carry what the buttons offer and what was not sent, beside what the topic shows', async () => {
      const { officerTopics } = storage()
      await officerTopics.claim('A', at(0), at(0))
      await commit([{ write: 'put-card-mode', tip: 'A', mode: 'asking', until: at(600) }])
      for (const replyTo of [11, 12])
        await commit([{ write: 'note-topic', tip: 'A', because: `no-${replyTo}`, replyTo }])
      await officerTopics.put('A', state, at(0))
      const mode = { kind: 'asking', until: at(600) }
      const note = { because: 'no-12', replyTo: 12, count: 2 }
      expect(await officerTopics.claim('A', at(0), at(0))).toEqual({ ...state, mode, note })

      await commit([{ write: 'note-topic', tip: 'A', because: 'no-13', replyTo: 13 }])
      await commit([{ write: 'put-card-mode', tip: 'A', mode: undefined, until: at(700) }])
      await officerTopics.noteTold('A', 2)
      const left = { because: 'no-13', replyTo: 13, count: 1 }
      expect(await officerTopics.claim('A', at(0), at(0))).toEqual({ ...state, mode: undefined, note: left })
      await officerTopics.noteTold('A', 1)
      expect(await officerTopics.claim('A', at(0), at(0))).toEqual({ ...state, ...nothing })
    })

    it('change nothing for a tip that has none', async () => {
      await commit([{ write: 'put-card-mode', tip: 'A', mode: 'closing', until: at(600) }])
      await commit([{ write: 'note-topic', tip: 'A', because: 'no', replyTo: 1 }])
      expect(await storage().officerTopics.claim('A', at(0), at(0))).toEqual({ ...none, ...nothing })
    })

    it('are live while the tip is in work, and when it is done until all is told and closed', async () => {
      await commit(['A', 'B', 'C', 'D'].map((id, index) => insertTip(id, { openedAt: at(index) })))
      const { officerTopics } = storage()
      expect(await live()).toEqual(['A', 'B', 'C', 'D'])
      await commit([moved('B', 'open', 'resolved'), moved('C', 'open', 'closed'), moved('D', 'open', 'closed')])
      await officerTopics.claim('D', at(0), at(0))
      expect(await live()).toEqual(['A'])
      for (const id of ['B', 'C']) {
        await officerTopics.claim(id, at(0), at(0))
        await officerTopics.put(id, state, at(0))
      }
      expect(await live()).toEqual(['A', 'B', 'C'])
      for (const id of ['B', 'C']) await officerTopics.put(id, { ...state, isClosed: true }, at(0))
      expect(await live()).toEqual(['A', 'B'])
      await commit([{ write: 'note-topic', tip: 'C', because: 'no', replyTo: 1 }])
      const topics = (await officerTopics.live()).map(({ topic }) => topic?.note?.because)
      expect(topics).toEqual([undefined, undefined, 'no'])
      expect((await officerTopics.live())[0]?.topic).toBeUndefined()
    })

    it('are orphans when their tip is gone, in their own group alone', async () => {
      await commit([insertTip('A')])
      const { officerTopics } = storage()
      for (const [tip, chat, topic] of [
        ['A', '-100', 1],
        ['gone', '-100', 2],
        ['gone-too', '-200', 3],
        ['never', '-100', undefined],
      ] as const) {
        await officerTopics.claim(tip, at(0), at(0))
        await officerTopics.put(tip, { ...state, chat, topic }, at(0))
      }
      expect(await officerTopics.orphans('-100')).toEqual([{ tip: 'gone', topic: 2 }])
    })
  })
}
