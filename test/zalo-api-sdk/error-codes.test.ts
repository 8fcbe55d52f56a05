import { describe, expect, it } from 'vitest'
import { errorCodes, errorOfCode } from '../../src/zalo-api-sdk/error-codes.ts'
import type { ZaloFailure } from '../../src/zalo-api-sdk/error.ts'

const noon = new Date('2026-11-22T05:00:00Z')

/** Every number of the contract that Zalo's pages are quoted with, by the class it is given there. */
const contract: Readonly<Record<ZaloFailure, readonly number[]>> = {
  'retry-later': [-100, -200, -214],
  throttled: [-32],
  'over-quota': [-211, -218, -234],
  'window-closed': [-213, -230, -232],
  'opted-out': [-217, -227, -244],
  'bad-request': [-201, -210, -233, -237, -238, -240, -241, -249, -403],
  token: [-216, -220],
  misconfigured: [-204, -205, -209, -212, -219, -221, -223, -224, -235, -242, -248, -320, -321, -14002, -14003],
}

describe('an error number', () => {
  it.each(Object.entries(contract).flatMap(([failure, codes]) => codes.map((code) => [code, failure] as const)))(
    '%i means %s',
    (code, failure) => {
      expect(errorOfCode(code, noon)).toMatchObject({ failure, code, mayHaveArrived: false })
    },
  )

  it('is in the contract when it is in the table', () => {
    const numbers = Object.values(contract).flat()
    expect(Object.keys(errorCodes).map(Number).sort()).toEqual([...numbers].sort())
  })

  it('that nobody knows is worth another try', () => {
    expect(errorOfCode(-9999, noon)).toMatchObject({ failure: 'retry-later', code: -9999 })
  })

  it.each([
    ['the rate', -32, noon, 60_000],
    ['a used-up quota', -211, noon, 3_600_000],
    ['a quota of one person', -218, noon, 3_600_000],
    ['the night, at 22:00 in Vietnam', -234, new Date('2026-11-22T15:00:00Z'), 8 * 3_600_000],
    ['the night, at 05:59 in Vietnam', -234, new Date('2026-11-22T22:59:00Z'), 60_000],
    ['the night, at 06:00 in Vietnam', -234, new Date('2026-11-22T23:00:00Z'), 24 * 3_600_000],
    ['nothing, when there is none', -201, noon, undefined],
  ])('tells how long to wait for %s', (_what, code, now, waitMs) => {
    expect(errorOfCode(code, now).retryAfterMs).toBe(waitMs)
  })
})
