import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { likelihoods, softmax, type LinearModel } from '../../src/learning/linear-model.ts'

const sums = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 })

describe('shares of evidence', () => {
  it('add up to 1 and keep the order, however far apart the sums are', () => {
    fc.assert(
      fc.property(sums, (all) => {
        const shares = softmax(all)
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
        for (const [at, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(0)
          for (const [other, than] of shares.entries())
            if ((all[at] ?? 0) > (all[other] ?? 0)) expect(share).toBeGreaterThanOrEqual(than)
        }
      }),
    )
  })

  it('tell by how much one is likelier', () => {
    expect(softmax([Math.log(3), 0])).toEqual([expect.closeTo(0.75, 12), expect.closeTo(0.25, 12)])
    expect(softmax([1000, 1000])).toEqual([0.5, 0.5])
  })
})

describe('a model', () => {
  /** Bucket 1 speaks for b by 2 steps and against c by 1; bucket 3 for a by 4. */
  const model: LinearModel = {
    classes: ['a', 'b', 'c'],
    bits: 2,
    step: 0.5,
    offsets: [0.1, 0, -0.2],
    starts: Uint32Array.of(0, 0, 2, 2, 3),
    owners: Uint8Array.of(1, 2, 0),
    weights: Int8Array.of(2, -1, 4),
  }

  it.each([
    ['nothing', [], [0.1, 0, -0.2]],
    ['one bucket', [[1, 1]], [0.1, 1, -0.7]],
    ['a bucket by half', [[1, 0.5]], [0.1, 0.5, -0.45]],
    [
      'two buckets',
      [
        [1, 1],
        [3, 2],
      ],
      [4.1, 1, -0.7],
    ],
    [
      'a bucket that was never seen',
      [
        [0, 1],
        [2, 1],
      ],
      [0.1, 0, -0.2],
    ],
    [
      'a bucket that it does not have',
      [
        [4, 1],
        [99, 1],
      ],
      [0.1, 0, -0.2],
    ],
  ] as const)('adds up the evidence of %s', (_what, features, evidence) => {
    const expected = softmax(evidence)
    for (const [at, share] of likelihoods(model, new Map(features)).entries())
      expect(share).toBeCloseTo(expected[at] ?? NaN, 12)
  })

  it('gives as many shares as it has classes', () => {
    expect(likelihoods(model, new Map())).toHaveLength(3)
  })
})
