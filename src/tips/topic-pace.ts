import type { SendError, SendFailure } from '../core/errors.ts'

/** Between two messages in the group: 20 a minute, whatever came before, and a new emergency never waits longer than this. */
const postMs = 3_000
/** Cards are changed at most so often a second: what the platform allows there is not written anywhere. */
const mostChanges = 5
/** After a failure that may be over soon, and after one that only an operator can end. */
const shortMs = 5_000
const longMs = 60_000

/** When the group may be written to. */
export interface TopicPace {
  mayPost(now: Date): boolean
  isPaused(now: Date): boolean
  posted(now: Date): void
  mayChange(now: Date): boolean
  changed(now: Date): void
  /** A call went wrong; what the platform asks for is kept exactly. */
  failed(error: SendError, now: Date): void
  succeeded(): void
  /** Why the last call failed, while none has succeeded since. */
  failure(): SendFailure | undefined
}

/** One pace for all topics: they share the platform's limits for the group. */
export function createTopicPace(): TopicPace {
  let nextPostAt = 0
  let pausedUntil = 0
  let changes: readonly number[] = []
  let failure: SendFailure | undefined
  return {
    mayPost: (now) => now.getTime() >= nextPostAt,
    isPaused: (now) => now.getTime() < pausedUntil,
    posted(now) {
      nextPostAt = now.getTime() + postMs
    },
    mayChange(now) {
      changes = changes.filter((at) => now.getTime() - at < 1_000)
      return changes.length < mostChanges
    },
    changed(now) {
      changes = [...changes, now.getTime()]
    },
    failed(error, now) {
      failure = error.failure
      pausedUntil = now.getTime() + waitMs(error)
    },
    succeeded() {
      failure = undefined
    },
    failure: () => failure,
  }
}

function waitMs({ failure, retryAfterMs }: SendError): number {
  switch (failure) {
    case 'throttled':
    case 'over-quota':
      return retryAfterMs ?? longMs
    case 'unreachable':
      return shortMs
    case 'rejected':
      return 0
    case 'misconfigured':
    case 'opted-out':
    case 'window-closed':
      return longMs
    default:
      return failure satisfies never
  }
}
