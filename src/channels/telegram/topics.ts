import type { Api } from 'grammy'
import { SendError } from '../../core/errors.ts'
import type { Card, TopicChat } from '../../core/topics.ts'
import type { Buttons } from './buttons.ts'
import { attempt, isGone, isNoChat, isUnchanged } from './send-error.ts'

/** A message of the bot, with the moment it was sent: Telegram lets only young ones be deleted. */
export interface SentMessage {
  readonly id: number
  readonly at: Date
}

const caseCodeShape = /^[0-9A-Z]{4}-[0-9A-Z]{4}$/
const mostPerBatch = 100
/** Telegram's 48 hours, less some minutes for clocks that differ. */
const deletableMs = (48 * 60 - 5) * 60_000

/** The officers' group: a forum in which each tip has a topic. */
export function createTopicChat(api: Api, buttons: Buttons, chat: number): TopicChat {
  return {
    chat: String(chat),
    async open(caseCode) {
      if (!caseCodeShape.test(caseCode)) throw new Error('a topic is named by a case code alone')
      const made = api.createForumTopic(chat, caseCode).catch((error: unknown) => {
        throw isNoChat(error) ? new SendError('misconfigured', 'telegram: the bot is not in the group') : error
      })
      return (await attempt(made)).message_thread_id
    },
    async post(topic, card, replyTo) {
      const reply =
        replyTo === undefined
          ? {}
          : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true as const } }
      const sent = await orGone(
        api.sendMessage(chat, card.text, {
          ...looks(card, buttons),
          ...reply,
          message_thread_id: topic,
          protect_content: true,
        }),
      )
      return sent === 'gone' ? sent : sent.message_id
    },
    edit: (message, card) => doneOrGone(api.editMessageText(chat, message, card.text, looks(card, buttons))),
    setClosed: (topic, isClosed) =>
      doneOrGone(isClosed ? api.closeForumTopic(chat, topic) : api.reopenForumTopic(chat, topic)),
    remove: (topic) => doneOrGone(api.deleteForumTopic(chat, topic)),
  }
}

/** Deletes messages, a hundred at a time. Answers those that are too old to be deleted one by one. */
export async function deleteMessages(
  api: Api,
  chat: number,
  messages: readonly SentMessage[],
  now: Date,
): Promise<readonly SentMessage[]> {
  const isYoung = ({ at }: SentMessage) => now.getTime() - at.getTime() < deletableMs
  const ids = messages.filter(isYoung).map(({ id }) => id)
  for (let from = 0; from < ids.length; from += mostPerBatch)
    await attempt(api.deleteMessages(chat, ids.slice(from, from + mostPerBatch)))
  return messages.filter((message) => !isYoung(message))
}

function looks(card: Card, buttons: Buttons) {
  return {
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: buttons.rows(card.buttons) },
  }
}

async function orGone<T>(call: Promise<T>): Promise<T | 'gone'> {
  return attempt(
    call.catch((error: unknown) => {
      if (isGone(error)) return 'gone' as const
      throw error
    }),
  )
}

/** What is as it ought to be already is done. */
async function doneOrGone(call: Promise<unknown>): Promise<'done' | 'gone'> {
  const result = await orGone(
    call.catch((error: unknown) => {
      if (!isUnchanged(error)) throw error
    }),
  )
  return result === 'gone' ? 'gone' : 'done'
}
