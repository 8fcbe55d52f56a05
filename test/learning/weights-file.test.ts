import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LinearModel } from '../../src/learning/linear-model.ts'
import { readWeights, weightsShape, writeWeights, type Weights } from '../../src/learning/weights-file.ts'

/** Any model that training may give, with offsets of four decimals. */
const anyModel: fc.Arbitrary<LinearModel> = fc
  .record({
    classes: fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 6 }),
    bits: fc.integer({ min: 1, max: 4 }),
    step: fc.double({ min: Number.MIN_VALUE, max: 1, noNaN: true }),
  })
  .chain(({ classes, bits, step }) =>
    fc
      .record({
        offsets: fc.array(fc.integer({ min: -99_999, max: 99_999 }), {
          minLength: classes.length,
          maxLength: classes.length,
        }),
        rows: fc.array(
          fc.array(fc.tuple(fc.nat(classes.length - 1), fc.integer({ min: -128, max: 127 })), { maxLength: 6 }),
          {
            minLength: 2 ** bits,
            maxLength: 2 ** bits,
          },
        ),
      })
      .map(({ offsets, rows }) => {
        const starts = new Uint32Array(2 ** bits + 1)
        for (const [at, { length }] of rows.entries()) starts[at + 1] = (starts[at] ?? 0) + length
        return {
          classes,
          bits,
          step,
          offsets: offsets.map((offset) => offset / 10_000),
          starts,
          owners: Uint8Array.from(rows.flat(), ([owner]) => owner),
          weights: Int8Array.from(rows.flat(), ([, weight]) => weight),
        }
      }),
  )

const throughFile = (model: LinearModel): unknown => JSON.parse(JSON.stringify(writeWeights(model)))
const base64 = (...bytes: readonly number[]): string => Buffer.from(bytes).toString('base64')

describe('a model in a file', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        expect(readWeights(weightsShape.parse(throughFile(model)))).toEqual(model)
      }),
    )
  })

  it('has its offsets rounded to four decimals', () => {
    const [model] = fc.sample(anyModel, 1)
    if (model === undefined) throw new Error('no model')
    expect(writeWeights({ ...model, offsets: [0.123456, -2.00004] }).offsets).toEqual([0.1235, -2])
  })
})

describe('a damaged file', () => {
  const good: Weights = {
    classes: ['a', 'b'],
    bits: 1,
    step: 0.5,
    offsets: [0, 0.5],
    counts: base64(2, 1),
    owners: base64(0, 1, 1),
    weights: base64(3, 255, 7),
  }

  it('would be read if it were whole', () => {
    expect(readWeights(weightsShape.parse(good))).toMatchObject({
      starts: Uint32Array.of(0, 2, 3),
      weights: Int8Array.of(3, -1, 7),
    })
  })

  it.each<[string, Partial<Weights>]>([
    ['too few counts', { counts: base64(3) }],
    ['too many counts', { counts: base64(2, 1, 0) }],
    ['counts of more weights than there are', { counts: base64(2, 2) }],
    ['counts of fewer weights than there are', { counts: base64(1, 1) }],
    ['an owner too few', { owners: base64(0, 1) }],
    ['a weight too many', { weights: base64(3, 255, 7, 7) }],
    ['an offset too few', { offsets: [0] }],
    ['an owner that is no class', { owners: base64(0, 1, 2) }],
    ['another number of buckets', { bits: 2 }],
  ])('with %s does not fit together', (_what, change) => {
    expect(readWeights(weightsShape.parse({ ...good, ...change }))).toBeUndefined()
  })

  it.each<[string, Record<string, unknown>]>([
    ['one class', { classes: ['a'] }],
    ['more classes than a byte tells apart', { classes: Array.from({ length: 256 }, (_, at) => `c${at}`) }],
    ['no bits', { bits: 0 }],
    ['more bits than memory should hold', { bits: 21 }],
    ['a step of nought', { step: 0 }],
    ['an offset that is no number', { offsets: [0, null] }],
    ['weights that are not base64', { weights: 'not base64!' }],
    ['a part that is missing', { owners: undefined }],
    ['a part that nobody knows', { more: 1 }],
  ])('with %s has not the form of one', (_what, change) => {
    expect(weightsShape.safeParse({ ...good, ...change }).success).toBe(false)
  })
})
