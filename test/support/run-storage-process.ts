import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { StorageOptions } from '../../src/storage/database.ts'

const script = fileURLToPath(new URL('./storage-process.ts', import.meta.url))

/** Runs a job of `storage-process.ts` in a process of its own and answers what it got. */
export async function runStorageProcess(job: 'accept' | 'claim', options: StorageOptions): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, job, JSON.stringify(options)], {
    timeout: 20_000,
  })
  return JSON.parse(stdout) as string[]
}
