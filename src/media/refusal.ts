/**
 * Why a file is not passed on. unknown-type: no format that can be cleaned. damaged: not what its first bytes promise.
 * too-large: over the limit. cannot-clean: sound, but it holds something that cannot be cleaned surely (encryption, a
 * signature, macros, embedded files …).
 */
export type RefusalReason = 'unknown-type' | 'damaged' | 'too-large' | 'cannot-clean'

/** Ends the reading of a file at whatever depth; caught in `strip-metadata.ts` alone. */
export class Refusal extends Error {
  readonly because: RefusalReason
  constructor(because: RefusalReason) {
    super(because)
    this.name = 'Refusal'
    this.because = because
  }
}
