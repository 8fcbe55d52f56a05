/** Settings that cannot be right. Lists every fault at once; stops the start. */
export class ConfigError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/** Content (flows, knowledge, locales, units, roster) that cannot be right. Each fault starts with the file it is in. */
export class ContentError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'ContentError'
    this.faults = faults
  }
}

export const sendFailures = [
  'unreachable',
  'throttled',
  'over-quota',
  'window-closed',
  'opted-out',
  'rejected',
  'misconfigured',
] as const
/**
 * Why a message could not be sent; alone drives what happens next.
 * unreachable: network or platform fault, try again. throttled: try again after `retryAfterMs`, and hold up what
 * `holds` says. over-quota: the same, but this message alone waits, or until its contact writes. The others are final.
 */
export type SendFailure = (typeof sendFailures)[number]

/** Why a message was given up. uncertain: nobody can say whether it was shown, and twice would be worse than not at all. */
export const deadReasons = [...sendFailures, 'uncertain'] as const
export type DeadReason = (typeof deadReasons)[number]

/** What is known of a failure beside its kind. */
export interface SendErrorFacts {
  readonly retryAfterMs?: number | undefined
  /** The request had left when it failed: nobody can say whether the message was shown. */
  readonly mayHaveArrived?: boolean
  /** Who waits besides the contact that was throttled: nobody, the channel's broadcasts, or the whole channel. */
  readonly holds?: 'contact' | 'broadcasts' | 'channel'
}

export class SendError extends Error {
  readonly failure: SendFailure
  readonly retryAfterMs: number | undefined
  readonly mayHaveArrived: boolean
  readonly holds: NonNullable<SendErrorFacts['holds']>
  /** `detail` must carry no text, name, platform id or address: it is logged. */
  constructor(failure: SendFailure, detail: string, facts: SendErrorFacts = {}) {
    super(detail)
    this.name = 'SendError'
    this.failure = failure
    this.retryAfterMs = facts.retryAfterMs
    this.mayHaveArrived = facts.mayHaveArrived ?? false
    this.holds = facts.holds ?? 'contact'
  }
}
