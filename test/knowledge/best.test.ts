import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bestOf } from '../../src/knowledge/best.ts'

it('finds what sorting and cutting finds, however long the list is', () => {
  const ascending = (a: number, b: number): number => a - b
  fc.assert(
    fc.property(fc.array(fc.nat(500), { maxLength: 600, size: 'max' }), fc.nat(20), (all, limit) => {
      expect(bestOf(all, limit, ascending)).toEqual(all.toSorted(ascending).slice(0, limit))
    }),
  )
})
