import { createHash } from 'node:crypto'
import type { InlineKeyboardButton } from 'grammy/types'
import type { QuickReply } from '../../core/message.ts'

/** Buttons under a message, and what a tap on one means. */
export interface Buttons {
  /** One per row, two where both labels are short. */
  rows(replies: readonly QuickReply[]): InlineKeyboardButton.CallbackButton[][]
  /** What a tap says. `label` is what stood on the button, where Telegram still tells it. */
  valueOf(data: string, label: string | undefined): string | undefined
}

/** What Telegram takes behind a button, in bytes. */
const mostBytes = 64
const mostRemembered = 2_000
const shortLabel = 14
const mark = '~'

/**
 * A value that fits is the button's data itself: nothing has to be remembered. A longer one is replaced by its fingerprint;
 * the value is remembered while the process lives, and the label speaks for it afterwards: it is what the person saw and
 * chose. Never the button's number, which would choose something else in a later menu.
 */
export function createButtons(): Buttons {
  const values = new Map<string, string>()
  const dataOf = (value: string): string => {
    const bytes = Buffer.byteLength(value)
    if (bytes > 0 && bytes <= mostBytes && !value.startsWith(mark)) return value
    const key = mark + createHash('sha256').update(value).digest('base64url')
    values.delete(key)
    values.set(key, value)
    if (values.size > mostRemembered) values.delete(values.keys().next().value ?? '')
    return key
  }
  return {
    rows(replies) {
      const rows: InlineKeyboardButton.CallbackButton[][] = []
      for (const { label, value } of replies) {
        const button = { text: label, callback_data: dataOf(value) }
        const last = rows.at(-1)
        const fits = [label, ...(last ?? []).map(({ text }) => text)].every((text) => text.length <= shortLabel)
        if (last?.length === 1 && fits) last.push(button)
        else rows.push([button])
      }
      return rows
    },
    valueOf: (data, label) => (data.startsWith(mark) ? (values.get(data) ?? label) : data),
  }
}
