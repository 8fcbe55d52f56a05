import { describe, expect, it } from 'vitest'
import type { ReachEvent } from '../../src/core/reach.ts'
import type { Storage } from '../../src/core/storage.ts'
import type { TipStatus } from '../../src/core/tip.ts'
import type { Write } from '../../src/core/write.ts'
import { dayInVietnam } from '../../src/core/vietnam-time.ts'
import { createPlaces } from '../../src/duty/places.ts'
import { createIndicators } from '../../src/reach/indicators.ts'
import { openTemporaryStorage } from '../support/temporary-storage.ts'

const quarter = { name: '2026-Q4', fromDay: '2026-10-01', toDay: '2026-12-31' }
const overNewYear = { name: '2026-11-16..2027-05-15', fromDay: '2026-11-16', toDay: '2027-05-15' }
const noon = (day: string) => new Date(`${day}T12:00:00+07:00`)

async function start() {
  const storage = await openTemporaryStorage()
  const unit = { oldNames: [], isSample: true }
  await storage.units.put([
    { ...unit, code: 'VN', name: 'Việt Nam', kind: 'country', parent: undefined },
    { ...unit, code: '01', name: 'Hà Nội', kind: 'province', parent: 'VN' },
    { ...unit, code: '01-M1', name: 'Xã Sông Mây', kind: 'commune', parent: '01' },
    { ...unit, code: '91', name: 'An Giang', kind: 'province', parent: 'VN' },
  ])
  const places = createPlaces({ storage, clock: { now: () => noon('2026-11-22') }, prefixes: [] })
  return { storage, indicators: createIndicators({ storage, places }) }
}

async function count(storage: Storage, ...events: readonly (Partial<ReachEvent> & { readonly at: Date })[]) {
  const writes = events.map((event): Write => {
    const full = {
      kind: 'interaction',
      channel: 'web',
      unit: '01',
      audience: 'everyone',
      person: undefined,
      ...event,
    } as const
    return { write: 'count', event: full, day: dayInVietnam(full.at) }
  })
  expect(await storage.commit(writes)).toBe('committed')
}

async function openTip(storage: Storage, id: string, unit: string, at: Date, moves: readonly TipStatus[] = []) {
  const tip = {
    id,
    kind: 'online',
    level: 'normal',
    safety: 'unknown',
    unit,
    routedUnit: undefined,
    status: 'open',
  } as const
  const key = new Uint8Array([1])
  const entry = { write: 'log-tip', tip: id, officer: undefined, at } as const
  const writes: readonly Write[] = [
    {
      write: 'insert-tip',
      tip: { ...tip, officer: undefined, openedAt: at, dueAt: at, changedAt: at },
      receiptMark: `receipt-${id}`,
      wrappedKey: key,
      wrappedAddressKey: key,
    },
    { ...entry, id: `${id}-opened`, what: 'opened', from: undefined, to: 'open' },
    ...moves.map((to): Write => ({ ...entry, id: `${id}-${to}`, what: 'moved', from: 'open', to })),
  ]
  expect(await storage.commit(writes)).toBe('committed')
}

describe('createIndicators', () => {
  it('reports noughts and no percentage when nothing happened', async () => {
    const { indicators } = await start()
    expect(await indicators.report('01', quarter)).toEqual({
      period: quarter,
      unit: { code: '01', name: 'Hà Nội' },
      reach: {
        people: { lower: 0, upper: 0 },
        interactions: 0,
        learnt: 0,
        taught: 0,
        byChannel: [],
        byAudience: [],
        byDay: [],
        byUnit: [],
      },
      tips: {
        received: 0,
        acknowledged: 0,
        classified: 0,
        resolved: 0,
        classifiedPercent: undefined,
        resolvedPercent: undefined,
      },
    })
  })

  it('keeps the four counters apart and breaks interactions down', async () => {
    const { storage, indicators } = await start()
    const day = noon('2026-11-22')
    await count(
      storage,
      { kind: 'reached', channel: 'zalo', person: 'anna', at: day },
      { kind: 'reached', channel: 'zalo', person: 'anna', at: noon('2026-11-23') },
      { kind: 'reached', channel: 'zalo', person: 'binh', at: day },
      { kind: 'reached', channel: 'web', person: 'chi', at: day },
      { channel: 'zalo', audience: 'parent', at: noon('2026-11-23') },
      { channel: 'web', audience: 'child', unit: '01-M1', at: day },
      { channel: 'web', audience: 'child', unit: '01-M1', at: day },
      { channel: 'web', audience: 'child', unit: 'gone', at: day },
      { kind: 'learnt', at: day },
      { kind: 'taught', at: day },
      { kind: 'taught', at: day },
    )
    const { reach } = await indicators.report('VN', quarter)
    expect(reach).toEqual({
      people: { lower: 2, upper: 3 },
      interactions: 3,
      learnt: 1,
      taught: 2,
      byChannel: [
        { channel: 'zalo', people: 2, interactions: 1 },
        { channel: 'web', people: 1, interactions: 2 },
      ],
      byAudience: [
        { audience: 'child', interactions: 2 },
        { audience: 'parent', interactions: 1 },
      ],
      byDay: [
        { day: '2026-11-22', interactions: 2 },
        { day: '2026-11-23', interactions: 1 },
      ],
      byUnit: [
        { unit: '01', name: 'Hà Nội', interactions: 1 },
        { unit: '01-M1', name: 'Xã Sông Mây', interactions: 2 },
      ],
    })
  })

  it('takes the unit and everything below it, and the days of the period in Vietnam', async () => {
    const { storage, indicators } = await start()
    await count(
      storage,
      { unit: '91', at: noon('2026-11-22') },
      { unit: 'VN', at: noon('2026-11-22') },
      { at: new Date('2026-09-30T16:59:59Z') },
      { at: new Date('2026-09-30T17:00:00Z') },
      { at: new Date('2026-12-31T16:59:59Z') },
      { at: new Date('2026-12-31T17:00:00Z') },
    )
    expect((await indicators.report('01', quarter)).reach.interactions).toBe(2)
    expect((await indicators.report('VN', quarter)).reach.interactions).toBe(4)
  })

  it('widens the band over the turn of the year, where the same person has two marks', async () => {
    const { storage, indicators } = await start()
    await count(
      storage,
      { kind: 'reached', channel: 'zalo', person: 'anna of 2026', at: noon('2026-12-01') },
      { kind: 'reached', channel: 'zalo', person: 'binh of 2026', at: noon('2026-12-01') },
      { kind: 'reached', channel: 'zalo', person: 'anna of 2027', at: noon('2027-01-01') },
      { kind: 'reached', channel: 'web', person: 'chi of 2027', at: noon('2027-01-01') },
    )
    const { reach } = await indicators.report('01', overNewYear)
    expect(reach.people).toEqual({ lower: 2, upper: 4 })
    expect(reach.byChannel.map(({ channel, people }) => [channel, people])).toEqual([
      ['zalo', 3],
      ['web', 1],
    ])
  })

  it('tells how far the tips opened within the period have come', async () => {
    const { storage, indicators } = await start()
    await openTip(storage, 'A', '01-M1', new Date('2026-09-30T17:00:00Z'), ['acknowledged', 'classified'])
    await openTip(storage, 'B', '01', new Date('2026-12-31T16:59:59Z'))
    await openTip(storage, 'C', '01', new Date('2026-12-31T17:00:00Z'), ['acknowledged'])
    await openTip(storage, 'D', '91', noon('2026-11-22'), ['acknowledged'])
    expect((await indicators.report('01', quarter)).tips).toEqual({
      received: 2,
      acknowledged: 1,
      classified: 1,
      resolved: 0,
      classifiedPercent: 50,
      resolvedPercent: 0,
    })
  })

  it('refuses a unit that does not exist', async () => {
    const { indicators } = await start()
    await expect(indicators.report('99', quarter)).rejects.toThrow('no such unit: 99')
  })
})
