import type { Channel } from './channel.ts'
import type { OutboundMessage } from './message.ts'
import { splitText } from './text.ts'

/**
 * What a message becomes on a channel: parts within the channel's text limit, the buttons and citations on the last one, then
 * each attachment as a part of its own, so that a part is shown whole or not at all.
 * Where the channel has no buttons (or too few) the choices are written as numbered lines: typing the number works anywhere.
 * Unprompted messages have no numbers, since nobody knows what will be asked when they are read.
 */
export function fitMessage<File = never>(
  message: OutboundMessage<File>,
  limits: Channel['limits'],
): readonly OutboundMessage<File>[] {
  const replies = message.quickReplies ?? []
  const asButtons = replies.length > 0 && replies.length <= limits.quickReplies
  const listed =
    replies.length > 0 && !asButtons && message.unprompted !== true
      ? `\n\n${replies.map((reply, index) => `${index + 1}. ${reply.label}`).join('\n')}`
      : ''
  const texts = splitText(message.text + listed, limits.textLength)
  const { quickReplies: _replies, citations, attachments = [], ...rest } = message
  const parts: readonly OutboundMessage<File>[] = [
    ...texts.map((text, index) => {
      const isLast = index === texts.length - 1
      return {
        ...rest,
        text,
        ...(isLast && asButtons ? { quickReplies: replies } : {}),
        ...(isLast && citations !== undefined ? { citations } : {}),
      }
    }),
    ...attachments.map((attachment) => ({ ...rest, text: '', attachments: [attachment] })),
  ]
  return parts.map((part, index) => (index < parts.length - 1 ? { ...part, isPart: true } : part))
}
