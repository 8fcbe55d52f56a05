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
  'window-closed',
  'opted-out',
  'rejected',
  'misconfigured',
] as const
/**
 * Why a message could not be sent; alone drives what happens next.
 * unreachable: network or platform fault, try again. throttled: try again after `retryAfterMs`. The others are final.
 */
export type SendFailure = (typeof sendFailures)[number]

export class SendError extends Error {
  readonly failure: SendFailure
  readonly retryAfterMs: number | undefined
  /** `detail` must carry no text, name, platform id or address: it is logged. */
  constructor(failure: SendFailure, detail: string, retryAfterMs?: number) {
    super(detail)
    this.name = 'SendError'
    this.failure = failure
    this.retryAfterMs = retryAfterMs
  }
}
