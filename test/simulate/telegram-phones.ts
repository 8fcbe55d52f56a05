import type { FakeMedia, FakeMessage } from '../support/fake-telegram-state.ts'
import type { FakeTelegram } from '../support/fake-telegram.ts'
import { officerOnTelegram, officersGroup, telegramPeople } from './cast.ts'
import { fileKindOf, isShownPicture, type SentFile } from './sent-file.ts'
import { onlySection, plainMessage, type ShownChat, type ShownMessage, type ShownSection } from './shown.ts'

/** The private chats with the bot, by the person's key. */
const privateChats: Readonly<Record<string, number>> = { ...telegramPeople, officer: officerOnTelegram }
const groupKey = 'group'

/** The Telegram phones of the tipsters and of the officer: what they show, and what can be done on them. */
export interface TelegramPhones {
  chat(key: string): ShownChat
  say(key: string, text: string): void
  /** In the group: in a topic (0: outside), or in answer to a message, where that one is. */
  sayInGroup(text: string, place: { readonly topic: number; readonly answers?: number | undefined }): void
  edit(key: string, message: number, text: string): void
  tap(key: string, message: number, label: string): void
  sendFile(key: string, file: SentFile): void
  setBlocked(key: string, isBlocked: boolean): void
  media(chat: number, message: number): Uint8Array | undefined
}

/** Phones on a fake Telegram. */
export function createTelegramPhones(fake: FakeTelegram): TelegramPhones {
  const idOf = (key: string): number => {
    const id = privateChats[key]
    if (id === undefined) throw new Error('there is no such chat')
    return id
  }

  return {
    chat: (key) => (key === groupKey ? groupChat(fake) : privateChat(fake, key, idOf(key))),
    say: (key, text) => void fake.userSends(idOf(key), text),
    sayInGroup(text, { topic, answers }) {
      const answered = answers === undefined ? undefined : fake.chat(officersGroup)?.messages.get(answers)
      const inTopic = answered === undefined ? topic || undefined : answered.topic
      const more = answered === undefined ? {} : { replyTo: answered.id }
      fake.memberSends(officersGroup, officerOnTelegram, text, inTopic, more)
    },
    edit(key, message, text) {
      if (key === groupKey) fake.memberEdits(officersGroup, message, text)
      else fake.userEdits(idOf(key), message, text)
    },
    tap(key, message, label) {
      if (key === groupKey) fake.memberTaps(officersGroup, officerOnTelegram, message, label)
      else fake.userTaps(idOf(key), message, label)
    },
    sendFile(key, { bytes, name, caption }) {
      const id = idOf(key)
      const { kind, mediaType } = fileKindOf(bytes)
      const media = { bytes, caption, mediaType, fileName: name }
      if (kind === 'image' && mediaType !== 'image/heic') fake.userSendsPhoto(id, { bytes, caption })
      else if (kind === 'audio') fake.userSendsVoice(id, media)
      else if (kind === 'video') fake.userSendsVideo(id, media)
      else fake.userSendsDocument(id, media)
    },
    setBlocked(key, isBlocked) {
      if (fake.chat(idOf(key)) === undefined) return
      if (isBlocked) fake.userBlocksBot(idOf(key))
      else fake.userUnblocksBot(idOf(key))
    },
    media: (chat, message) => fake.chat(chat)?.messages.get(message)?.media?.bytes,
  }
}

function privateChat(fake: FakeTelegram, key: string, id: number): ShownChat {
  const chat = fake.chat(id)
  const isOff = chat?.isBlocked ?? false
  const messages = withGaps(chat?.lastMessage ?? 0, fake.messagesIn(id), id)
  return {
    id: key,
    isOff,
    status: { key: isOff ? 'status.blocked' : messages.length === 0 ? 'status.new' : 'status.bot' },
    notice: noticeIn(fake, id),
    sections: onlySection(messages),
  }
}

function groupChat(fake: FakeTelegram): ShownChat {
  const messages = fake.messagesIn(officersGroup)
  const inTopic = (topic: number | undefined) =>
    messages
      .filter((message) => message.topic === topic)
      .map((message) => ({ ...shown(message, officerOnTelegram), isAnswerable: message.from === 'bot' }))
  const topics = fake.topicsIn(officersGroup).map(({ id, name, isClosed }): ShownSection => ({
    key: `topic-${id}`,
    topic: id,
    title: name,
    isClosed,
    messages: inTopic(id),
  }))
  return {
    id: groupKey,
    isOff: false,
    status: { key: 'status.group', vars: { topics: topics.length } },
    notice: noticeIn(fake, officersGroup),
    sections: [...onlySection(inTopic(undefined)), ...topics],
  }
}

/** Telegram numbers the messages of a private chat without gaps: where one is missing, it was deleted. */
function withGaps(last: number, messages: readonly FakeMessage[], self: number): readonly ShownMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  return Array.from({ length: last }, (_, index) => {
    const message = byId.get(index + 1)
    if (message !== undefined) return shown(message, self)
    return { ...plainMessage(`m${index + 1}`, 'other', '', undefined), isGone: true }
  })
}

function shown(message: FakeMessage, self: number): ShownMessage {
  const isOwn = message.from === self
  return {
    ...plainMessage(
      `m${message.id}`,
      message.from === 'bot' ? 'bot' : isOwn ? 'self' : 'other',
      message.text,
      message.at,
    ),
    isEdited: message.editedAt !== undefined,
    editable: isOwn && message.media === undefined ? message.id : undefined,
    message: message.id,
    buttons: message.keyboard.map((row) => row.map(({ text }) => text)),
    media: message.media === undefined ? undefined : shownMedia(message, message.media),
  }
}

function shownMedia({ chat, id }: FakeMessage, { bytes, fileName }: FakeMedia): ShownMessage['media'] {
  const { kind, mediaType } = fileKindOf(bytes)
  return {
    url: `/media/telegram/${chat}/${id}`,
    kind: isShownPicture(mediaType) ? 'picture' : kind,
    name: fileName ?? '',
  }
}

function noticeIn(fake: FakeTelegram, chat: number): ShownChat['notice'] {
  const answers = fake.queryAnswers()
  const number = answers.findLastIndex((each) => each.chat === chat && each.answer !== undefined)
  const text = answers[number]?.answer
  return text === undefined ? undefined : { number, text }
}
