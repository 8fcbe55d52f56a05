/** Somebody's or the bot's message, as the fake keeps it. */
export interface FakeMessage {
  readonly id: number
  readonly chat: number
  readonly topic: number | undefined
  readonly from: 'bot' | number
  /** Words or caption. */
  text: string
  keyboard: readonly (readonly FakeButton[])[]
  readonly media: FakeMedia | undefined
  readonly at: number
  editedAt: number | undefined
  readonly hasPreview: boolean
  readonly isProtected: boolean
}

export interface FakeButton {
  readonly text: string
  readonly callback_data: string
}

export interface FakeMedia {
  readonly kind: 'photo' | 'video' | 'voice' | 'audio' | 'document'
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly fileName: string | undefined
  readonly fileId: string
  /** What Telegram says about the size; a test may lie. */
  readonly size: number
}

export interface FakeTopic {
  readonly name: string
  isClosed: boolean
}

export interface FakeChat {
  readonly id: number
  readonly type: 'private' | 'supergroup'
  readonly isForum: boolean
  locale: string | undefined
  /** First name, last name and username: what must turn up nowhere. */
  names: readonly [string, string, string]
  isBlocked: boolean
  readonly messages: Map<number, FakeMessage>
  readonly topics: Map<number, FakeTopic>
  lastMessage: number
}

export interface FakeEdit {
  readonly chat: number
  readonly message: number
  readonly text: string
}

/** One call of the bot, as it came. */
export interface FakeCall {
  readonly method: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Which of Telegram's rates are kept; per minute and group, per second and chat, per second in all. */
export interface FakeRates {
  readonly groupMinute: number
  readonly chatSecond: number
  readonly second: number
}

export interface FakeState {
  readonly token: string
  readonly now: () => number
  readonly chats: Map<number, FakeChat>
  readonly files: Map<string, FakeMedia>
  /** Download paths, with the moment until which each is good. */
  readonly paths: Map<string, { readonly file: FakeMedia; readonly until: number }>
  readonly queries: Map<string, { readonly chat: number; answer: string | undefined; isAnswered: boolean }>
  readonly edits: FakeEdit[]
  readonly calls: FakeCall[]
  readonly commands: Map<string, readonly { readonly command: string; readonly description: string }[]>
  readonly descriptions: Map<string, string>
  /** When messages were sent, for the rates. */
  readonly sends: { readonly chat: number; readonly at: number }[]
  rates: FakeRates | undefined
  lastFile: number
}

/** What the Bot API answers to a call that it does not do. */
export class FakeRefusal extends Error {
  readonly code: number
  readonly retryAfter: number | undefined
  constructor(code: number, description: string, retryAfter?: number) {
    super(description)
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** A chat with nothing in it. */
export function emptyChat(
  id: number,
  type: FakeChat['type'],
  names: FakeChat['names'],
  locale: string | undefined,
): FakeChat {
  return {
    id,
    type,
    isForum: type === 'supergroup',
    locale,
    names,
    isBlocked: false,
    messages: new Map(),
    topics: new Map(),
    lastMessage: 0,
  }
}

/** Puts a message in its chat. */
export function keep(
  state: FakeState,
  chat: FakeChat,
  from: FakeMessage['from'],
  more: Partial<Pick<FakeMessage, 'text' | 'keyboard' | 'media' | 'topic' | 'hasPreview' | 'isProtected'>>,
): FakeMessage {
  const message: FakeMessage = {
    id: ++chat.lastMessage,
    chat: chat.id,
    from,
    text: '',
    keyboard: [],
    media: undefined,
    topic: undefined,
    hasPreview: false,
    isProtected: false,
    ...more,
    at: state.now(),
    editedAt: undefined,
  }
  chat.messages.set(message.id, message)
  return message
}

/** Keeps a file under a new id. */
export function keepFile(state: FakeState, media: Omit<FakeMedia, 'fileId' | 'size'> & { size?: number }): FakeMedia {
  const fileId = `AgACAgUAAx${(++state.lastFile).toString(36).padStart(12, '0')}`
  const file = { ...media, fileId, size: media.size ?? media.bytes.length }
  state.files.set(fileId, file)
  return file
}

const seconds = (ms: number) => Math.floor(ms / 1_000)
/** The bot as it stands in messages. */
export const botPerson = { id: 7_000_000_001, is_bot: true, first_name: 'Fake', username: 'fake_bot' }

/** Who the bot is. */
export const bot = {
  ...botPerson,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
}

/** A person as Telegram shows one to bots, names and all. */
export function personOf(id: number, chat: FakeChat): Record<string, unknown> {
  const [first_name, last_name, username] = chat.names
  return {
    id,
    is_bot: false,
    first_name,
    last_name,
    username,
    ...(chat.locale === undefined ? {} : { language_code: chat.locale }),
  }
}

/** A message as Telegram writes it. */
export function shownMessage(chat: FakeChat, message: FakeMessage): Record<string, unknown> {
  const [first_name, last_name, username] = chat.names
  const { media, text } = message
  return {
    message_id: message.id,
    date: seconds(message.at),
    ...(message.editedAt === undefined ? {} : { edit_date: seconds(message.editedAt) }),
    from: message.from === 'bot' ? botPerson : personOf(message.from, chat),
    chat:
      chat.type === 'private'
        ? { id: chat.id, type: 'private', first_name, last_name, username }
        : { id: chat.id, type: 'supergroup', title: first_name, is_forum: true },
    ...(message.topic === undefined ? {} : { message_thread_id: message.topic, is_topic_message: true }),
    ...(media === undefined ? { text } : { ...(text === '' ? {} : { caption: text }), ...shownMedia(media) }),
    ...(message.keyboard.length === 0 ? {} : { reply_markup: { inline_keyboard: message.keyboard } }),
  }
}

function shownMedia({ kind, fileId, size, mediaType, fileName }: FakeMedia): Record<string, unknown> {
  const file = { file_id: fileId, file_unique_id: fileId.slice(-12), file_size: size }
  const named = { ...(fileName === undefined ? {} : { file_name: fileName }), mime_type: mediaType }
  switch (kind) {
    case 'photo':
      return {
        photo: [
          { ...file, file_id: `${fileId}-s`, file_size: 900, width: 90, height: 67 },
          { ...file, width: 1280, height: 960 },
          { ...file, file_id: `${fileId}-m`, file_size: 9_000, width: 320, height: 240 },
        ],
      }
    case 'video':
      return { video: { ...file, ...named, width: 640, height: 360, duration: 3 } }
    case 'voice':
      return { voice: { ...file, mime_type: mediaType, duration: 3 } }
    case 'audio':
      return { audio: { ...file, ...named, duration: 3 } }
    case 'document':
      return { document: { ...file, ...named } }
    default:
      return kind satisfies never
  }
}
