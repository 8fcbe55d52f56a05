import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { ConfigError } from '../core/errors.ts'

/**
 * The master key: 32 bytes, base64, in a file of its own, outside the database. With `make` a missing file is created (mode
 * 0600) exactly once, even when two processes start together; `isNew` tells. Throws `ConfigError` on a missing or bad file.
 */
export function readMasterKey(file: string, make: boolean): { readonly key: Uint8Array; readonly isNew: boolean } {
  const isNew = make && !existsSync(file) && writeNewKey(file)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new ConfigError([`MASTER_KEY_FILE: cannot read ${file}`])
  }
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== 32 || key.toString('base64') !== text.trim())
    throw new ConfigError([`MASTER_KEY_FILE: ${file} must hold 32 bytes in base64`])
  return { key: new Uint8Array(key), isNew }
}

function writeNewKey(file: string): boolean {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = join(dirname(file), `.master-key-${randomBytes(6).toString('hex')}`)
  const handle = openSync(draft, 'wx', 0o600)
  try {
    writeSync(handle, randomBytes(32).toString('base64') + '\n')
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  chmodSync(draft, 0o600)
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    unlinkSync(draft)
  }
}
