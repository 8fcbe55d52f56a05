import type { Address, ChannelName } from './channel.ts'
import type { Leaving } from './leaving.ts'
import type { Posted } from './trail.ts'

/** A tap instead of typing. Choosing it has the same effect as sending `value` as text; its place in the list (1, 2, …) works too. */
export interface QuickReply {
  readonly label: string
  readonly value: string
}

/** Where an answer's words come from, ready to be shown. `article` is empty for documents cited whole. */
export interface Citation {
  readonly document: string
  readonly article: string
  readonly title: string
}

export interface Attachment {
  readonly kind: 'image' | 'video' | 'audio' | 'file'
  readonly mediaType: string
  /** Bytes, already stripped of metadata. */
  readonly bytes: Uint8Array
}

/** Takes what tells about its maker out of a file, whose type is read from its bytes, or says why it cannot. */
export type Strip = (bytes: Uint8Array, mediaType?: string) => Promise<Attachment | { readonly refused: string }>

/**
 * A file that is kept sealed in storage, and the key that opens it, wrapped by the master key: all that is handed around of
 * one. `size` in bytes.
 */
export interface AttachmentRef extends Omit<Attachment, 'bytes'> {
  readonly id: string
  readonly size: number
  readonly key: string
}

/** An act in the officers' own group, where no tipster writes: a tap on a card, or a reply to one of the bot's messages. */
export interface OfficersAct {
  readonly chat: string
  readonly topic: number | undefined
  readonly message: number
  /** Id of the tap, which has to be answered; undefined for a reply. */
  readonly tap?: string
  /** Something that is no text came with it. */
  readonly hasFile?: true
  /** A reply of before was changed. */
  readonly isEdit?: true
}

/** What someone wrote, in the project's own words. `externalId` is the platform's id of the message, unique within the channel. */
export interface InboundMessage {
  readonly channel: ChannelName
  readonly externalId: string
  readonly from: Address
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly replyTo?: string
  /** One of the bot's buttons was tapped: `text` is its value, nothing that anybody wrote. */
  readonly isTap?: true
  /** The platform's id of the message where it may be changed later. With `isEdit` it was: `text` is what it says now. */
  readonly messageId?: string
  readonly isEdit?: true
  /** Language that the contact's platform or page asks for; the contact's own choice wins. */
  readonly locale?: string
  /** What the deep link or poster code said (unit code, invite). */
  readonly ref?: string
  /** Opaque mark of where the message came from, for counting tries; defaults to the contact. */
  readonly source?: string
  /** The message as it stands in the chat, where the bot may delete it there. */
  readonly posted?: Posted
  /** When the contact was last heard by the platform's clock, where it may tell late of somebody who left. */
  readonly heardAtMs?: number
  /** Present when nothing was said: the contact left. */
  readonly leaving?: Leaving
  /** Present when it was not said to the bot alone, but in the officers' group. */
  readonly inGroup?: OfficersAct
  readonly receivedAt: Date
}

/** A message that was taken in: its files are in storage. */
export interface TakenMessage extends Omit<InboundMessage, 'attachments'> {
  readonly attachments: readonly AttachmentRef[]
}

export const priorities = ['tip', 'reply', 'broadcast'] as const
export type Priority = (typeof priorities)[number]

/** A message on its way out, as it is queued: files are read right before it is sent. */
export interface OutboundMessage<File = AttachmentRef> {
  readonly to: Address
  readonly text: string
  readonly quickReplies?: readonly QuickReply[]
  readonly citations?: readonly Citation[]
  readonly attachments?: readonly File[]
  /** Tip id; on messages to officers only. */
  readonly about?: string
  /** Tip id; on what the desk tells a tipster: not sent any more once its sender has cut the way back. */
  readonly wayBack?: string
  /** Last words: deleted from the chat after `fadeMs`, where the bot may, and kept in no trail. */
  readonly fades?: true
  readonly priority: Priority
  /** Not an answer to something just written: its choices are buttons or nothing, never numbers to type. */
  readonly unprompted?: true
  /** Harmless when it is shown twice, and worth it: a receipt, the way to help. */
  readonly sayAgain?: true
  /** Where an officer's answer to a tipster: the id under which its fate is kept for the desk. */
  readonly relay?: string
  /** More parts of the same message follow. */
  readonly isPart?: true
  /** Answers a tap: shown over the message that was tapped instead of being one; a refusal stays until it is read. */
  readonly tap?: { readonly query: string; readonly isRefusal: boolean }
  /** Stays the same over retries of one delivery, so that a channel may drop a repeat. */
  readonly deliveryId?: string
}

/** A message as a channel sends it, with the bytes of its files. */
export type OpenedMessage = OutboundMessage<Attachment>
