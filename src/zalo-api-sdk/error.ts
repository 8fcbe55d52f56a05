/**
 * What went wrong, by what can be done about it.
 * retry-later: a fault of the network or of the platform. throttled: nothing before `retryAfterMs` has passed. over-quota:
 * the same for this message alone, or until the person writes. window-closed: the person has not written for too long, or never. opted-out: the person, or Zalo on their behalf, refuses messages.
 * bad-request: what was asked for cannot be done, however often it is tried. token: the account has to consent again.
 * misconfigured: the app or the Official Account is not set up for this.
 */
export const zaloFailures = [
  'retry-later',
  'throttled',
  'over-quota',
  'window-closed',
  'opted-out',
  'bad-request',
  'token',
  'misconfigured',
] as const
/** One of the classes above. */
export type ZaloFailure = (typeof zaloFailures)[number]

/** What is known of a failure beyond its class. */
export interface ZaloErrorFacts {
  /** Zalo's own number, where it gave one. */
  readonly code?: number
  readonly retryAfterMs?: number
  /** The request had left when it failed: nobody can say whether Zalo acted on it. */
  readonly mayHaveArrived?: boolean
}

/** A call that failed. Its message carries no text, no id of a person and no token: it may be logged. */
export class ZaloError extends Error {
  readonly failure: ZaloFailure
  readonly code: number | undefined
  readonly retryAfterMs: number | undefined
  readonly mayHaveArrived: boolean
  constructor(failure: ZaloFailure, detail: string, facts: ZaloErrorFacts = {}) {
    super(facts.code === undefined ? detail : `${detail} (${facts.code})`)
    this.name = 'ZaloError'
    this.failure = failure
    this.code = facts.code
    this.retryAfterMs = facts.retryAfterMs
    this.mayHaveArrived = facts.mayHaveArrived ?? false
  }
}
