import { inflateRawSync, inflateSync } from 'node:zlib'
import { plainBytes } from './bytes.ts'
import { Refusal } from './refusal.ts'

/** What one file may cost, with all that is packed inside it. Past it the file is refused: a bomb is stopped before it bursts. */
export interface Allowance {
  /** Unpacks deflated bytes; `raw` as in a zip, `zlib` as in PNG and PDF. */
  unpack(packed: Uint8Array, form: 'raw' | 'zlib'): Uint8Array
  /** Counts work that input could make repeat, in bytes read. */
  spend(bytes: number): void
}

/** The allowance for one file: how much may be unpacked in all, and how many bytes read again and again. */
export function createAllowance(limits: { readonly unpacked: number; readonly work: number }): Allowance {
  let unpacked = limits.unpacked
  let work = limits.work
  return {
    unpack(packed, form) {
      // One byte more than what is left, so that what just fits is told from what does not.
      const options = { maxOutputLength: unpacked + 1 }
      let result: Uint8Array
      try {
        result = form === 'raw' ? inflateRawSync(packed, options) : inflateSync(packed, options)
      } catch (error) {
        throw new Refusal((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged')
      }
      unpacked -= result.length
      if (unpacked < 0) throw new Refusal('too-large')
      return plainBytes(result)
    },
    spend(bytes) {
      work -= bytes
      if (work < 0) throw new Refusal('cannot-clean')
    },
  }
}
