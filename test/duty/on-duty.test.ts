import { describe, expect, it } from 'vitest'
import type { DutyShift } from '../../src/core/shift.ts'
import { createDuty } from '../../src/duty/on-duty.ts'
import { createPlaces } from '../../src/duty/places.ts'
import { openTemporaryStorage } from '../support/temporary-storage.ts'

const at = (time: string) => new Date(`2026-11-22T${time}:00+07:00`)

async function start(posts: readonly string[], defaultUnit = 'VN') {
  const storage = await openTemporaryStorage()
  const clock = { now: () => at('12:00') }
  const unit = { oldNames: [], isSample: true, name: 'x' }
  await storage.units.put([
    { ...unit, code: 'VN', kind: 'country', parent: undefined },
    { ...unit, code: '01', kind: 'province', parent: 'VN' },
    { ...unit, code: '01-A', kind: 'commune', parent: '01' },
    { ...unit, code: '01-A-T', kind: 'school', parent: '01-A' },
    { ...unit, code: '91', kind: 'province', parent: 'VN' },
    { ...unit, code: '91-A', kind: 'commune', parent: '91' },
  ])
  for (const id of ['o-1', 'o-2', 'o-3'])
    await storage.officers.add({ id, name: id, role: 'officer', unit: '01', createdAt: at('00:00') })
  // A post is written as officer, unit, tier, start and end.
  const shifts = posts.map((post, index): DutyShift => {
    const [officer = '', unit = '', tier = '1', from = '00:00', to] = post.split(' ')
    const endsAt = to === undefined ? undefined : at(to)
    return { id: `s-${index}`, officer, unit, tier: Number(tier) as 1 | 2 | 3, startsAt: at(from), endsAt }
  })
  await storage.shifts.add(shifts)
  const duty = createDuty({ storage, places: createPlaces({ storage, clock, prefixes: [] }), defaultUnit })
  return { storage, duty }
}

describe('who is on duty', () => {
  it.each([
    { what: 'in the unit itself', posts: ['o-1 01-A', 'o-2 01', 'o-3 VN'], unit: '01-A', found: ['01-A', 'o-1'] },
    { what: 'in the commune of a school', posts: ['o-1 01-A', 'o-2 01'], unit: '01-A-T', found: ['01-A', 'o-1'] },
    { what: 'in the province', posts: ['o-2 01', 'o-3 VN'], unit: '01-A', found: ['01', 'o-2'] },
    { what: 'in the root', posts: ['o-2 91', 'o-3 VN'], unit: '01-A', found: ['VN', 'o-3'] },
    { what: 'for a place that is not known', posts: ['o-3 VN'], unit: '', found: ['VN', 'o-3'] },
    { what: 'nowhere near', posts: ['o-1 91-A', 'o-2 91'], unit: '01-A', found: undefined },
    { what: 'nowhere', posts: [], unit: 'VN', found: undefined },
  ])('is looked for upwards: $what', async ({ posts, unit, found }) => {
    const { duty } = await start(posts)
    const result = await duty.onDuty(unit, at('12:00'))
    expect(result && [result.unit, ...result.shifts.map(({ officer }) => officer)]).toEqual(found)
  })

  it.each([
    { what: 'itself', posts: ['o-1 91-A', 'o-2 91'], found: ['91-A', 'o-1'] },
    { what: 'above it', posts: ['o-2 91'], found: ['91', 'o-2'] },
    { what: 'only after the root', posts: ['o-1 91-A', 'o-3 VN'], found: ['VN', 'o-3'] },
  ])('is looked for in the default unit when nobody is nearer: $what', async ({ posts, found }) => {
    const { duty } = await start(posts, '91-A')
    const result = await duty.onDuty('01-A', at('12:00'))
    expect(result && [result.unit, ...result.shifts.map(({ officer }) => officer)]).toEqual(found)
  })

  it('is looked for above the default unit when the place is not known', async () => {
    const { duty } = await start(['o-3 VN'], '91-A')
    expect((await duty.onDuty('gone', at('12:00')))?.unit).toBe('VN')
  })

  it('is everybody of the lowest tier of the nearest unit, and nobody else', async () => {
    const { duty } = await start(['o-1 01-A 2', 'o-2 01-A 2', 'o-3 01-A 3', 'o-3 01 1'])
    const result = await duty.onDuty('01-A', at('12:00'))
    expect(result?.unit).toBe('01-A')
    expect(result?.shifts.map(({ officer }) => officer).toSorted()).toEqual(['o-1', 'o-2'])
  })

  it.each([
    ['06:59', 'VN'],
    ['07:00', '01-A'],
    ['18:59', '01-A'],
    ['19:00', 'VN'],
  ])('counts a shift from its start to before its end: at %s', async (time, unit) => {
    const { duty } = await start(['o-1 01-A 1 07:00 19:00', 'o-2 VN'])
    expect((await duty.onDuty('01-A', at(time)))?.unit).toBe(unit)
  })

  it('is nobody whose account is disabled', async () => {
    const { storage, duty } = await start(['o-1 01-A', 'o-2 VN'])
    await storage.officers.disable('o-1', at('11:00'))
    expect((await duty.onDuty('01-A', at('12:00')))?.unit).toBe('VN')
  })
})
