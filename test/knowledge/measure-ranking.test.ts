import { expect, it } from 'vitest'
import { measureRankings } from '../../src/knowledge/measure-ranking.ts'

const places = (count: number): string[] => Array.from({ length: count }, (_, at) => `x${at}`)

it('recall is the share of what is right, reciprocal rank looks at the first of it', () => {
  const rankings = [
    { relevant: ['a'], ranked: ['a', 'b'] },
    { relevant: ['a', 'b'], ranked: ['x', 'b', 'a'] },
    { relevant: ['a', 'missing', 'a'], ranked: [...places(9), 'a'] },
    { relevant: ['a'], ranked: [...places(10), 'a'] },
  ]
  const measured = measureRankings(rankings)
  expect(measured.asked).toBe(4)
  expect(measured.recall1).toBeCloseTo(1 / 4)
  expect(measured.recall3).toBeCloseTo(2 / 4)
  expect(measured.recall10).toBeCloseTo(2.5 / 4)
  expect(measured.mrr10).toBeCloseTo((1 + 1 / 2 + 1 / 10 + 0) / 4)
})

it('questions without anything right count nowhere', () => {
  const right = { relevant: ['a'], ranked: ['a'] }
  expect(measureRankings([right, { relevant: [], ranked: ['a'] }])).toEqual(measureRankings([right]))
  expect(measureRankings([])).toEqual({ asked: 0, recall1: 0, recall3: 0, recall10: 0, mrr10: 0 })
})
