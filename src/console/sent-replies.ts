import { createHash } from 'node:crypto'
import type { DeskResult } from '../core/desk.ts'

/** One press of the reply button: who, on which tip, by which form, with what words. */
export interface Press {
  readonly officer: string
  readonly tip: string
  /** The form's id; empty when it carried none. */
  readonly form: string
  readonly text: string
}

/** Replies that were sent by this process, so that a second press of one form sends nothing. */
export interface SentReplies {
  /** The result of the first press of this form with these words, which `send` brings about. */
  once(press: Press, send: () => Promise<DeskResult>): Promise<DeskResult>
}

const remembered = 1_000

/**
 * Remembers the last 1,000 by a hash. Other words in the same form (a page that was gone back to) are another reply; what was
 * refused or failed may be tried again.
 */
export function createSentReplies(): SentReplies {
  const sent = new Map<string, Promise<DeskResult>>()
  return {
    async once(press, send) {
      if (press.form === '') return send()
      const { officer, tip, form, text } = press
      const key = createHash('sha256')
        .update(JSON.stringify([officer, tip, form, text]))
        .digest('base64url')
      const before = sent.get(key)
      if (before !== undefined) return before
      const result = send()
      sent.set(key, result)
      for (const oldest of [...sent.keys()].slice(0, Math.max(0, sent.size - remembered))) sent.delete(oldest)
      try {
        if ((await result).kind === 'refused') sent.delete(key)
      } catch (error) {
        sent.delete(key)
        throw error
      }
      return result
    },
  }
}
