/** What somebody sent along with a message, or instead of one. URLs are public and expire soon. */
export type EventAttachment =
  | { readonly type: 'image' | 'gif' | 'audio' | 'video'; readonly url: string }
  | { readonly type: 'file'; readonly url: string; readonly fileType: string | undefined }
  | { readonly type: 'sticker'; readonly id: string }
  | { readonly type: 'link'; readonly url: string }
  | { readonly type: 'location'; readonly latitude: number; readonly longitude: number }
  /** A contact card: the telephone number of a third person. */
  | { readonly type: 'card'; readonly phone: string }
  /** A picture, sound, video or file that the event tells of without saying where it is. */
  | { readonly type: 'lost' }
  | { readonly type: 'other' }

interface Event {
  /** Zalo's name of the event. */
  readonly name: string
  /** When it happened, by Zalo's clock; undefined where that cannot be read. */
  readonly at: Date | undefined
}

/** Words, pictures and whatever else a person sends. */
export interface MessageEvent extends Event {
  readonly kind: 'message'
  /** Of the Official Account's own numbering: a decimal text above 2^53. */
  readonly from: string
  readonly messageId: string | undefined
  readonly text: string
  readonly attachments: readonly EventAttachment[]
  readonly quotedId: string | undefined
}

/** A visitor of the chat widget who is not signed in. Both ids are needed to answer. */
export interface AnonymousMessageEvent extends Omit<MessageEvent, 'kind'> {
  readonly kind: 'anonymous-message'
  readonly conversationId: string | undefined
}

/** The Official Account's own messages, coming back; `adminId` where a person wrote them in the OA Manager. */
export interface EchoEvent extends Event {
  readonly kind: 'echo'
  readonly to: string
  readonly messageId: string | undefined
  readonly adminId: string | undefined
}

/** Everything that Zalo tells through a webhook. */
export type ZaloEvent =
  | MessageEvent
  | AnonymousMessageEvent
  | EchoEvent
  | (Event & { readonly kind: 'follow' | 'unfollow'; readonly person: string; readonly source: string | undefined })
  /** Pressed the chat button for the first time; opens no window. */
  | (Event & { readonly kind: 'chat-opened'; readonly person: string })
  /** Took back consent: everything that is kept under this id has to go. */
  | (Event & { readonly kind: 'withdraw'; readonly person: string })
  /** Filled in a form of personal data. What it says is not read. */
  | (Event & { readonly kind: 'info-submitted'; readonly person: string })
  | (Event & { readonly kind: 'delivered' | 'seen'; readonly person: string; readonly messageIds: readonly string[] })
  | (Event & { readonly kind: 'reaction'; readonly person: string; readonly messageId: string; readonly icon: string })
  /** Of groups, calls, tags, templates, and whatever comes new: nothing to do but to count it. */
  | (Event & { readonly kind: 'unknown' })
  /** A known event that does not look as it should. */
  | (Event & { readonly kind: 'malformed' })
