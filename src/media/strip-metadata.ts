import { createAllowance } from './allowance.ts'
import { Refusal, type RefusalReason } from './refusal.ts'
import { stripKnown, type Stripped } from './strip-known.ts'

export type { Stripped }

/** What a platform hands over at most (Telegram's getFile). */
export const mostBytes = 20 * 1024 * 1024
/** All that is packed inside one file, unpacked. */
const mostUnpacked = 64_000_000
/** What may be read again because a file says so. */
const mostWork = 64_000_000

/**
 * The file without what tells who made it, where, when and with what; pictures and sound stay byte for byte. Its type is read
 * from its bytes: `mediaType`, as the platform gives it, can only make plain text that is none be refused. Never throws.
 */
export function stripMetadata(bytes: Uint8Array, mediaType?: string): Stripped | { readonly refused: RefusalReason } {
  if (bytes.length > mostBytes) return { refused: 'too-large' }
  try {
    const stripped = stripKnown(bytes, createAllowance({ unpacked: mostUnpacked, work: mostWork }), mediaType)
    return stripped.bytes.length > mostBytes ? { refused: 'too-large' } : stripped
  } catch (error) {
    // A fault of ours in reading a strange file must not stop a child's message: it counts as damage.
    return { refused: error instanceof Refusal ? error.because : 'damaged' }
  }
}
