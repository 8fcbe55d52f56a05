import { describe, expect, it } from 'vitest'
import type { DeliveryScope } from '../../../src/core/delivery.ts'
import type { Write } from '../../../src/core/write.ts'
import { at, bytes, erasure, firstHour, insertTip, putAddress, queue, type Subject } from './samples.ts'

/** What waits until somebody writes again, what is only looked at in part, and the fate of officers' answers. */
export function describeSending({ storage, commit, dump }: Subject): void {
  const claim = async (seconds: number, scope: DeliveryScope = {}) =>
    (await storage().deliveries.claim({ now: at(seconds), limit: 10, leaseMs: 30_000, ...scope })).map(({ id }) => id)
  const release = (contact: string, seconds: number): Write => {
    return { write: 'release-deliveries', contact, at: at(seconds) }
  }
  const tip = (id: string, contact = 'someone') => queue(id, contact, { priority: 'tip' })

  describe('deliveries in part', () => {
    it('are those of some channels', async () => {
      await commit([queue('t', 'a'), queue('z', 'b', { channel: 'zalo' }), queue('w', 'c', { channel: 'web' })])
      expect(await claim(0, { channels: ['zalo'] })).toEqual(['z'])
      expect(await claim(0, { channels: ['zalo', 'web', ''] })).toEqual(['w'])
      expect(await storage().deliveries.nextDue({ channels: ['web'] })).toEqual(at(30))
      expect(await storage().deliveries.nextDue({ channels: ['terminal'] })).toBeUndefined()
    })

    it('are those that are urgent enough', async () => {
      await commit([queue('b', 'a', { priority: 'broadcast' }), queue('r', 'b', { nextAt: at(60) })])
      expect(await claim(0, { upTo: 'reply' })).toEqual([])
      expect(await storage().deliveries.nextDue({ upTo: 'reply' })).toEqual(at(60))
      expect(await claim(0, { upTo: 'broadcast' })).toEqual(['b'])
    })
  })

  describe('one message of a contact at a time', () => {
    it('is the most urgent of those that are due', async () => {
      await commit([queue('r', 'someone'), tip('t'), queue('later', 'someone', { priority: 'tip', nextAt: at(60) })])
      expect(await claim(0)).toEqual(['t'])
      await storage().deliveries.sent('t', at(1))
      expect(await claim(1)).toEqual(['r'])
    })

    it('is given whoever asks', async () => {
      await commit([queue('r', 'someone')])
      expect(await claim(0)).toEqual(['r'])
      await commit([tip('t')])
      expect(await claim(1)).toEqual([])
      expect(await claim(30)).toEqual(['t'])
    })
  })

  describe('a claim', () => {
    it('that is given back makes no try, and comes again at its time', async () => {
      const { deliveries } = storage()
      await commit([queue('d', 'someone')])
      await claim(0)
      await deliveries.putOff('d', at(5))
      expect(await claim(4)).toEqual([])
      const [again] = await deliveries.claim({ now: at(5), limit: 1, leaseMs: 1_000 })
      expect(again).toMatchObject({ id: 'd', attempts: 0, isRepeat: false })
    })

    it('that ran out is told from one that failed', async () => {
      const { deliveries } = storage()
      const take = async (seconds: number) =>
        (await deliveries.claim({ now: at(seconds), limit: 1, leaseMs: 1_000 })).map(({ isRepeat }) => isRepeat)
      await commit([queue('d', 'someone')])
      expect(await take(0)).toEqual([false])
      expect(await take(1)).toEqual([true])
      await deliveries.retry('d', 'unreachable', at(2))
      expect(await take(2)).toEqual([false])
    })
  })

  describe('a parked message', () => {
    it('is kept whole until its contact writes again, and says no more of when than the hour', async () => {
      const { deliveries } = storage()
      await commit([queue('d', 'someone', { priority: 'tip', nextAt: at(61) })])
      await claim(61)
      await deliveries.park('d', 'window-closed', at(62))
      const hour = firstHour.getTime()
      expect((await dump()).delivery).toMatchObject([
        {
          contact: 'someone',
          failure: 'window-closed',
          parked_at: hour,
          created_at: hour,
          next_at: hour,
          done_at: null,
        },
      ])
      expect(await claim(1e6)).toEqual([])
      expect(await deliveries.nextDue()).toBeUndefined()
      expect((await deliveries.waiting()).tip).toBe(0)
      expect(await deliveries.parkedCount()).toBe(1)
      await commit([release('somebody else', 70)])
      expect(await claim(70)).toEqual([])
      await commit([release('someone', 70)])
      expect(await deliveries.claim({ now: at(70), limit: 1, leaseMs: 1_000 })).toMatchObject([
        { id: 'd', sealed: bytes('body of d'), attempts: 1, isRepeat: false },
      ])
      expect(await deliveries.parkedCount()).toBe(0)
    })

    it('goes before later ones of its priority, and holds up no other', async () => {
      const { deliveries } = storage()
      await commit([tip('one'), tip('two'), queue('reply', 'someone')])
      expect(await claim(0)).toEqual(['one'])
      await deliveries.park('one', 'window-closed', at(1))
      expect(await claim(2)).toEqual(['reply'])
      await deliveries.sent('reply', at(3))
      expect(await claim(3)).toEqual([])
      await commit([release('someone', 4)])
      expect(await claim(4)).toEqual(['one'])
      await deliveries.sent('one', at(5))
      expect(await claim(5)).toEqual(['two'])
    })

    it('is due once more when it has been parked too long', async () => {
      const { deliveries } = storage()
      await commit([tip('d')])
      await deliveries.park('d', 'window-closed', at(0))
      await deliveries.unpark(at(0), at(9))
      expect(await claim(9)).toEqual([])
      await deliveries.unpark(at(1), at(9))
      expect(await claim(9)).toEqual(['d'])
    })

    it('goes with its contact', async () => {
      await commit([tip('d')])
      await storage().deliveries.park('d', 'window-closed', at(0))
      await commit([erasure(['d'])])
      expect((await dump()).delivery).toEqual([])
    })
  })

  describe('what became of an answer', () => {
    const message = (id: string, tip = 'A'): Write => {
      return { write: 'insert-tip-message', id, tip, author: 'officer', alias: 1, sealed: bytes('x'), at: at(1) }
    }
    const relay = (id: string, message: string): Write => {
      return { write: 'insert-relay', id, message, channel: 'zalo', at: at(61) }
    }
    const states = async () => (await storage().tips.relays('A')).map(({ state, failure }) => [state, failure])

    it('is kept by the message and the channel, without a way to the delivery', async () => {
      const { deliveries, tips } = storage()
      await commit([insertTip('A'), insertTip('B'), message('m'), message('n', 'B'), relay('r', 'm'), relay('s', 'n')])
      expect(await tips.relays('A')).toEqual([
        { message: 'm', channel: 'zalo', state: 'waiting', failure: undefined, at: firstHour },
      ])
      await commit([tip('d')])
      await deliveries.park('d', 'window-closed', at(3_700), 'r')
      expect(await states()).toEqual([['parked', 'window-closed']])
      await deliveries.sent('d', at(3_700), { relay: 'r' })
      const next = new Date(firstHour.getTime() + 3_600_000)
      expect(await tips.relays('A')).toMatchObject([{ state: 'sent', failure: undefined, at: next }])
      expect((await dump()).delivery).not.toContainEqual(expect.objectContaining({ id: 'r' }))
      expect(JSON.stringify((await dump()).delivery)).not.toMatch(/"(r|m)"/)
    })

    it('tells which marked addresses it went to lately, and whether anything was told since', async () => {
      const { tips } = storage()
      const sealed = bytes('x')
      const told: Write = {
        write: 'insert-tip-message',
        id: 't',
        tip: 'B',
        author: 'tipster',
        alias: undefined,
        sealed,
        at: at(2),
      }
      await commit([insertTip('A'), insertTip('B'), insertTip('C'), putAddress('A', 'a'), putAddress('B', 'b')])
      await commit([
        message('m'),
        message('n', 'B'),
        message('o', 'C'),
        relay('r', 'm'),
        relay('s', 'n'),
        relay('x', 'o'),
        told,
      ])
      const answered = async (channel: 'zalo' | 'web', since: Date) =>
        (await tips.answered(channel, since))
          .map(({ tip, addressMark, isWaiting }) => [tip, addressMark, isWaiting])
          .toSorted()
      expect(await answered('zalo', at(61))).toEqual([
        ['A', 'mark of a', true],
        ['B', 'mark of b', false],
      ])
      expect(await answered('web', at(61))).toEqual([])
      expect(await answered('zalo', at(7_300))).toEqual([])
      await commit([{ write: 'drop-tip-addresses', tip: 'B' }, tip('d')])
      await storage().deliveries.dead('d', 'opted-out', at(70), 'r')
      expect(await answered('zalo', at(61))).toEqual([])
    })

    it('stays dead whatever is sent', async () => {
      const { deliveries } = storage()
      await commit([insertTip('A'), message('m'), relay('r', 'm'), tip('d'), tip('e')])
      await deliveries.dead('d', 'opted-out', at(1), 'r')
      await deliveries.sent('e', at(1), { relay: 'r' })
      expect(await states()).toEqual([['dead', 'opted-out']])
    })

    it('is that it does not go out when the tipster cut the way back', async () => {
      const { deliveries } = storage()
      await commit([insertTip('A'), message('m'), relay('a', 'm'), relay('b', 'm'), relay('c', 'm')])
      await commit([tip('d'), tip('e')])
      await deliveries.sent('d', at(1), { relay: 'a' })
      await deliveries.park('e', 'window-closed', at(1), 'b')
      await commit([{ write: 'drop-tip-addresses', tip: 'A' }])
      expect(await states()).toEqual([
        ['sent', undefined],
        ['dead', 'opted-out'],
        ['dead', 'opted-out'],
      ])
    })
  })

  describe('a contact that somebody of the office speaks with', () => {
    const mute = (seconds: number): Write => ({ write: 'mute-contact', contact: 'someone', until: at(seconds) })
    const isMuted = (seconds: number) => storage().contacts.isMuted('someone', at(seconds))

    it('is muted until the later of the ends that were said', async () => {
      expect(await isMuted(0)).toBe(false)
      await commit([mute(60)])
      await commit([mute(30)])
      expect([await isMuted(59), await isMuted(60)]).toEqual([true, false])
      await commit([mute(90)])
      expect(await isMuted(60)).toBe(true)
      expect(await storage().contacts.isMuted('somebody else', at(0))).toBe(false)
    })

    it('is forgotten when that is over, and when it is erased', async () => {
      await commit([mute(60)])
      await storage().contacts.purgeMutes(at(59))
      expect((await dump()).contact_mute).toHaveLength(1)
      await storage().contacts.purgeMutes(at(60))
      expect((await dump()).contact_mute).toEqual([])
      await commit([mute(60)])
      await commit([erasure()])
      expect((await dump()).contact_mute).toEqual([])
    })
  })

  it('counts dead letters by reason', async () => {
    const { deliveries } = storage()
    await commit(['a', 'b', 'c'].map((id) => queue(id, id)))
    await deliveries.dead('a', 'uncertain', at(1))
    await deliveries.dead('b', 'rejected', at(1))
    expect([await deliveries.deadCount(), await deliveries.deadCount('uncertain')]).toEqual([2, 1])
    expect((await deliveries.deadLetters(9)).map(({ failure }) => failure).toSorted()).toEqual([
      'rejected',
      'uncertain',
    ])
  })
}
