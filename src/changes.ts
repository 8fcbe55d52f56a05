import type { Changes } from './core/desk.ts'

/** Changes heard of within this process. */
export function createChanges(): Changes {
  const listeners = new Set<() => void>()
  return {
    publish() {
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
