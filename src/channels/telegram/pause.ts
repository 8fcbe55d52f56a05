import { setTimeout as sleep } from 'node:timers/promises'
import type { SendError } from '../../core/errors.ts'
import type { Timing } from './settings.ts'

/** Waits; sooner when `signal` says so. Keeps no process alive. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
}

/** How long to wait after the failure number `count` (from 1) in a row; what Telegram asks for is kept. */
export function waitMs(
  count: number,
  timing: Pick<Timing, 'firstWaitMs' | 'mostWaitMs'>,
  failure?: Pick<SendError, 'retryAfterMs'>,
): number {
  return failure?.retryAfterMs ?? Math.min(timing.mostWaitMs, timing.firstWaitMs * 2 ** Math.min(count - 1, 20))
}
