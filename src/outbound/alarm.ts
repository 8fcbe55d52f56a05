import type { Clock } from '../core/ports.ts'

/** Runs something after so many milliseconds; answers the way to call it off. */
export type WakeIn = (ms: number, run: () => void) => () => void

export interface AlarmDeps {
  readonly clock: Clock
  readonly wakeIn: WakeIn | undefined
  readonly ring: () => void
}

/** Rings once at the earliest of the moments that it was given. */
export interface Alarm {
  /** Undefined: nothing to wait for. */
  at(moment: Date | undefined): void
  stop(): void
}

/** Timers hold no more than this; what is later is looked at anew. */
const mostMs = 60 * 60_000

/** An alarm that is not set. Whoever is rung sets it again for what still waits. */
export function createAlarm({ clock, wakeIn = wakeByTimer, ring }: AlarmDeps): Alarm {
  let setFor = Number.POSITIVE_INFINITY
  let cancel: (() => void) | undefined
  let isStopped = false
  return {
    at(moment) {
      if (moment === undefined || isStopped || moment.getTime() >= setFor) return
      cancel?.()
      setFor = moment.getTime()
      const ms = Math.min(mostMs, Math.max(1, setFor - clock.now().getTime()))
      cancel = wakeIn(ms, () => {
        setFor = Number.POSITIVE_INFINITY
        cancel = undefined
        ring()
      })
    },
    stop() {
      isStopped = true
      cancel?.()
    },
  }
}

function wakeByTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms).unref()
  return () => clearTimeout(timer)
}
