import { z } from 'zod'
import { mostClasses, type LinearModel } from './linear-model.ts'

const bytes = z.base64()

/** The form of a model in a file. */
export const weightsShape = z.strictObject({
  classes: z.array(z.string()).min(2).max(mostClasses),
  bits: z.number().int().min(1).max(20),
  step: z.number().positive(),
  offsets: z.array(z.number()),
  counts: bytes,
  owners: bytes,
  weights: bytes,
})

/** A model as it stands in a file. */
export type Weights = z.infer<typeof weightsShape>

/**
 * Writes a model down; how many weights each bucket has stands for where they start, and offsets are rounded to four
 * decimals.
 */
export function writeWeights({ classes, bits, step, offsets, starts, owners, weights }: LinearModel): Weights {
  const counts = Uint8Array.from({ length: 2 ** bits }, (_, at) => (starts[at + 1] ?? 0) - (starts[at] ?? 0))
  return {
    classes: [...classes],
    bits,
    step,
    offsets: offsets.map((offset) => Number(offset.toFixed(4))),
    counts: toBase64(counts),
    owners: toBase64(owners),
    weights: toBase64(weights),
  }
}

/** The model that was written down; undefined when its parts do not fit together. */
export function readWeights(written: Weights): LinearModel | undefined {
  const { classes, bits, step, offsets } = written
  const counts = fromBase64(written.counts)
  const owners = fromBase64(written.owners)
  const weights = new Int8Array(fromBase64(written.weights))
  const starts = new Uint32Array(2 ** bits + 1)
  for (let at = 0; at < 2 ** bits; at++) starts[at + 1] = (starts[at] ?? 0) + (counts[at] ?? 0)
  const total = starts.at(-1)
  const isWhole =
    counts.length === 2 ** bits &&
    owners.length === total &&
    weights.length === total &&
    offsets.length === classes.length &&
    owners.every((owner) => owner < classes.length)
  return isWhole ? { classes, bits, step, offsets, starts, owners, weights } : undefined
}

/** What the text of such a file says; undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const toBase64 = (of: Uint8Array | Int8Array): string =>
  Buffer.from(of.buffer, of.byteOffset, of.length).toString('base64')
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
