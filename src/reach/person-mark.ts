import { createHash } from 'node:crypto'
import type { Address } from '../core/channel.ts'
import type { Ids, Marks, Seal } from '../core/ports.ts'
import type { PersonMark } from '../core/reach.ts'
import type { Storage } from '../core/storage.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'

/**
 * Names a person within the reporting year (the calendar year in Vietnam) and nowhere else. The year's key is made when it
 * is first needed and kept sealed; memory holds the key of the year last asked for, so that an ended year's key leaves it.
 */
export function createPersonMarks(deps: {
  readonly storage: Pick<Storage, 'reach'>
  readonly seal: Seal
  readonly marks: Marks
  readonly ids: Ids
}): (address: Address, at: Date) => Promise<PersonMark> {
  const { storage, seal, marks, ids } = deps
  let held: { readonly year: number; readonly key: Promise<Uint8Array> } | undefined

  const readKey = async (year: number): Promise<Uint8Array> => {
    const context = `year/${year}`
    const kept =
      (await storage.reach.yearKey(year)) ??
      (await storage.reach.putYearKey(year, seal.seal('year-key', context, newKey(ids))))
    return Buffer.from(seal.open('year-key', context, kept), 'base64')
  }

  const keyOf = (year: number): Promise<Uint8Array> => {
    if (held?.year === year) return held.key
    const mine = { year, key: readKey(year) }
    held = mine
    mine.key.catch(() => {
      if (held === mine) held = undefined
    })
    return mine.key
  }

  return async (address, at) => marks.person(await keyOf(Number(dayInVietnam(at).slice(0, 4))), address)
}

/** 32 bytes, base64. */
function newKey(ids: Ids): string {
  return createHash('sha256').update(ids.token(), 'utf8').digest('base64')
}
