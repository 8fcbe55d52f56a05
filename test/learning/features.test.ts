import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { featuresOf, letterRuns } from '../../src/learning/features.ts'

const names = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 30 })

describe('the features of a text', () => {
  it('stand in the buckets that the learnt weights were trained with', () => {
    expect([...featuresOf([['utre', 'mtrẻ'], ['btre em']], 16).keys()]).toEqual([52308, 31894, 51002])
    expect([...featuresOf([['']], 16).keys()]).toEqual([12828])
  })

  it('count what their group gives to each: 1/√(n + 4)', () => {
    const features = featuresOf([['a', 'b', 'c', 'd', 'e'], ['f']], 16)
    const [five, one] = [1 / 3, 1 / Math.sqrt(5)]
    expect([...features.values()]).toEqual([five, five, five, five, five, one])
  })

  it('add up where a name stands twice, in one group or in two', () => {
    expect([...featuresOf([['a', 'a', 'a', 'a', 'a']], 16).values()][0]).toBeCloseTo(5 / 3, 12)
    expect([...featuresOf([['a'], ['a']], 16).values()]).toEqual([2 / Math.sqrt(5)])
  })

  it('are none where nothing is named', () => {
    expect(featuresOf([], 16).size).toBe(0)
    expect(featuresOf([[], []], 16).size).toBe(0)
  })

  it('lie within the buckets and lose nothing, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(names, { maxLength: 4 }), fc.integer({ min: 1, max: 20 }), (groups, bits) => {
        const features = featuresOf(groups, bits)
        for (const bucket of features.keys()) {
          expect(Number.isInteger(bucket)).toBe(true)
          expect(bucket).toBeGreaterThanOrEqual(0)
          expect(bucket).toBeLessThan(2 ** bits)
        }
        const total = groups.reduce((sum, { length }) => sum + length / Math.sqrt(length + 4), 0)
        expect([...features.values()].reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 9)
      }),
    )
  })

  it('spread over few buckets as over many: names that differ at the front only too', () => {
    const buckets = new Set(Array.from({ length: 1024 }, (_, at) => [...featuresOf([[`${at} em`]], 10).keys()][0]))
    // By chance 1024 names fill 1024 × (1 − 1/e) ≈ 647 buckets.
    expect(buckets.size).toBeGreaterThan(600)
    expect(buckets.size).toBeLessThan(700)
  })
})

describe('runs of letters', () => {
  it.each([
    ['tre em', [4], ['ctre ', 'cre e', 'ce em']],
    ['em', [1, 2], ['ce', 'cm', 'cem']],
    ['em', [3], []],
    ['', [1], []],
  ])('of %j by %j are %j', (text, lengths, expected) => {
    expect(letterRuns(text, lengths, 'c')).toEqual(expected)
  })
})
