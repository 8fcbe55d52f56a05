import type { Clock } from '../../core/ports.ts'

/** Leaves alone what keeps failing. */
export interface Circuit {
  /** True while it is left alone. */
  isOpen(): boolean
  succeeded(): void
  /** True when it is left alone from now on. */
  failed(): boolean
}

/** Opens for `restMs` after `failures` in a row; after the rest a single further failure opens it again. */
export function createCircuit(deps: {
  readonly clock: Clock
  readonly failures: number
  readonly restMs: number
}): Circuit {
  let inARow = 0
  let restsUntil = 0
  const isOpen = (): boolean => deps.clock.now().getTime() < restsUntil
  return {
    isOpen,
    succeeded() {
      inARow = 0
      restsUntil = 0
    },
    failed() {
      inARow++
      if (inARow < deps.failures || isOpen()) return false
      restsUntil = deps.clock.now().getTime() + deps.restMs
      return true
    },
  }
}
