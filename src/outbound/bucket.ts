import type { Pace } from '../core/channel.ts'

/** As fast as they come. */
export const unpaced: Pace = { everyMs: 0, burst: 1_000 }

/** Tokens that come back at a steady pace; one is spent for each message. */
export interface Bucket {
  /** How many can be spent now. */
  room(now: number): number
  /** From when on one can be spent. */
  opensAt(): number
  spend(now: number): void
  /** Nothing is spent before `until`. */
  hold(until: number): void
  /** True when it is as good as new. */
  isRested(now: number): boolean
}

/** A full bucket. Time is milliseconds since 1970; only two numbers are kept, however many tokens there are. */
export function createBucket({ everyMs, burst }: Pace): Bucket {
  /** When all tokens that were spent will be back. */
  let fullAt = 0
  let heldUntil = 0
  const opensAt = () => Math.max(heldUntil, fullAt - (burst - 1) * everyMs)
  return {
    opensAt,
    room(now) {
      if (opensAt() > now) return 0
      return everyMs === 0 ? burst : Math.floor(burst - Math.max(0, fullAt - now) / everyMs)
    },
    spend(now) {
      fullAt = Math.max(fullAt, now) + everyMs
    },
    hold(until) {
      heldUntil = Math.max(heldUntil, until)
    },
    isRested: (now) => fullAt <= now && heldUntil <= now,
  }
}
