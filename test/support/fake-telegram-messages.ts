import type { FakePayload } from './fake-telegram-body.ts'
import {
  FakeRefusal,
  keep,
  keepFile,
  shownMessage,
  type FakeButton,
  type FakeChat,
  type FakeMedia,
  type FakeMessage,
  type FakeState,
} from './fake-telegram-state.ts'

/** One method of the Bot API. */
export type FakeMethod = (payload: FakePayload, state: FakeState) => unknown

const mostText = 4_096
const mostCaption = 1_024
const mostDataBytes = 64
const mostButtons = 100
const mostDeleted = 100
const deletableMs = 48 * 3_600_000
const mostPhotoBytes = 10 * 1024 * 1024
const mostUploadBytes = 50 * 1024 * 1024
export const mostDownloadBytes = 20 * 1024 * 1024

export const bad = (what: string) => new FakeRefusal(400, `Bad Request: ${what}`)

/** The chat of a call that the bot may write to. */
export function chatOf({ fields }: FakePayload, state: FakeState): FakeChat {
  const chat = state.chats.get(Number(fields.chat_id))
  if (chat === undefined) throw bad('chat not found')
  if (chat.isBlocked) throw new FakeRefusal(403, 'Forbidden: bot was blocked by the user')
  return chat
}

/** Methods that send, change and delete messages. */
export const messageMethods: Readonly<Record<string, FakeMethod>> = {
  sendMessage(payload, state) {
    const chat = chatOf(payload, state)
    const text = wordsOf(payload.fields.text, payload, mostText)
    if (text === '') throw bad('message text is empty')
    const options = payload.fields.link_preview_options as { is_disabled?: boolean } | undefined
    return post(chat, payload, state, { text, hasPreview: options?.is_disabled !== true && /https?:/.test(text) })
  },
  sendPhoto: (payload, state) => sendMedia('photo', payload, state),
  sendVideo: (payload, state) => sendMedia('video', payload, state),
  sendVoice: (payload, state) => sendMedia('voice', payload, state),
  sendAudio: (payload, state) => sendMedia('audio', payload, state),
  sendDocument: (payload, state) => sendMedia('document', payload, state),
  editMessageText(payload, state) {
    const { chat, message } = ownMessage(payload, state)
    const text = wordsOf(payload.fields.text, payload, mostText)
    if (text === '') throw bad('message text is empty')
    const keyboard = keyboardOf(payload)
    if (text === message.text && JSON.stringify(keyboard) === JSON.stringify(message.keyboard)) throw notModified()
    Object.assign(message, { text, keyboard, editedAt: state.now() })
    state.edits.push({ chat: chat.id, message: message.id, text })
    return shownMessage(chat, message)
  },
  editMessageReplyMarkup(payload, state) {
    const { chat, message } = ownMessage(payload, state)
    const keyboard = keyboardOf(payload)
    if (JSON.stringify(keyboard) === JSON.stringify(message.keyboard)) throw notModified()
    Object.assign(message, { keyboard, editedAt: state.now() })
    return shownMessage(chat, message)
  },
  deleteMessage(payload, state) {
    const chat = chatOf(payload, state)
    const message = chat.messages.get(Number(payload.fields.message_id))
    if (message === undefined) throw bad('message to delete not found')
    if (isTooOld(message, state)) throw bad("message can't be deleted for everyone")
    chat.messages.delete(message.id)
    return true
  },
  deleteMessages(payload, state) {
    const chat = chatOf(payload, state)
    const ids = payload.fields.message_ids as readonly number[]
    if (!Array.isArray(ids) || ids.length === 0) throw bad('message identifiers are not specified')
    if (ids.length > mostDeleted) throw bad('too many message identifiers specified')
    const found = ids.flatMap((id) => chat.messages.get(id) ?? [])
    if (found.some((message) => isTooOld(message, state))) throw bad("message can't be deleted for everyone")
    for (const { id } of found) chat.messages.delete(id)
    return true
  },
  sendChatAction(payload, state) {
    chatOf(payload, state)
    return true
  },
}

const notModified = () =>
  bad(
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  )
const isTooOld = (message: FakeMessage, state: FakeState) => state.now() - message.at >= deletableMs

function ownMessage(payload: FakePayload, state: FakeState): { chat: FakeChat; message: FakeMessage } {
  const chat = chatOf(payload, state)
  const message = chat.messages.get(Number(payload.fields.message_id))
  if (message === undefined) throw bad('message to edit not found')
  if (message.from !== 'bot') throw bad("message can't be edited")
  return { chat, message }
}

function sendMedia(kind: FakeMedia['kind'], payload: FakePayload, state: FakeState): unknown {
  const chat = chatOf(payload, state)
  const given = payload.fields[kind]
  const attached = typeof given === 'string' ? payload.files.get(given.replace(/^attach:\/\//, '')) : undefined
  const known = typeof given === 'string' ? state.files.get(given) : undefined
  if (attached === undefined && known === undefined) throw bad('wrong file identifier/HTTP URL specified')
  const bytes = attached?.bytes ?? known?.bytes ?? new Uint8Array()
  if (bytes.length === 0) throw bad('file must be non-empty')
  if (bytes.length > (kind === 'photo' ? mostPhotoBytes : mostUploadBytes))
    throw new FakeRefusal(413, 'Request Entity Too Large')
  if (kind === 'photo' && !isPicture(bytes)) throw bad('IMAGE_PROCESS_FAILED')
  const media =
    known ?? keepFile(state, { kind, bytes, mediaType: 'application/octet-stream', fileName: attached?.fileName })
  return post(chat, payload, state, { text: wordsOf(payload.fields.caption ?? '', payload, mostCaption), media })
}

function isPicture(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  return (
    head.startsWith('\xff\xd8\xff') || head.startsWith('\x89PNG') || (head.startsWith('RIFF') && head.endsWith('WEBP'))
  )
}

function post(
  chat: FakeChat,
  payload: FakePayload,
  state: FakeState,
  more: Partial<Pick<FakeMessage, 'text' | 'media' | 'hasPreview'>>,
): unknown {
  const thread = payload.fields.message_thread_id
  const topic = thread === undefined ? undefined : Number(thread)
  if (topic !== undefined && !chat.topics.has(topic)) throw bad('message thread not found')
  const keyboard = keyboardOf(payload)
  keepRates(chat, state)
  const message = keep(state, chat, 'bot', {
    ...more,
    topic,
    keyboard,
    isProtected: payload.fields.protect_content === true,
  })
  return shownMessage(chat, message)
}

/** Text as Telegram takes it: NUL and white space at the ends go, markup is read where it was asked for. */
function wordsOf(given: unknown, { fields }: FakePayload, most: number): string {
  if (typeof given !== 'string') throw bad('message text is empty')
  const text = fields.parse_mode === undefined ? given : withoutMarkup(given, fields.parse_mode)
  if (text.length > most) throw bad(most === mostText ? 'message is too long' : 'message caption is too long')
  return text.trim()
}

function withoutMarkup(text: string, mode: unknown): string {
  if (mode !== 'HTML') throw bad('unsupported parse_mode')
  const bare = text.replace(/<\/?(?:b|strong|i|em|u|s|code|pre|blockquote|tg-spoiler)>|<a href="[^"<>]*">|<\/a>/g, '')
  if (/[<>]/.test(bare)) throw bad("can't parse entities: unsupported start tag")
  return bare
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}

function keyboardOf({ fields }: FakePayload): readonly (readonly FakeButton[])[] {
  const rows = (fields.reply_markup as { inline_keyboard?: readonly (readonly FakeButton[])[] } | undefined)
    ?.inline_keyboard
  if (rows === undefined) return []
  const buttons = rows.flat()
  if (buttons.length > mostButtons) throw bad('reply markup is too long')
  for (const { text, callback_data } of buttons) {
    if (typeof text !== 'string' || text.trim() === '') throw bad('inline keyboard button text is empty')
    const bytes = Buffer.byteLength(callback_data ?? '')
    if (bytes < 1 || bytes > mostDataBytes) throw bad('BUTTON_DATA_INVALID')
  }
  return rows.filter((row) => row.length > 0)
}

function keepRates(chat: FakeChat, state: FakeState): void {
  const now = state.now()
  const { rates } = state
  const check = (ms: number, most: number, isCounted: (chatId: number) => boolean): void => {
    const sends = state.sends.filter((send) => now - send.at < ms && isCounted(send.chat))
    const oldest = sends[sends.length - most]
    if (oldest === undefined) return
    const wait = Math.max(1, Math.ceil((oldest.at + ms - now) / 1_000))
    throw new FakeRefusal(429, `Too Many Requests: retry after ${wait}`, wait)
  }
  if (rates !== undefined) {
    check(1_000, rates.second, () => true)
    check(1_000, rates.chatSecond, (id) => id === chat.id)
    if (chat.type === 'supergroup') check(60_000, rates.groupMinute, (id) => id === chat.id)
  }
  state.sends.push({ chat: chat.id, at: now })
}
