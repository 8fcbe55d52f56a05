/** The newest `most` entries of a map; the oldest are forgotten. */
export interface Recent<Value> {
  get(key: string): Value | undefined
  put(key: string, value: Value): void
}

/** Memory with an end: what it forgets must be no harm to do again. */
export function createRecent<Value>(most: number): Recent<Value> {
  const entries = new Map<string, Value>()
  return {
    get: (key) => entries.get(key),
    put(key, value) {
      entries.delete(key)
      entries.set(key, value)
      const oldest = entries.size > most ? entries.keys().next() : undefined
      if (oldest?.done === false) entries.delete(oldest.value)
    },
  }
}
