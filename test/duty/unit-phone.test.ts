import { describe, expect, it } from 'vitest'
import type { Unit } from '../../src/core/unit.ts'
import { phoneState, unitsToCall } from '../../src/duty/unit-phone.ts'

const on = (verifiedOn: string) => ({ number: '024 0000 0000', verifiedOn })

describe('a telephone number of a unit', () => {
  it.each([
    ['2026-11-22', 'fresh'],
    ['2026-08-24', 'fresh'],
    ['2026-08-23', 'old'],
    ['2026-05-26', 'old'],
    ['2026-05-25', 'expired'],
    ['2020-01-01', 'expired'],
    ['2026-11-23', 'expired'],
  ])('verified on %s is %s on 2026-11-22', (day, state) => {
    expect(phoneState(on(day), '2026-11-22')).toBe(state)
  })

  it('has to be called again when it is old, expired, or verified on a day to come', () => {
    const unit = (code: string, phone?: Unit['phone']): Unit => ({
      code,
      name: code,
      kind: 'province',
      parent: 'VN',
      oldNames: [],
      isSample: false,
      ...(phone === undefined ? {} : { phone }),
    })
    const units = [
      unit('none'),
      unit('fresh', on('2026-11-01')),
      unit('old', on('2026-08-01')),
      unit('expired', on('2025-08-01')),
      unit('to-come', on('2062-11-01')),
    ]
    expect(unitsToCall(units, '2026-11-22').map(({ code }) => code)).toEqual(['old', 'expired', 'to-come'])
  })
})
