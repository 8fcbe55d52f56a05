import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSeal } from '../../src/privacy/seal.ts'

const seal = createSeal(randomBytes(32))

describe('sealing', () => {
  it('opens what it sealed', () => {
    expect(seal.open('inbox', 'row-1', seal.seal('inbox', 'row-1', 'lời kể của bé'))).toBe('lời kể của bé')
  })

  it('never seals the same way twice', () => {
    expect(seal.seal('inbox', 'a', 'x')).not.toEqual(seal.seal('inbox', 'a', 'x'))
  })

  it('opens nothing for another purpose, another row, another master key, or after a change of one byte', () => {
    const sealed = seal.seal('inbox', 'row-1', 'words')
    expect(() => seal.open('session', 'row-1', sealed)).toThrow()
    expect(() => seal.open('inbox', 'row-2', sealed)).toThrow()
    expect(() => createSeal(randomBytes(32)).open('inbox', 'row-1', sealed)).toThrow()
    for (let at = 0; at < sealed.length; at++) {
      const bent = Uint8Array.from(sealed)
      bent[at] = (bent[at] ?? 0) ^ 1
      expect(() => seal.open('inbox', 'row-1', bent)).toThrow()
    }
    expect(() => seal.open('inbox', 'row-1', new Uint8Array(3))).toThrow('not a sealed value')
  })

  it('wraps a data key that opens only in its own context', () => {
    const { key, wrapped } = seal.newKey('tip/1/words')
    const sealed = seal.sealWith(key, 'm1', 'words')
    expect(seal.openWith(seal.unwrap('tip/1/words', wrapped), 'm1', sealed)).toBe('words')
    expect(() => seal.unwrap('tip/2/words', wrapped)).toThrow()
    expect(Buffer.from(wrapped).includes(Buffer.from(key))).toBe(false)
  })

  it('takes a key of 32 bytes only', () => {
    expect(() => createSeal(randomBytes(16))).toThrow('32 bytes')
  })
})
