import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../src/core/storage.ts'
import { purge } from '../src/purge.ts'
import { openStorage } from '../src/storage/storage.ts'

let dir: string
let storage: Storage
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'la-chan-purge-'))
  storage = await openStorage({ kind: 'sqlite', file: join(dir, 'data.db') })
})
afterEach(async () => {
  await storage.close()
  rmSync(dir, { recursive: true })
})

describe('what has had its time', () => {
  it('is a question without an answer after ninety days', async () => {
    const note = (day: string) =>
      storage.commit([
        {
          write: 'note-unanswered',
          question: { id: day, locale: 'vi', kind: 'unknown', ranked: [], day, sealed: new Uint8Array([1]) },
          most: 10,
        },
      ])
    await note('2026-08-23')
    await note('2026-08-24')
    await purge({ storage, clock: { now: () => new Date('2026-11-22T09:00:00+07:00') } })
    expect((await storage.questions.newest(10)).map(({ day }) => day)).toEqual(['2026-08-24'])
  })
})
