import {
  botPerson,
  emptyChat,
  keep,
  keepFile,
  personOf,
  shownMessage,
  type FakeChat,
  type FakeMedia,
  type FakeMessage,
  type FakeState,
} from './fake-telegram-state.ts'
import type { FakeUpdates } from './fake-telegram-updates.ts'

/** What came of something that a person did. `update` is undefined when the bot is not told of it. */
export interface Done {
  readonly update: number | undefined
  readonly message: number
}

export interface SentMedia {
  readonly bytes: Uint8Array
  readonly caption?: string
  readonly mediaType?: string
  readonly fileName?: string
  /** What Telegram says about the size, when it is not that of the bytes. */
  readonly size?: number
}

/** People who use Telegram. A chat begins when its person writes for the first time. */
export interface FakePeople {
  /** Makes a person known before they write. */
  person(id: number, more?: { readonly names?: FakeChat['names']; readonly locale?: string }): void
  /** A forum group; the bot may do everything there. */
  addForum(id: number): void
  userSends(id: number, text: string): Done
  userSendsPhoto(id: number, media: SentMedia): Done
  userSendsVoice(id: number, media: SentMedia): Done
  userSendsVideo(id: number, media: SentMedia): Done
  userSendsDocument(id: number, media: SentMedia): Done
  /** Anything else in a message: a sticker, a place, a service message. */
  userSendsOther(id: number, content: Readonly<Record<string, unknown>>): Done
  userEdits(id: number, message: number, text: string): Done
  /** Taps the button with this label under a message; `isOld`: Telegram no longer tells what the message was. */
  userTaps(id: number, message: number, label: string, isOld?: boolean): Done
  /** A client of somebody's own, which taps what was never offered. */
  userForgesTap(id: number, message: number, data: string): Done
  userBlocksBot(id: number): void
  userUnblocksBot(id: number): void
  /** Somebody in a group writes, in a topic or outside; `content` instead of the words: a sticker, a file. */
  memberSends(
    group: number,
    person: number,
    text: string,
    topic?: number,
    more?: { readonly replyTo?: number; readonly content?: Readonly<Record<string, unknown>> },
  ): Done
  memberEdits(group: number, message: number, text: string): Done
  memberDeletesTopic(group: number, topic: number): void
  memberDeletes(group: number, message: number): void
  memberTaps(group: number, person: number, message: number, label: string): Done
}

/** In a topic whatever answers nothing answers the message that opened it, which the bot is told to have sent. */
function openingOf(chat: FakeChat, topic: number | undefined): Record<string, unknown> | undefined {
  const name = topic === undefined ? undefined : chat.topics.get(topic)?.name
  return name === undefined
    ? undefined
    : { message_id: topic, message_thread_id: topic, from: botPerson, forum_topic_created: { name } }
}

const nobody: FakeChat['names'] = ['Somebody', 'Else', 'somebody_else']

export function createFakePeople(state: FakeState, updates: Pick<FakeUpdates, 'add'>): FakePeople {
  let lastQuery = 900_000
  /** What a message in a group answers: an edit of it is told with that, too. */
  const answers = new Map<FakeMessage, Readonly<Record<string, unknown>>>()
  const chatOf = (id: number): FakeChat => {
    const chat = state.chats.get(id) ?? emptyChat(id, 'private', nobody, 'vi')
    state.chats.set(id, chat)
    return chat
  }
  const known = (id: number): FakeChat => {
    const chat = state.chats.get(id)
    if (chat === undefined) throw new Error('there is no such chat')
    return chat
  }
  const tell = (
    chat: FakeChat,
    message: FakeMessage,
    kind: string,
    content: Readonly<Record<string, unknown>> = {},
  ): Done => {
    const body = { [kind]: { ...shownMessage(chat, message), ...content } }
    return { update: updates.add(chat.id, kind, body), message: message.id }
  }
  const sendMedia =
    (kind: FakeMedia['kind'], usual: string) =>
    (id: number, media: SentMedia): Done => {
      const chat = chatOf(id)
      const { bytes, caption = '', mediaType = usual, fileName, size } = media
      const file = keepFile(state, { kind, bytes, mediaType, fileName, ...(size === undefined ? {} : { size }) })
      return tell(chat, keep(state, chat, id, { text: caption, media: file }), 'message')
    }
  const tap = (chat: FakeChat, person: number, message: FakeMessage, data: string, isOld: boolean): Done => {
    const query = String(++lastQuery)
    state.queries.set(query, { chat: chat.id, answer: undefined, isAnswered: false })
    const shown = shownMessage(chat, message)
    const body = {
      id: query,
      from: personOf(person, chat),
      chat_instance: '1',
      data,
      message: isOld ? { chat: shown.chat, message_id: message.id, date: 0 } : shown,
    }
    return { update: updates.add(chat.id, 'callback_query', { callback_query: body }), message: message.id }
  }
  const tapLabel = (chat: FakeChat, person: number, id: number, label: string, isOld = false): Done => {
    const message = chat.messages.get(id)
    const button = message?.keyboard.flat().find(({ text }) => text === label)
    if (message === undefined || button === undefined) throw new Error('there is no such button')
    return tap(chat, person, message, button.callback_data, isOld)
  }

  return {
    person(id, { names = nobody, locale } = {}) {
      Object.assign(chatOf(id), { names, locale })
    },
    addForum(id) {
      state.chats.set(id, emptyChat(id, 'supergroup', ['Officers', '', ''], undefined))
    },
    userSends(id, text) {
      const chat = chatOf(id)
      return tell(chat, keep(state, chat, id, { text }), 'message')
    },
    userSendsPhoto: sendMedia('photo', 'image/jpeg'),
    userSendsVoice: sendMedia('voice', 'audio/ogg'),
    userSendsVideo: sendMedia('video', 'video/mp4'),
    userSendsDocument: sendMedia('document', 'application/pdf'),
    userSendsOther(id, content) {
      const chat = chatOf(id)
      return tell(chat, keep(state, chat, id, {}), 'message', { text: undefined, ...content })
    },
    userEdits(id, message, text) {
      const chat = known(id)
      const edited = chat.messages.get(message)
      if (edited === undefined) throw new Error('there is no such message')
      Object.assign(edited, { text, editedAt: state.now() })
      return tell(chat, edited, 'edited_message')
    },
    userTaps: (id, message, label, isOld) => tapLabel(known(id), id, message, label, isOld),
    userForgesTap(id, message, data) {
      const chat = known(id)
      const under = chat.messages.get(message)
      if (under === undefined) throw new Error('there is no such message')
      return tap(chat, id, under, data, false)
    },
    userBlocksBot: (id) => void (known(id).isBlocked = true),
    userUnblocksBot: (id) => void (known(id).isBlocked = false),
    memberSends(group, person, text, topic, { replyTo, content = {} } = {}) {
      const chat = known(group)
      const answered = replyTo === undefined ? undefined : chat.messages.get(replyTo)
      const reply = answered === undefined ? openingOf(chat, topic) : shownMessage(chat, answered)
      const message = keep(state, chat, person, { text, topic })
      answers.set(message, reply === undefined ? {} : { reply_to_message: reply })
      return tell(chat, message, 'message', { ...answers.get(message), ...content })
    },
    memberEdits(group, message, text) {
      const chat = known(group)
      const edited = chat.messages.get(message)
      if (edited === undefined) throw new Error('there is no such message')
      Object.assign(edited, { text, editedAt: state.now() })
      return tell(chat, edited, 'edited_message', answers.get(edited))
    },
    memberDeletesTopic(group, topic) {
      const chat = known(group)
      chat.topics.delete(topic)
      for (const message of chat.messages.values()) if (message.topic === topic) chat.messages.delete(message.id)
    },
    memberDeletes: (group, message) => void known(group).messages.delete(message),
    memberTaps: (group, person, message, label) => tapLabel(known(group), person, message, label),
  }
}
