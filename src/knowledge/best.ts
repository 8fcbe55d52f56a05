/** Sorts and cuts a list; a short piece of a long list is found without sorting all of it. Answers the `limit` first by `compare`. */
export function bestOf<T>(all: Iterable<T>, limit: number, compare: (a: T, b: T) => number): readonly T[] {
  const room = Math.max(0, limit)
  let best: T[] = []
  let worst: T | undefined
  for (const each of all) {
    if (worst !== undefined && compare(each, worst) >= 0) continue
    best.push(each)
    if (best.length < 2 * room + spare) continue
    best = best.sort(compare).slice(0, room)
    worst = best.at(-1)
  }
  return best.sort(compare).slice(0, room)
}

/** So many more than needed are kept before they are sorted. */
const spare = 64
