import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStorage } from '../../src/storage/storage.ts'

let migrated: Promise<Uint8Array> | undefined

async function migrate(): Promise<Uint8Array> {
  const dir = await mkdtemp(join(tmpdir(), 'la-chan-migrated-'))
  const file = join(dir, 'empty.sqlite')
  const storage = await openStorage({ kind: 'sqlite', file })
  await storage.close()
  const bytes = await readFile(file)
  await rm(dir, { recursive: true })
  return bytes
}

/** Writes an empty SQLite database with all its tables: they are made once, not for each test. */
export async function writeMigratedFile(file: string): Promise<void> {
  migrated ??= migrate()
  await writeFile(file, await migrated)
}
