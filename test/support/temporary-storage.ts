import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Storage } from '../../src/core/storage.ts'
import { openStorage } from '../../src/storage/storage.ts'

/** An empty SQLite storage that is gone when the test is over. */
export async function openTemporaryStorage(): Promise<Storage> {
  const directory = mkdtempSync(join(tmpdir(), 'la-chan-'))
  const storage = await openStorage({ kind: 'sqlite', file: join(directory, 'la-chan.sqlite') })
  onTestFinished(async () => {
    await storage.close()
    rmSync(directory, { recursive: true })
  })
  return storage
}
