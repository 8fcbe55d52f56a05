import type { Features } from './features.ts'
import { mostClasses, softmax, type LinearModel } from './linear-model.ts'

/** A text with its class. */
export interface Sample {
  readonly features: Features
  readonly label: string
}

/** How to train. `least`: weights nearer to nought are left out. */
export interface TrainOptions {
  readonly classes: readonly string[]
  readonly bits: number
  readonly rounds: number
  readonly rate: number
  readonly least: number
}

/** A class this wrong or less teaches nothing more. */
const settled = 1e-3
const firstSquare = 1e-3
const mostSteps = 127

/**
 * Trains a model by gradient descent with a rate of its own for each weight (Duchi, Hazan and Singer, "Adaptive Subgradient
 * Methods", 2011); the weights are the mean of those after each round of the second half, which depends less on what was seen
 * last (Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992). Goes through the samples in an
 * order that is shuffled alike each time: the same samples give the same weights. Throws a `RangeError` for classes that no file can hold, and for a sample of a class that is not among them.
 */
export function trainLinear(samples: readonly Sample[], options: TrainOptions): LinearModel {
  const { classes, bits, rounds, rate } = options
  if (classes.length < 2 || classes.length > mostClasses)
    throw new RangeError(`${classes.length} classes: there must be 2 to ${mostClasses}`)
  const taught = withoutSingles(samples)
  const labels = samples.map(({ label }) => classes.indexOf(label))
  if (labels.includes(-1)) throw new RangeError('a sample is of a class that is not among the classes')
  const order = samples.map((_, index) => index)
  const random = createRandom()
  const weights = new Float32Array(2 ** bits * classes.length)
  const squares = new Float32Array(weights.length).fill(firstSquare)
  const offsets = classes.map(() => 0)
  const offsetSquares = classes.map(() => firstSquare)
  const means = new Float32Array(weights.length)
  const meanOffsets = classes.map(() => 0)
  const counted = Math.ceil(rounds / 2)
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random)
    for (const index of order) {
      const features = taught[index] ?? new Map<number, number>()
      const found = likelihoodsOf(features, weights, offsets)
      for (const [owner, share] of found.entries()) {
        const slope = share - (labels[index] === owner ? 1 : 0)
        if (Math.abs(slope) < settled) continue
        offsetSquares[owner] = (offsetSquares[owner] ?? 0) + slope * slope
        offsets[owner] = (offsets[owner] ?? 0) - (rate * slope) / Math.sqrt(offsetSquares[owner] ?? 1)
        for (const [bucket, value] of features) {
          const at = bucket * classes.length + owner
          const part = slope * value
          squares[at] = (squares[at] ?? 0) + part * part
          weights[at] = (weights[at] ?? 0) - (rate * part) / Math.sqrt(squares[at] ?? 1)
        }
      }
    }
    if (round < rounds - counted) continue
    for (const [at, weight] of weights.entries()) means[at] = (means[at] ?? 0) + weight / counted
    for (const [at, offset] of offsets.entries()) meanOffsets[at] = (meanOffsets[at] ?? 0) + offset / counted
  }
  return compact(means, meanOffsets, options)
}

/** The features without those of one sample alone: nothing that holds for others is learnt from them. */
function withoutSingles(samples: readonly Sample[]): readonly Features[] {
  const counts = new Map<number, number>()
  for (const { features } of samples)
    for (const bucket of features.keys()) counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  return samples.map(({ features }) => new Map([...features].filter(([bucket]) => (counts.get(bucket) ?? 0) > 1)))
}

function likelihoodsOf(features: Features, weights: Float32Array, offsets: readonly number[]): readonly number[] {
  const width = offsets.length
  const sums = new Float64Array(offsets)
  for (const [bucket, value] of features) {
    const row = bucket * width
    for (let owner = 0; owner < width; owner++) sums[owner] = (sums[owner] ?? 0) + value * (weights[row + owner] ?? 0)
  }
  return softmax([...sums])
}

/** Rounds the weights to one byte and leaves out those near nought. */
function compact(dense: Float32Array, offsets: readonly number[], options: TrainOptions): LinearModel {
  const { classes, bits, least } = options
  const step = Math.max(
    dense.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / mostSteps,
    Number.MIN_VALUE,
  )
  const starts = new Uint32Array(2 ** bits + 1)
  const owners: number[] = []
  const weights: number[] = []
  for (let bucket = 0; bucket < 2 ** bits; bucket++) {
    for (let owner = 0; owner < classes.length; owner++) {
      const weight = dense[bucket * classes.length + owner] ?? 0
      const steps = Math.round(weight / step)
      if (Math.abs(weight) < least || steps === 0) continue
      owners.push(owner)
      weights.push(steps)
    }
    starts[bucket + 1] = owners.length
  }
  return { classes, bits, step, offsets, starts, owners: Uint8Array.from(owners), weights: Int8Array.from(weights) }
}

/** Numbers from 0 to 1 that are the same each time (a linear congruential generator; nothing secret hangs on it). */
function createRandom(): () => number {
  let state = 20261122
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const [here, there] = [order[at] ?? 0, order[other] ?? 0]
    order[at] = there
    order[other] = here
  }
}
