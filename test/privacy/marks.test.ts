import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createMarks } from '../../src/privacy/marks.ts'

const key = randomBytes(32)
const marks = createMarks(key)

describe('marks', () => {
  it('are the same for the same address under the same key, and differ otherwise', () => {
    expect(marks.contact('telegram:1')).toBe(createMarks(key).contact('telegram:1'))
    expect(marks.contact('telegram:1')).not.toBe(marks.contact('zalo:1'))
    expect(marks.contact('telegram:1')).not.toBe(createMarks(randomBytes(32)).contact('telegram:1'))
  })

  it('of one value under different purposes share nothing', () => {
    const all = [
      marks.contact('web:x'),
      marks.receipt('web:x'),
      marks.token('web:x'),
      marks.invite('web:x'),
      marks.source('web:x'),
      marks.sender('web:x'),
      marks.external('web', 'x'),
    ]
    expect(new Set(all).size).toBe(all.length)
  })

  it('of one address in two tips share nothing', () => {
    expect(marks.tipAddress(randomBytes(32), 'web:x')).not.toBe(marks.tipAddress(randomBytes(32), 'web:x'))
  })

  it('do not hold the value', () => {
    expect(marks.contact('telegram:900100200')).not.toContain('900100200')
  })
})
