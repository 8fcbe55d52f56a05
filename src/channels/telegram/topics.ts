import type { Api } from 'grammy'
import type { QuickReply } from '../../core/message.ts'
import type { Buttons } from './buttons.ts'
import { attempt, isUnchanged } from './send-error.ts'

/** What a card shows. Never the words of a tip: Telegram can read the officers' chat. */
export interface Card {
  readonly text: string
  readonly buttons: readonly QuickReply[]
}

/** A message of the bot, with the moment it was sent: Telegram lets only young ones be deleted. */
export interface SentMessage {
  readonly id: number
  readonly at: Date
}

const caseCodeShape = /^[0-9A-Z]{4}-[0-9A-Z]{4}$/
const mostPerBatch = 100
/** Telegram's 48 hours, less some minutes for clocks that differ. */
const deletableMs = (48 * 60 - 5) * 60_000

/** Opens a topic for a tip. Its title is the case code and cannot be anything else. */
export async function createTopic(api: Api, chat: number, caseCode: string): Promise<number> {
  if (!caseCodeShape.test(caseCode)) throw new Error('a topic is named by a case code alone')
  return (await attempt(api.createForumTopic(chat, caseCode))).message_thread_id
}

/** Closes a topic; one that is closed already stays so. */
export async function closeTopic(api: Api, chat: number, topic: number): Promise<void> {
  await unlessUnchanged(api.closeForumTopic(chat, topic))
}

/** Opens a closed topic again; one that is open stays so. */
export async function reopenTopic(api: Api, chat: number, topic: number): Promise<void> {
  await unlessUnchanged(api.reopenForumTopic(chat, topic))
}

/** Removes a topic with everything in it, however old. */
export async function deleteTopic(api: Api, chat: number, topic: number): Promise<void> {
  await attempt(api.deleteForumTopic(chat, topic))
}

/** Posts a card in a topic and answers its message id. */
export async function postCard(api: Api, buttons: Buttons, chat: number, topic: number, card: Card): Promise<number> {
  return (
    await attempt(
      api.sendMessage(chat, card.text, {
        ...looks(card, buttons),
        message_thread_id: topic,
        protect_content: true,
      }),
    )
  ).message_id
}

/** Shows a card anew in its place: the group's twenty messages a minute are kept for new tips. */
export async function editCard(api: Api, buttons: Buttons, chat: number, message: number, card: Card): Promise<void> {
  await unlessUnchanged(api.editMessageText(chat, message, card.text, looks(card, buttons)))
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

async function unlessUnchanged(call: Promise<unknown>): Promise<void> {
  await attempt(
    call.catch((error: unknown) => {
      if (!isUnchanged(error)) throw error
    }),
  )
}
