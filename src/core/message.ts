import type { Address, ChannelName } from './channel.ts'

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

/** An act in the officers' own group, where no tipster writes: a tap on a card, or a reply to one of the bot's messages. */
export interface OfficersAct {
  readonly chat: string
  readonly topic: number | undefined
  readonly message: number
  /** Id of the tap, which has to be answered; undefined for a reply. */
  readonly tap?: string
  /** Something that is no text came with it. */
  readonly hasFile?: true
}

/** What someone wrote, in the project's own words. `externalId` is the platform's id of the message, unique within the channel. */
export interface InboundMessage {
  readonly channel: ChannelName
  readonly externalId: string
  readonly from: Address
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly replyTo?: string
  /** Language that the contact's platform or page asks for; the contact's own choice wins. */
  readonly locale?: string
  /** What the deep link or poster code said (unit code, invite). */
  readonly ref?: string
  /** Opaque mark of where the message came from, for counting tries; defaults to the contact. */
  readonly source?: string
  /** Present when it was not said to the bot alone, but in the officers' group. */
  readonly inGroup?: OfficersAct
  readonly receivedAt: Date
}

export const priorities = ['tip', 'reply', 'broadcast'] as const
export type Priority = (typeof priorities)[number]

export interface OutboundMessage {
  readonly to: Address
  readonly text: string
  readonly quickReplies?: readonly QuickReply[]
  readonly citations?: readonly Citation[]
  readonly attachments?: readonly Attachment[]
  /** Tip id; on messages to officers only. */
  readonly about?: string
  readonly priority: Priority
  /** Not an answer to something just written: its choices are buttons or nothing, never numbers to type. */
  readonly unprompted?: true
  /** Answers a tap: shown over the message that was tapped instead of being one; a refusal stays until it is read. */
  readonly tap?: { readonly query: string; readonly isRefusal: boolean }
  /** Stays the same over retries of one delivery, so that a channel may drop a repeat. */
  readonly deliveryId?: string
}
