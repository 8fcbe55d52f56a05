import { describe, expect, it } from 'vitest'
import type { Write } from '../../../src/core/write.ts'
import { addOfficerWithWays, at, bindOfficer, bytes, newOfficer, queue, type Subject } from './samples.ts'

/** Officers, invites, chat accounts, sign-in, shifts. */
export function describeOfficers({ storage, commit, dump }: Subject): void {
  describe('officers', () => {
    it('gives numbers from one on', async () => {
      const { officers } = storage()
      expect(await officers.add(newOfficer('a'))).toEqual({ ...newOfficer('a'), alias: 1, isActive: true })
      expect((await officers.add(newOfficer('b'))).alias).toBe(2)
    })

    it('gives every officer a number of their own when many are added at once', async () => {
      const { officers } = storage()
      const added = await Promise.all(Array.from({ length: 20 }, (_, i) => officers.add(newOfficer(`o-${i}`))))
      expect(added.map(({ alias }) => alias).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, i) => i + 1),
      )
    })

    it('finds officers by id and by name, and lists all by number', async () => {
      const { officers } = storage()
      await officers.add(newOfficer('b', 'Hoa'))
      await officers.add(newOfficer('a', 'Hoa'))
      await officers.add(newOfficer('c', 'Nam'))
      expect((await officers.find('c'))?.name).toBe('Nam')
      expect(await officers.find('x')).toBeUndefined()
      expect((await officers.findByName('Hoa')).map(({ id }) => id)).toEqual(['b', 'a'])
      expect(await officers.findByName('Lan')).toEqual([])
      expect((await officers.list()).map(({ id }) => id)).toEqual(['b', 'a', 'c'])
    })

    it('disabling ends every way in and forgets the chat account', async () => {
      const { officers, signIn } = storage()
      await addOfficerWithWays(storage(), 'a')
      await addOfficerWithWays(storage(), 'b')
      expect(await officers.disable('a', at(5))).toMatchObject({ id: 'a', isActive: false })
      const state = await dump()
      expect((await officers.find('a'))?.isActive).toBe(false)
      expect(await officers.invited('invite of a', at(5))).toBeUndefined()
      expect(await officers.byContact('chat of a')).toBeUndefined()
      expect(await officers.addresses(['a'])).toEqual([])
      expect(await signIn.session('cookie of a', at(5))).toBeUndefined()
      expect(await signIn.useLink('link of a', at(5))).toBeUndefined()
      for (const table of ['officer_invite', 'officer_address', 'sign_in_link', 'console_session']) {
        expect(state[table]?.map(({ officer }) => officer)).toEqual(['b'])
      }
    })

    it('disabling takes back what is queued about tips, and leaves the rest', async () => {
      const { officers } = storage()
      await addOfficerWithWays(storage(), 'a')
      await commit([
        queue('alert', 'chat of a', { about: 'A', priority: 'tip' }),
        queue('reply', 'chat of a'),
        queue('other', 'chat of b', { about: 'A', priority: 'tip' }),
      ])
      await officers.disable('a', at(5))
      expect((await dump()).delivery?.map(({ id }) => id)).toEqual(['reply', 'other'])
    })

    it('keeps the moment of the first disabling, and knows who is not there', async () => {
      const { officers } = storage()
      await officers.add(newOfficer('a'))
      await officers.disable('a', at(5))
      expect(await officers.disable('a', at(9))).toMatchObject({ id: 'a', isActive: false })
      expect((await dump()).officer).toMatchObject([{ disabled_at: at(5).getTime() }])
      expect(await officers.disable('x', at(5))).toBeUndefined()
    })

    it('no way in that is added later opens for a disabled officer', async () => {
      const { officers, signIn } = storage()
      await officers.add(newOfficer('a'))
      await officers.disable('a', at(0))
      await addOfficerWithWays(storage(), 'b')
      await officers.addInvite({ mark: 'i', officer: 'a', expiresAt: at(60) })
      await signIn.addLink({ mark: 'l', officer: 'a', expiresAt: at(60) })
      await signIn.addSession({ mark: 's', officer: 'a', csrf: 'c', expiresAt: at(60) })
      await commit([bindOfficer('a', 'chat')])
      expect(await officers.invited('i', at(1))).toBeUndefined()
      expect(await signIn.useLink('l', at(1))).toBeUndefined()
      expect(await signIn.session('s', at(1))).toBeUndefined()
      expect(await officers.byContact('chat')).toBeUndefined()
      expect(await officers.addresses(['a', 'b'])).toMatchObject([{ officer: 'b' }])
    })
  })

  describe('invites and chat accounts', () => {
    const use = (mark: string, seconds: number): Write => ({ write: 'use-invite', mark, at: at(seconds) })

    it('knows whom an invite is for until it expires', async () => {
      const { officers } = storage()
      await addOfficerWithWays(storage(), 'a')
      expect(await officers.invited('invite of a', at(599))).toBe('a')
      expect(await officers.invited('invite of a', at(600))).toBeUndefined()
      expect(await officers.invited('no invite', at(0))).toBeUndefined()
    })

    it('an invite is used once', async () => {
      const { officers } = storage()
      await addOfficerWithWays(storage(), 'a')
      expect(await commit([use('invite of a', 1)])).toBe('committed')
      expect(await commit([use('invite of a', 2)])).toBe('conflict')
      expect(await officers.invited('invite of a', at(2))).toBeUndefined()
    })

    it('of several who use the same invite one is bound', async () => {
      await storage().officers.add(newOfficer('a'))
      await storage().officers.addInvite({ mark: 'i', officer: 'a', expiresAt: at(60) })
      const answers = await Promise.all([1, 2, 3, 4].map((n) => commit([use('i', 1), bindOfficer('a', `chat-${n}`)])))
      expect(answers.toSorted()).toEqual(['committed', 'conflict', 'conflict', 'conflict'])
      expect((await dump()).officer_address).toHaveLength(1)
    })

    it.each([
      { what: 'expired', mark: 'invite of a', seconds: 600 },
      { what: 'unknown', mark: 'no invite', seconds: 1 },
    ])('an $what invite binds nobody', async ({ mark, seconds }) => {
      await addOfficerWithWays(storage(), 'a')
      expect(await commit([bindOfficer('a', 'new chat'), use(mark, seconds)])).toBe('conflict')
      expect(await storage().officers.byContact('new chat')).toBeUndefined()
    })

    it('an officer may have several chat accounts', async () => {
      const { officers } = storage()
      await officers.add(newOfficer('a'))
      await commit([bindOfficer('a', 'chat-1'), bindOfficer('a', 'chat-2'), bindOfficer('a', 'chat-1')])
      expect(await officers.addresses(['a'])).toEqual([
        { officer: 'a', contact: 'chat-1', sealed: bytes('address chat-1') },
        { officer: 'a', contact: 'chat-2', sealed: bytes('address chat-2') },
      ])
    })

    it('a chat account belongs to whom it was bound last', async () => {
      const { officers } = storage()
      await officers.add(newOfficer('a'))
      await officers.add(newOfficer('b'))
      await commit([bindOfficer('a', 'chat')])
      await commit([bindOfficer('b', 'chat')])
      expect((await officers.byContact('chat'))?.id).toBe('b')
      expect((await officers.addresses(['a', 'b'])).map(({ officer }) => officer)).toEqual(['b'])
      expect(await officers.addresses([])).toEqual([])
    })

    it('never leaves a disabled officer a chat account, however close the binding', async () => {
      const { officers } = storage()
      for (let i = 0; i < 5; i++) {
        await officers.add(newOfficer(`o-${i}`))
        await officers.addInvite({ mark: `i-${i}`, officer: `o-${i}`, expiresAt: at(60) })
        await Promise.all([
          commit([use(`i-${i}`, 1), bindOfficer(`o-${i}`, `chat-${i}`)]),
          officers.disable(`o-${i}`, at(1)),
        ])
      }
      expect((await dump()).officer_address).toEqual([])
    })
  })

  describe('signing in', () => {
    it('a link works once and before it expires', async () => {
      const { signIn } = storage()
      await addOfficerWithWays(storage(), 'a')
      await signIn.addLink({ mark: 'short', officer: 'a', expiresAt: at(10) })
      expect(await signIn.useLink('short', at(10))).toBeUndefined()
      expect(await signIn.useLink('unknown', at(0))).toBeUndefined()
      expect(await signIn.useLink('link of a', at(1))).toMatchObject({ id: 'a', alias: 1, isActive: true })
      expect(await signIn.useLink('link of a', at(1))).toBeUndefined()
    })

    it('of many who open the same link one is let in', async () => {
      await addOfficerWithWays(storage(), 'a')
      const answers = await Promise.all(Array.from({ length: 20 }, () => storage().signIn.useLink('link of a', at(1))))
      expect(answers.filter((officer) => officer !== undefined)).toHaveLength(1)
    })

    it('a session says who and holds the form token, until it ends or expires', async () => {
      const { signIn } = storage()
      await addOfficerWithWays(storage(), 'a')
      expect(await signIn.session('cookie of a', at(599))).toMatchObject({ officer: { id: 'a' }, csrf: 'csrf of a' })
      expect(await signIn.session('cookie of a', at(600))).toBeUndefined()
      await signIn.endSession('cookie of a')
      expect(await signIn.session('cookie of a', at(1))).toBeUndefined()
    })

    it('purges links, sessions and invites that have expired, and no others', async () => {
      const { signIn } = storage()
      await addOfficerWithWays(storage(), 'a')
      await signIn.purge(at(599))
      expect(await dump()).toMatchObject({ sign_in_link: [{}], console_session: [{}], officer_invite: [{}] })
      await signIn.purge(at(600))
      expect(await dump()).toMatchObject({ sign_in_link: [], console_session: [], officer_invite: [] })
    })
  })

  describe('shifts', () => {
    const shift = (
      id: string,
      from: number,
      to: number | undefined,
      changes: { officer?: string; unit?: string; tier?: 1 | 2 | 3 } = {},
    ) => ({
      id,
      officer: 'a',
      unit: '01',
      tier: 1 as const,
      startsAt: at(from),
      endsAt: to === undefined ? undefined : at(to),
      ...changes,
    })
    const covering = async (units: string[], seconds: number) =>
      (await storage().shifts.covering(units, at(seconds))).map(({ id }) => id)

    it('covers from its start up to its end, or without one for ever', async () => {
      const { shifts, officers } = storage()
      await officers.add(newOfficer('a'))
      await shifts.add([shift('s', 10, 20)])
      await shifts.add([shift('standing', 15, undefined)])
      expect(await covering(['01'], 9)).toEqual([])
      expect(await covering(['01'], 10)).toEqual(['s'])
      expect(await covering(['01'], 19)).toEqual(['s', 'standing'])
      expect(await covering(['01'], 20)).toEqual(['standing'])
      expect(await shifts.covering(['01'], at(10))).toEqual([shift('s', 10, 20)])
    })

    it('gives the shifts of these units and of active officers, by tier', async () => {
      const { shifts, officers } = storage()
      for (const id of ['a', 'gone']) await officers.add(newOfficer(id))
      await shifts.add([
        shift('second', 0, 60, { tier: 2 }),
        shift('first', 0, 60),
        shift('elsewhere', 0, 60, { unit: '79' }),
        shift('of-gone', 0, 60, { officer: 'gone' }),
      ])
      await officers.disable('gone', at(1))
      expect(await covering(['01'], 5)).toEqual(['first', 'second'])
      expect(await covering(['01', '79'], 5)).toEqual(['elsewhere', 'first', 'second'])
      expect(await covering([], 5)).toEqual([])
    })

    it('gives all that touch a time', async () => {
      const { shifts, officers } = storage()
      await officers.add(newOfficer('a'))
      await shifts.add([
        shift('before', 0, 10),
        shift('into', 5, 15),
        shift('open', 19, undefined),
        shift('after', 20, 30),
      ])
      expect((await shifts.within(at(10), at(20))).map(({ id }) => id)).toEqual(['into', 'open'])
    })

    it('adds all or none, and more than one statement holds', async () => {
      const { shifts, officers } = storage()
      await officers.add(newOfficer('a'))
      const many = Array.from({ length: 1200 }, (_, i) => shift(`s-${i}`, i, i + 1))
      await expect(shifts.add([...many, shift('s-0', 0, 1)])).rejects.toThrow()
      expect(await shifts.within(at(0), at(9999))).toEqual([])
      await shifts.add(many)
      await shifts.add([])
      expect(await shifts.within(at(0), at(9999))).toHaveLength(1200)
    })
  })
}
