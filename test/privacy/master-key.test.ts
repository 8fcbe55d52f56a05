import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.ts'
import { readMasterKey } from '../../src/privacy/master-key.ts'

const dir = mkdtempSync(join(tmpdir(), 'la-chan-key-'))
afterAll(() => rmSync(dir, { recursive: true }))

describe('the master key', () => {
  it('is made once, readable by its owner alone', () => {
    const file = join(dir, 'new', 'master.key')
    const made = readMasterKey(file, true)
    expect(made.isNew).toBe(true)
    expect(made.key).toHaveLength(32)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readMasterKey(file, true)).toEqual({ key: made.key, isNew: false })
  })

  it('is never made where it has to be there', () => {
    expect(() => readMasterKey(join(dir, 'absent.key'), false)).toThrow(ConfigError)
  })

  it.each(['', 'too short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')])(
    'is refused when it is not 32 bytes: %j',
    (text) => {
      const file = join(dir, 'bad.key')
      writeFileSync(file, text)
      expect(() => readMasterKey(file, true)).toThrow('32 bytes')
    },
  )
})
