import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aims, calibrate, type Trial } from '../../src/knowledge/calibrate.ts'
import { logistic } from '../../src/knowledge/confidence.ts'

const right = (...evidence: readonly number[]): Trial => ({ evidence, isAnswerable: true, isRight: true })
const wrong = (...evidence: readonly number[]): Trial => ({ evidence, isAnswerable: true, isRight: false })
const outside = (...evidence: readonly number[]): Trial => ({ evidence, isAnswerable: false, isRight: false })
const times = (count: number, make: (at: number) => Trial): readonly Trial[] =>
  Array.from({ length: count }, (_, at) => make(at))

/** The first piece of evidence tells right from wrong, the second nothing. */
const clear = [
  ...times(40, (at) => right(4 + (at % 7) / 10, at % 3)),
  ...times(10, (at) => wrong(-4 - (at % 7) / 10, at % 3)),
  ...times(30, (at) => outside(-5 - (at % 7) / 10, at % 3)),
]

describe('the curve', () => {
  const { curve } = calibrate(clear)

  it('gives the evidence that tells right from wrong the greater weight', () => {
    const [first = 0, second = 0] = curve.weights
    expect(first).toBeGreaterThan(0.5)
    expect(Math.abs(second)).toBeLessThan(first / 5)
    expect(logistic(curve.offset + 4.3 * first + second)).toBeGreaterThan(0.9)
    expect(logistic(curve.offset - 4.3 * first + second)).toBeLessThan(0.1)
  })

  it('fears a wrong answer more than silence: what is right as often as not is held for less than even', () => {
    const even = calibrate([...times(50, () => right(1)), ...times(50, () => wrong(1))]).curve
    expect(logistic(even.offset + (even.weights[0] ?? 0))).toBeCloseTo(1 / 3, 2)
  })

  it('is the same for the same trials, and has no more decimals than its file needs', () => {
    expect(calibrate(clear)).toEqual(calibrate(structuredClone(clear)))
    for (const value of [curve.offset, ...curve.weights]) expect(value).toBe(Number(value.toFixed(3)))
  })
})

describe('the thresholds', () => {
  it('are twentieths; the higher one is, the less is answered and the more passed over', () => {
    const trial = fc.record({
      evidence: fc.tuple(fc.double({ min: -3, max: 3, noNaN: true })),
      isAnswerable: fc.boolean(),
      isRight: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(trial, { minLength: 10, maxLength: 20 }), (trials) => {
        const { table } = calibrate(trials.map((each) => ({ ...each, isRight: each.isAnswerable && each.isRight })))
        expect(table.map(({ threshold }) => threshold)).toEqual(Array.from({ length: 19 }, (_, at) => (at + 1) / 20))
        for (const [at, row] of table.entries()) {
          const before = table[at - 1]
          if (before === undefined) continue
          expect(row.answered).toBeLessThanOrEqual(before.answered)
          expect(row.wrong).toBeLessThanOrEqual(before.wrong)
          expect(row.needless).toBeGreaterThanOrEqual(before.needless)
          expect(row.abstained).toBeGreaterThanOrEqual(before.abstained)
        }
      }),
      { numRuns: 15 },
    )
  })

  it('of all that keep the aims the lowest is chosen', () => {
    const { curve, table } = calibrate(clear)
    const keeps = table.filter((row) => row.wrong <= aims.wrong && row.abstained >= aims.abstained)
    expect(keeps.length).toBeGreaterThan(5)
    expect(curve.answered).toBe(keeps[0]?.threshold)
    expect(keeps[0]).toMatchObject({ answered: 0.8, wrong: 0, needless: 0, abstained: 1 })
  })

  it('where none keeps the aims the highest is chosen', () => {
    // A few that no entry answers look just like the many that one does.
    const alike = [...times(100, () => right(1)), ...times(2, () => outside(1))]
    expect(calibrate(alike).curve.answered).toBe(0.95)
  })

  it('are measured on trials that the curve was not fitted on', () => {
    // Each trial has evidence of its own: by heart all are known, by the others none.
    const own = (at: number): readonly number[] => Array.from({ length: 20 }, (_, place) => Number(place === at))
    const trials = times(20, (at) => (at % 2 === 0 ? right(...own(at)) : wrong(...own(at))))
    const { curve, table } = calibrate(trials)
    const byHeart = trials.map(({ evidence }) =>
      logistic(evidence.reduce((sum, value, at) => sum + value * (curve.weights[at] ?? 0), curve.offset)),
    )
    expect(byHeart.every((confidence, at) => confidence > 0.5 === (at % 2 === 0))).toBe(true)
    for (const { answered, wrong } of table) expect(answered > 0 && wrong === 0).toBe(false)
  })

  it('come to nothing without trials, and then nothing is answered', () => {
    const { curve, table } = calibrate([])
    expect(curve).toEqual({ offset: 0, weights: [], answered: 0.95 })
    expect(table.every(({ answered, abstained }) => answered === 0 && abstained === 0)).toBe(true)
  })
})
