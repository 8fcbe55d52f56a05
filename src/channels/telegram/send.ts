import { InputFile, type Api } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import { platformId, type Address } from '../../core/channel.ts'
import { SendError } from '../../core/errors.ts'
import type { Attachment, OpenedMessage } from '../../core/message.ts'
import type { Posted } from '../../core/trail.ts'
import { asSignal } from './api.ts'
import type { Buttons } from './buttons.ts'
import { attempt, isOldTap } from './send-error.ts'

export interface SendDeps {
  readonly api: Api
  readonly buttons: Buttons
  readonly messageMs: number
}

interface Target {
  readonly chat: number
  readonly markup: { readonly reply_markup?: InlineKeyboardMarkup }
  readonly signal: ReturnType<typeof asSignal>
}
type Part = (target: Target) => Promise<{ readonly message_id: number; readonly date: number }>

/** Where one delivery stands is remembered for so many: a repeat goes on with what is missing. */
const mostRemembered = 5_000
const photoTypes = ['image/jpeg', 'image/png', 'image/webp']
/** What Telegram shows over a message. */
const mostTapAnswer = 200
const mostPhotoBytes = 10 * 1024 * 1024

/**
 * Sends a message: the words with the buttons, then each attachment anew. Words are sent as they are: nothing in them is
 * markup. A delivery that is repeated, whole or after half of it, shows nothing twice while this process lives.
 */
export function createSend({ api, buttons, messageMs }: SendDeps) {
  const deliveries = new Map<string, Posted[]>()
  const sentOf = (delivery: string | undefined): Posted[] => {
    const sent = (delivery === undefined ? undefined : deliveries.get(delivery)) ?? []
    if (delivery === undefined) return sent
    deliveries.delete(delivery)
    deliveries.set(delivery, sent)
    if (deliveries.size > mostRemembered) deliveries.delete(deliveries.keys().next().value ?? '')
    return sent
  }
  /** One that Telegram no longer waits for is done: whoever tapped sees what came of it on the card. */
  const answerTap = async (text: string, tap: NonNullable<OpenedMessage['tap']>): Promise<{ externalId: string }> => {
    const shown = { text: text.slice(0, mostTapAnswer), show_alert: tap.isRefusal }
    const answer = api.answerCallbackQuery(tap.query, shown, asSignal(AbortSignal.timeout(messageMs)))
    await attempt(
      answer.catch((error: unknown) => {
        if (!isOldTap(error)) throw error
      }),
    )
    return { externalId: tap.query }
  }
  return async (message: OpenedMessage): Promise<{ externalId: string; posted?: readonly Posted[] }> => {
    if (message.tap !== undefined) return answerTap(message.text, message.tap)
    const chat = privateChat(message.to)
    const signal = asSignal(AbortSignal.timeout(messageMs))
    const rows = buttons.rows(message.quickReplies ?? [])
    const markup = rows.length === 0 ? {} : { reply_markup: { inline_keyboard: rows } }
    const parts = partsOf(message, api)
    const sent = sentOf(message.deliveryId)
    for (let index = sent.length; index < parts.length; index++) {
      const part = parts[index]
      if (part === undefined) break
      const { message_id: id, date } = await attempt(part({ chat, markup: index === 0 ? markup : {}, signal }))
      sent.push({ id: String(id), atMs: date * 1_000 })
    }
    if (sent[0] === undefined) throw new SendError('rejected', 'telegram: there is nothing to send')
    return { externalId: sent[0].id, posted: sent }
  }
}

/** Contacts are written to in private chats alone; the ids of groups are negative. */
export function privateChat(to: Address): number {
  const id = platformId(to)
  if (!to.startsWith('telegram:') || !/^[1-9]\d{0,15}$/.test(id))
    throw new SendError('rejected', 'telegram: not the address of a private chat')
  return Number(id)
}

function partsOf(message: OpenedMessage, api: Api): readonly Part[] {
  const words = message.text.normalize('NFC')
  const text: Part = ({ chat, markup, signal }) =>
    api.sendMessage(chat, words, { ...markup, link_preview_options: { is_disabled: true } }, signal)
  return [
    ...(words.trim() === '' ? [] : [text]),
    ...(message.attachments ?? []).map((each) => attachmentPart(each, api)),
  ]
}

/** By its type; what Telegram does not take as a picture goes as a file. */
function attachmentPart({ bytes, mediaType }: Attachment, api: Api): Part {
  const file = () => new InputFile(bytes, `attachment.${extensionOf(mediaType)}`)
  const asDocument: Part = ({ chat, markup, signal }) =>
    api.sendDocument(chat, file(), { ...markup, disable_content_type_detection: true }, signal)
  if (photoTypes.includes(mediaType) && bytes.length <= mostPhotoBytes)
    return async (target) => {
      try {
        return await attempt(api.sendPhoto(target.chat, file(), target.markup, target.signal))
      } catch (error) {
        if (error instanceof SendError && error.failure === 'rejected') return asDocument(target)
        throw error
      }
    }
  switch (mediaType) {
    case 'video/mp4':
      return ({ chat, markup, signal }) => api.sendVideo(chat, file(), markup, signal)
    case 'audio/ogg':
      return ({ chat, markup, signal }) => api.sendVoice(chat, file(), markup, signal)
    case 'audio/mpeg':
    case 'audio/mp4':
      return ({ chat, markup, signal }) => api.sendAudio(chat, file(), markup, signal)
    default:
      return asDocument
  }
}

/** Files have no names of their own: a name may be somebody's. */
function extensionOf(mediaType: string): string {
  const kind = mediaType.split('/')[1]?.toLowerCase() ?? ''
  return (
    { jpeg: 'jpg', mpeg: 'mp3', quicktime: 'mov', plain: 'txt' }[kind] ?? (/^[a-z0-9]{2,5}$/.test(kind) ? kind : 'bin')
  )
}
