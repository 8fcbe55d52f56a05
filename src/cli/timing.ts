/** What each of many turns took, in milliseconds. */
export interface Spread {
  readonly median: number
  readonly p95: number
}

/** Runs it and answers what it took, in milliseconds. */
export function timed<T>(run: () => T): { readonly result: T; readonly ms: number } {
  const startedAt = performance.now()
  const result = run()
  return { result, ms: performance.now() - startedAt }
}

/** The middle and the slow end of some durations. */
export function spreadOf(durations: readonly number[]): Spread {
  const sorted = durations.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { median: at(0.5), p95: at(0.95) }
}
