/** A text as a linear model sees it: bucket → value. */
export type Features = ReadonlyMap<number, number>

/**
 * Hashes named features into 2^`bits` buckets. Each group (words, pairs, letters …) has about the same weight however many
 * features it holds: every value of a group of n is 1/√(n + 4), so that a group of one or two does not drown the others.
 */
export function featuresOf(groups: readonly (readonly string[])[], bits: number): Features {
  const features = new Map<number, number>()
  for (const group of groups) {
    const value = 1 / Math.sqrt(group.length + damping)
    for (const name of group) {
      const bucket = bucketOf(name, bits)
      features.set(bucket, (features.get(bucket) ?? 0) + value)
    }
  }
  return features
}

const damping = 4

/** FNV-1a over UTF-16 units, then mixed so that the low bits depend on all of it. */
function bucketOf(name: string, bits: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return (hash ^ (hash >>> 15)) & (2 ** bits - 1)
}

/** Every run of `lengths` letters in a text, each named `prefix` and the letters. */
export function letterRuns(text: string, lengths: readonly number[], prefix: string): readonly string[] {
  return lengths.flatMap((length) =>
    Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => prefix + text.slice(at, at + length)),
  )
}
