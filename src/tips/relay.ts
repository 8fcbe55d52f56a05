import type { Address } from '../core/channel.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Marks, Words } from '../core/ports.ts'
import type { TipStatus } from '../core/tip.ts'

/** The command of the button under an officer's answer; `readReplyCode` reads what follows it. */
export const replyCommand = 'viet'

/** An officer's words on their way to the tipster: under the alias, never a name, with a button to write back. */
export function relayReply(
  addresses: readonly Address[],
  answer: { readonly tip: string; readonly text: string; readonly alias: number },
  words: Words,
  marks: Pick<Marks, 'reply'>,
): readonly OutboundMessage[] {
  return addresses.map((to) => ({
    to,
    text: words('tip.fromOfficer', { alias: answer.alias, text: answer.text }),
    quickReplies: [{ label: words('tip.replyButton'), value: `/${replyCommand} ${replyCode(answer.tip, to, marks)}` }],
    unprompted: true,
    wayBack: answer.tip,
    priority: 'tip',
  }))
}

/** A change of status in words that a child understands. */
export function relayStatus(
  addresses: readonly Address[],
  { tip, status }: { readonly tip: string; readonly status: TipStatus },
  words: Words,
): readonly OutboundMessage[] {
  return addresses.map((to) => ({
    to,
    text: words('tip.statusChanged', { status: words(`status.child.${status}`) }),
    unprompted: true,
    wayBack: tip,
    priority: 'tip',
  }))
}

/** True for the buttons that write back: a code, and a moment behind it. */
export function isReplyButton(text: string): boolean {
  return /^\/viet [A-Z0-9]{4}-[A-Z0-9]{4}\.[\w-]{22}(?: [a-z0-9]{1,12})?$/.test(text)
}

/** What lets this very address write to a tip. */
export function replyCode(tip: string, to: Address, marks: Pick<Marks, 'reply'>): string {
  return `${tip}.${marks.reply(tip, to)}`
}

/** The tip that a reply button of this very address was made for; undefined for anybody else's or a made-up one. */
export function readReplyCode(code: string, from: Address, marks: Pick<Marks, 'reply'>): string | undefined {
  const [tip = '', mark = ''] = code.trim().split('.')
  return tip !== '' && mark === marks.reply(tip, from) ? tip : undefined
}
