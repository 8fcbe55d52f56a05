import { ZaloError } from './error.ts'

/** The longest text that one message takes. More is refused whole (-210), not cut. */
export const textLimit = 2_000

/**
 * A text as it is sent: well formed and in NFC, since decomposed Vietnamese counts about a quarter longer. Throws a
 * `bad-request` when nothing is left to read or when it is over the limit, before anything is sent.
 */
export function messageText(text: string): string {
  const sent = text.toWellFormed().normalize('NFC')
  if (sent.trim() === '') throw new ZaloError('bad-request', 'the text is empty')
  if (sent.length > textLimit) throw new ZaloError('bad-request', 'the text is too long')
  return sent
}
