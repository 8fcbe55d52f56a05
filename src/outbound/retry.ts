import type { SendError } from '../core/errors.ts'
import type { Priority } from '../core/message.ts'

const firstMs = 1_000
const mostMs = 15 * 60_000
/** How long each kind of message is worth sending late: a tip alert for a day and a half, a broadcast for some hours. */
const attempts: Readonly<Record<Priority, number>> = { tip: 150, reply: 60, broadcast: 20 }

/**
 * When to try again, or undefined when there is no sense in it. `attempt` counts from 1. A platform's own waiting time is
 * kept exactly; otherwise 1 s, 2 s, 4 s … up to 15 min.
 */
export function retryAt(failure: SendError, attempt: number, priority: Priority, now: Date): Date | undefined {
  if (attempt >= attempts[priority]) return undefined
  switch (failure.failure) {
    case 'throttled':
      return new Date(now.getTime() + (failure.retryAfterMs ?? backOffMs(attempt)))
    case 'unreachable':
      return new Date(now.getTime() + backOffMs(attempt))
    case 'window-closed':
    case 'opted-out':
    case 'rejected':
    case 'misconfigured':
      return undefined
    default:
      return failure.failure satisfies never
  }
}

function backOffMs(attempt: number): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 20))
}
