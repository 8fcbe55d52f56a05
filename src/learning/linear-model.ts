import type { Features } from './features.ts'

/** A class is one byte in a file, and so is the number of weights that a bucket has. */
export const mostClasses = 255

/**
 * A multinomial logistic model over hashed features, weights rounded to one byte. Sparse by bucket: the weights of bucket b
 * are those from `starts[b]` to `starts[b + 1]`, each with the class that it speaks for.
 */
export interface LinearModel {
  readonly classes: readonly string[]
  readonly bits: number
  /** What one step of a weight is worth. */
  readonly step: number
  readonly offsets: readonly number[]
  readonly starts: Uint32Array
  readonly owners: Uint8Array
  readonly weights: Int8Array
}

/** How likely each class is, in the order of `classes`; they add up to 1. */
export function likelihoods(model: LinearModel, features: Features): readonly number[] {
  const { classes, step, offsets, starts, owners, weights } = model
  const sums = classes.map((_, index) => offsets[index] ?? 0)
  for (const [bucket, value] of features) {
    const end = starts[bucket + 1] ?? 0
    for (let at = starts[bucket] ?? 0; at < end; at++) {
      const owner = owners[at] ?? 0
      sums[owner] = (sums[owner] ?? 0) + value * step * (weights[at] ?? 0)
    }
  }
  return softmax(sums)
}

/** Turns sums of evidence into shares that add up to 1. */
export function softmax(sums: readonly number[]): readonly number[] {
  const most = Math.max(...sums)
  const parts = sums.map((sum) => Math.exp(sum - most))
  const total = parts.reduce((a, b) => a + b, 0)
  return parts.map((part) => part / total)
}
