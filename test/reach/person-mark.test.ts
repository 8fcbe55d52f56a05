import { describe, expect, it } from 'vitest'
import type { Ids } from '../../src/core/ports.ts'
import type { Storage } from '../../src/core/storage.ts'
import { createIds } from '../../src/ids.ts'
import { createMarks } from '../../src/privacy/marks.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { createPersonMarks } from '../../src/reach/person-mark.ts'
import { openTemporaryStorage } from '../support/temporary-storage.ts'

const masterKey = new Uint8Array(32).fill(7)
const address = 'telegram:12345' as const
const november = new Date('2026-11-22T05:00:00Z')

function marksOn(storage: Pick<Storage, 'reach'>, ids: Ids = createIds()) {
  return createPersonMarks({ storage, seal: createSeal(masterKey), marks: createMarks(masterKey), ids })
}

describe('createPersonMarks', () => {
  it('names a person the same way all year, and each person apart', async () => {
    const personMark = marksOn(await openTemporaryStorage())
    const mark = await personMark(address, november)
    expect(mark).not.toContain('12345')
    expect(await personMark(address, new Date('2026-01-01T00:00:00+07:00'))).toBe(mark)
    expect(await personMark('telegram:54321', november)).not.toBe(mark)
    expect(await personMark('zalo:12345', november)).not.toBe(mark)
  })

  it('gives another name from the first instant of the next year in Vietnam', async () => {
    const personMark = marksOn(await openTemporaryStorage())
    const mark = await personMark(address, new Date('2026-12-31T16:59:59.999Z'))
    expect(mark).toBe(await personMark(address, november))
    expect(await personMark(address, new Date('2026-12-31T17:00:00Z'))).not.toBe(mark)
    expect(await personMark(address, november)).toBe(mark)
  })

  it('goes on with the same names after a restart', async () => {
    const storage = await openTemporaryStorage()
    const mark = await marksOn(storage)(address, november)
    expect(await marksOn(storage)(address, november)).toBe(mark)
  })

  it('agrees on one key when several begin the year at once', async () => {
    const storage = await openTemporaryStorage()
    const marks = await Promise.all(Array.from({ length: 8 }, () => marksOn(storage)(address, november)))
    expect(new Set(marks).size).toBe(1)
  })

  it('keeps 32 random bytes, sealed for the year they are of', async () => {
    const storage = await openTemporaryStorage()
    await marksOn(storage)(address, november)
    const sealed = await storage.reach.yearKey(2026)
    if (sealed === undefined) throw new Error('no key was kept')
    const seal = createSeal(masterKey)
    expect(Buffer.from(seal.open('year-key', 'year/2026', sealed), 'base64')).toHaveLength(32)
    expect(() => seal.open('year-key', 'year/2027', sealed)).toThrow()
    await marksOn(storage)(address, new Date('2027-06-01T00:00:00Z'))
    const next = await storage.reach.yearKey(2027)
    if (next === undefined) throw new Error('no key was kept')
    expect(seal.open('year-key', 'year/2027', next)).not.toBe(seal.open('year-key', 'year/2026', sealed))
  })

  it('never keeps the random value itself as the key', async () => {
    const storage = await openTemporaryStorage()
    const token = Buffer.alloc(32, 1).toString('base64url')
    await marksOn(storage, { ...createIds(), token: () => token })(address, november)
    const sealed = (await storage.reach.yearKey(2026)) ?? new Uint8Array()
    const key = Buffer.from(createSeal(masterKey).open('year-key', 'year/2026', sealed), 'base64')
    expect(key.equals(Buffer.alloc(32, 1))).toBe(false)
  })

  it('asks storage once for all the marks of a year, and again after a failure', async () => {
    const storage = await openTemporaryStorage()
    let asked = 0
    const reach: Storage['reach'] = {
      ...storage.reach,
      async yearKey(year) {
        asked += 1
        if (asked === 1) throw new Error('the database is away')
        return storage.reach.yearKey(year)
      },
    }
    const personMark = marksOn({ reach })
    await expect(personMark(address, november)).rejects.toThrow('the database is away')
    await Promise.all([personMark(address, november), personMark('zalo:1', november)])
    await personMark(address, november)
    expect(asked).toBe(2)
  })
})
