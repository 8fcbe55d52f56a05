/** Runs what it is given for one key after the other, in the order of asking; other keys do not wait. */
export type InOrder<Key> = <T>(key: Key, work: () => Promise<T>) => Promise<T>

/** Work that fails does not hold back what comes after it. */
export function createInOrder<Key>(): InOrder<Key> {
  const tails = new Map<Key, Promise<void>>()
  return (key, work) => {
    const done = (tails.get(key) ?? Promise.resolve()).then(work)
    const tail = done.then(
      () => undefined,
      () => undefined,
    )
    tails.set(key, tail)
    void tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key)
    })
    return done
  }
}
