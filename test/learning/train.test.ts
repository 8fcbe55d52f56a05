import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { likelihoods, type LinearModel } from '../../src/learning/linear-model.ts'
import { trainLinear, type Sample, type TrainOptions } from '../../src/learning/train.ts'

const options: TrainOptions = { classes: ['hit', 'age', '-'], bits: 6, rounds: 8, rate: 0.3, least: 0.01 }
const sample = (label: string, ...buckets: readonly number[]): Sample => ({
  label,
  features: new Map(buckets.map((bucket) => [bucket, 0.5])),
})
/** Bucket 1 stands with hit, 2 with age, 3 with both, 4 with neither. */
const samples: readonly Sample[] = [
  sample('hit', 1, 3),
  sample('hit', 1),
  sample('hit', 1, 3),
  sample('age', 2, 3),
  sample('age', 2),
  sample('-', 4),
  sample('-', 4),
]

function likeliest(model: LinearModel, ...buckets: readonly number[]): string | undefined {
  const shares = likelihoods(model, sample('', ...buckets).features)
  return model.classes[shares.indexOf(Math.max(...shares))]
}
const bucketsOf = ({ starts }: LinearModel): readonly number[] =>
  Array.from(starts.slice(1), (end, at) => (end > (starts[at] ?? 0) ? at : -1)).filter((at) => at >= 0)

describe('training', () => {
  const model = trainLinear(samples, options)

  it('learns which features go with which class', () => {
    expect(likeliest(model, 1)).toBe('hit')
    expect(likeliest(model, 2)).toBe('age')
    expect(likeliest(model, 4)).toBe('-')
    expect(likeliest(model, 2, 3)).toBe('age')
  })

  it('gives the same weights for the same samples', () => {
    const anySamples = fc.array(
      fc.record({
        label: fc.constantFrom(...options.classes),
        features: fc.array(fc.tuple(fc.nat(63), fc.double({ min: 0, max: 1, noNaN: true }))).map((all) => new Map(all)),
      }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(anySamples, (all) => {
        expect(trainLinear(all, options)).toEqual(trainLinear(structuredClone(all), options))
      }),
      { numRuns: 50 },
    )
  })

  it('learns nothing from what stands in one sample alone', () => {
    const single = trainLinear([...samples, sample('hit', 9)], options)
    expect(bucketsOf(single)).toEqual([1, 2, 3, 4])
    expect(bucketsOf(trainLinear([...samples, sample('hit', 9), sample('hit', 9)], options))).toContain(9)
  })

  it('leaves out weights nearer to nought than asked for, and no others', () => {
    const size = ({ step }: LinearModel, weight: number): number => Math.abs(step * weight)
    const least = 0.45
    const sparse = trainLinear(samples, { ...options, least })
    expect(sparse.weights.length).toBeGreaterThan(0)
    expect(sparse.weights.length).toBe(model.weights.filter((weight) => size(model, weight) >= least).length)
    expect(sparse.weights.length).toBeLessThan(model.weights.length)
  })

  it('uses the whole range of a byte: the weight that counts most is 127 steps', () => {
    expect(Math.max(...model.weights.map(Math.abs))).toBe(127)
  })

  it('starts each bucket where the one before ends', () => {
    expect(model.starts).toHaveLength(2 ** options.bits + 1)
    expect(model.starts[0]).toBe(0)
    expect(model.starts.at(-1)).toBe(model.weights.length)
    expect([...model.starts]).toEqual([...model.starts].sort((a, b) => a - b))
    expect(model.owners).toHaveLength(model.weights.length)
  })

  it('without samples holds every class equally likely', () => {
    const empty = trainLinear([], options)
    expect(empty.weights).toHaveLength(0)
    expect(likelihoods(empty, sample('', 1).features)).toEqual([1 / 3, 1 / 3, 1 / 3])
  })

  it.each([
    ['one class', ['hit'], samples.slice(0, 2), /1 classes/],
    ['more classes than a byte tells apart', Array.from({ length: 256 }, (_, at) => `c${at}`), [], /256 classes/],
    ['a sample of another class', ['hit', 'age'], samples, /not among the classes/],
  ])('refuses %s', (_what, classes, all, fault) => {
    expect(() => trainLinear(all, { ...options, classes })).toThrow(RangeError)
    expect(() => trainLinear(all, { ...options, classes })).toThrow(fault)
  })
})
