import type { Clock } from '../../src/core/ports.ts'

/** The machine's time, and how far somebody has moved it on: one clock for the bot and both platforms. */
export interface MovedClock extends Clock {
  advance(ms: number): void
  movedMs(): number
}

/** A clock that shows the machine's time until it is moved. */
export function createMovedClock(): MovedClock {
  let moved = 0
  return {
    now: () => new Date(Date.now() + moved),
    advance: (ms) => void (moved += ms),
    movedMs: () => moved,
  }
}
