import type { Posted } from '../../core/trail.ts'
import { updateShape, type CallbackShape, type MessageShape } from './update-shape.ts'

/** A file that somebody sent, as Telegram names it. */
export interface SentFile {
  readonly id: string
  /** As Telegram tells it; the bytes are counted anyway. */
  readonly size: number | undefined
  readonly mediaType: string
}

/** What an update tells, as far as the bot wants to know. Names and usernames are never read. */
export type Told =
  | {
      readonly kind: 'message'
      readonly chat: number
      readonly locale: string | undefined
      readonly text: string
      /** Telegram's id of the message; an edit has that of the message it changed. */
      readonly message: number
      readonly isEdit: boolean
      /** Undefined for an edit: its message is known already. */
      readonly posted: Posted | undefined
      readonly files: readonly SentFile[]
      /** A contact card or a location was sent; what it says is not read. */
      readonly hasCard: boolean
    }
  | {
      readonly kind: 'tap'
      readonly chat: number
      readonly locale: string | undefined
      /** To be answered, or the button goes on turning. */
      readonly query: string
      readonly data: string
      readonly label: string | undefined
    }
  | {
      readonly kind: 'officer'
      readonly person: number
      readonly topic: number | undefined
      readonly message: number
      readonly text: string
      readonly hasFile: boolean
      readonly isEdit: boolean
      readonly tap: { readonly query: string; readonly label: string | undefined } | undefined
    }
  | { readonly kind: 'ignored'; readonly because: Ignored; readonly query?: string }

/** Why an update is not handed in. */
export const ignoredKinds = ['group', 'officers-talk', 'bot', 'service', 'old-edit', 'no-text-edit', 'other'] as const
export type Ignored = (typeof ignoredKinds)[number]

/** An update that can be told from another one. `lane` is the chat: what is told there keeps its order. */
export interface ReadUpdate {
  readonly id: number
  readonly lane: number
  readonly told: Told
}

/** The officers' group, and who the bot is there. */
export interface OfficersGroup {
  readonly chat: number
  readonly bot: number
}

/** By this account an administrator who stays anonymous writes in a group. */
const anonymousAdmin = 1_087_968_824

/**
 * An edit this soon is somebody correcting what was just written. Later ones are ignored without
 * a word: whoever empties old messages, to leave no trace, must not be answered.
 */
export const editSeconds = 300

/** Reads an update. Undefined when it has no id: Telegram sends no such thing. What is in it else is never a fault. */
export function readUpdate(raw: unknown, officers: OfficersGroup | undefined): ReadUpdate | undefined {
  const read = updateShape.safeParse(raw).data
  if (read === undefined) return undefined
  const { update_id: id, callback_query: tap } = read
  const written = read.message ?? read.edited_message
  if (written !== undefined)
    return { id, lane: written.chat.id, told: readMessage(written, read.message === undefined, officers) }
  if (tap !== undefined) return { id, lane: tap.message?.chat.id ?? tap.from.id, told: readTap(tap, officers?.chat) }
  return { id, lane: 0, told: ignored('other') }
}

const ignored = (because: Ignored): Told => ({ kind: 'ignored', because })
/** The ids of people are above zero, those of groups below. */
const isPrivate = ({ id, type }: MessageShape['chat']) => type === 'private' && id > 0
const clean = (text: string) => text.toWellFormed().normalize('NFC')

function readMessage(message: MessageShape, isEdit: boolean, officers: OfficersGroup | undefined): Told {
  const text = message.text ?? message.caption ?? ''
  const files = filesOf(message)
  if (message.chat.id === officers?.chat) return readOfficer(message, isEdit, officers.bot)
  if (!isPrivate(message.chat)) return ignored('group')
  if (message.from?.is_bot === true) return ignored('bot')
  if (isEdit && text === '') return ignored('no-text-edit')
  if (isEdit && (message.edit_date ?? Infinity) - message.date > editSeconds) return ignored('old-edit')
  if (text === '' && files.length === 0 && !hasOtherContent(message)) return ignored('service')
  return {
    kind: 'message',
    chat: message.chat.id,
    locale: message.from?.language_code,
    text: clean(text),
    message: message.message_id,
    isEdit,
    posted: isEdit ? undefined : { id: String(message.message_id), atMs: message.date * 1_000 },
    files: isEdit ? [] : files,
    hasCard: !isEdit && [message.contact, message.location, message.venue].includes(true),
  }
}

/**
 * Of what officers write in their group only what replies to the bot is for it; so is an edit of that, which goes no further: its
 * officer has to know. In a topic every message replies to the one that opened the topic, which is the bot's too: that one is not
 * meant.
 */
function readOfficer(message: MessageShape, isEdit: boolean, bot: number): Told {
  const { from, reply_to_message: replied, message_thread_id: topic } = message
  if (from === undefined || (from.is_bot === true && from.id !== anonymousAdmin)) return ignored('bot')
  const isForBot = replied?.from?.id === bot && replied.message_id !== topic
  if (!isForBot) return ignored('officers-talk')
  return {
    kind: 'officer',
    person: from.id,
    topic,
    message: message.message_id,
    text: clean(message.text ?? message.caption ?? ''),
    hasFile: filesOf(message).length > 0 || hasOtherContent(message),
    isEdit,
    tap: undefined,
  }
}

function readTap({ id: query, from, data, message }: CallbackShape, officerChat: number | undefined): Told {
  const label = message?.reply_markup?.inline_keyboard.flat().find(({ callback_data }) => callback_data === data)?.text
  if (message === undefined || data === undefined) return { kind: 'ignored', because: 'other', query }
  if (message.chat.id === officerChat)
    return {
      kind: 'officer',
      person: from.id,
      topic: message.message_thread_id,
      message: message.message_id,
      text: clean(data),
      hasFile: false,
      isEdit: false,
      tap: { query, label },
    }
  if (!isPrivate(message.chat)) return { kind: 'ignored', because: 'group', query }
  return { kind: 'tap', chat: message.chat.id, locale: from.language_code, query, data: clean(data), label }
}

/** The largest size of a photo, or the one other file that a message can hold. */
function filesOf({ photo, voice, audio, video, video_note, animation, document }: MessageShape): readonly SentFile[] {
  const largest = photo?.reduce<(typeof photo)[number] | undefined>(
    (best, each) => (best === undefined || each.width * each.height >= best.width * best.height ? each : best),
    undefined,
  )
  const sent = [
    [largest, 'image/jpeg'],
    [voice, 'audio/ogg'],
    [audio, 'audio/mpeg'],
    [video ?? video_note ?? animation, 'video/mp4'],
    // An animation is told twice, as a document too.
    [animation === undefined ? document : undefined, 'application/octet-stream'],
  ] as const
  return sent.flatMap(([file, usual]) =>
    file === undefined
      ? []
      : [{ id: file.file_id, size: file.file_size, mediaType: mediaTypeOf(file.mime_type) ?? usual }],
  )
}

function hasOtherContent(message: MessageShape): boolean {
  const { sticker, location, contact, venue, poll, dice, story, game, checklist } = message
  return [sticker, location, contact, venue, poll, dice, story, game, checklist].includes(true)
}

function mediaTypeOf(given: string | undefined): string | undefined {
  const type = given?.toLowerCase() ?? ''
  return /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,80}$/.test(type) ? type : undefined
}
