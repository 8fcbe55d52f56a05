import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPairMap } from '../../src/knowledge/pair-map.ts'

it('keeps one number for each pair, whatever the pairs and however many', () => {
  const small = fc.nat(60)
  const number = fc.oneof(small, fc.nat(2 ** 31 - 1))
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number), { maxLength: 3_000, size: 'max' }), (pairs) => {
      const map = createPairMap()
      const expected = new Map<string, number>()
      for (const [at, [first, second]] of pairs.entries()) {
        expect(map.get(first, second)).toBe(expected.get(`${first} ${second}`) ?? -1)
        if (expected.has(`${first} ${second}`)) continue
        map.add(first, second, at)
        expected.set(`${first} ${second}`, at)
      }
      for (const [first, second] of pairs) expect(map.get(first, second)).toBe(expected.get(`${first} ${second}`))
    }),
    { numRuns: 20 },
  )
})

it('tells a pair from the same the other way round', () => {
  const map = createPairMap()
  map.add(1, 2, 7)
  expect([map.get(1, 2), map.get(2, 1), map.get(0, 0)]).toEqual([7, -1, -1])
})
