import type { DeadReason, SendError, SendFailure } from '../core/errors.ts'
import type { Priority } from '../core/message.ts'

/** What the sender knows of a message whose try has failed. */
export interface FailedTry {
  /** Counts from 1. */
  readonly attempt: number
  readonly priority: Priority
  /** Better twice than not at all, or the channel drops what it has had. */
  readonly mayRepeat: boolean
  readonly createdAt: Date
}

/** What becomes of a message after a failed try. */
export type NextStep =
  | { readonly kind: 'again'; readonly failure: SendFailure; readonly at: Date }
  | { readonly kind: 'parked'; readonly failure: SendFailure }
  | { readonly kind: 'dead'; readonly reason: DeadReason }

const firstMs = 1_000
const mostMs = 15 * 60_000
/** How long each kind of message is worth sending late: a tip alert for a day and a half, a broadcast for some hours. */
const attempts: Readonly<Record<Priority, number>> = { tip: 150, reply: 60, broadcast: 20 }
/** How long an answer waits for its tipster, and an alert for its officer; receipt and console show them all the while. */
export const parkedMs = 30 * 24 * 60 * 60_000

/**
 * Whether to try again, and when. A platform's own waiting time is kept exactly; otherwise 1 s, 2 s, 4 s … up to 15 min. What
 * may have been shown is repeated only where twice does no harm.
 */
export function nextStep(error: SendError, tried: FailedTry, now: Date): NextStep {
  const { failure } = error
  const { attempt, priority, createdAt } = tried
  const isLast = attempt >= attempts[priority]
  switch (failure) {
    case 'throttled':
    case 'over-quota':
      if (isLast) return { kind: 'dead', reason: failure }
      return { kind: 'again', failure, at: new Date(now.getTime() + (error.retryAfterMs ?? backOffMs(attempt))) }
    case 'unreachable':
      if (error.mayHaveArrived && !tried.mayRepeat) return { kind: 'dead', reason: 'uncertain' }
      if (isLast) return { kind: 'dead', reason: failure }
      return { kind: 'again', failure, at: new Date(now.getTime() + backOffMs(attempt)) }
    case 'window-closed':
      return priority === 'tip' && now.getTime() - createdAt.getTime() < parkedMs
        ? { kind: 'parked', failure }
        : { kind: 'dead', reason: failure }
    // Somebody repairs a setting: what belongs to a tip is worth waiting for that.
    case 'misconfigured':
      return priority === 'tip' && !isLast
        ? { kind: 'again', failure, at: new Date(now.getTime() + backOffMs(attempt)) }
        : { kind: 'dead', reason: failure }
    case 'opted-out':
    case 'rejected':
      return { kind: 'dead', reason: failure }
    default:
      return failure satisfies never
  }
}

function backOffMs(attempt: number): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 20))
}
