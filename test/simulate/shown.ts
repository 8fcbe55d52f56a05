/** A text of the page: a key of its words and what is filled in. */
export interface ShownWords {
  readonly key: string
  readonly vars?: Readonly<Record<string, string | number>>
}

/** A message as a phone shows it. */
export interface ShownMessage {
  /** Unlike any other of its chat, and the same each time. */
  readonly key: string
  readonly from: 'bot' | 'self' | 'other'
  readonly text: string
  /** Milliseconds; undefined where the platform keeps no time. */
  readonly at: number | undefined
  readonly isEdited: boolean
  /** Nothing is left of it but its place. */
  readonly isGone: boolean
  /** The id to edit it by, where its person may. */
  readonly editable: number | undefined
  /** True where the bot hears only what answers one of its messages, and this is one. */
  readonly isAnswerable: boolean
  /** The id that a tap on a button names, and the labels in rows. */
  readonly message: number
  readonly buttons: readonly (readonly string[])[]
  readonly media: { readonly url: string; readonly kind: string; readonly name: string } | undefined
  readonly note: ShownWords | undefined
}

/** The messages of a chat, or of one topic of a group. */
export interface ShownSection {
  readonly key: string
  /** 0 outside topics. */
  readonly topic: number
  readonly title: string
  readonly isClosed: boolean
  readonly messages: readonly ShownMessage[]
}

/** One chat of a phone. */
export interface ShownChat {
  readonly id: string
  /** True while its person does not let the bot write. */
  readonly isOff: boolean
  readonly status: ShownWords
  /** A short notice that the platform shows over the chat; the number tells a new one. */
  readonly notice: { readonly number: number; readonly text: string } | undefined
  readonly sections: readonly ShownSection[]
}

/** A message with nothing but its words. */
export function plainMessage(
  key: string,
  from: ShownMessage['from'],
  text: string,
  at: number | undefined,
): ShownMessage {
  return {
    key,
    from,
    text,
    at,
    isEdited: false,
    isGone: false,
    editable: undefined,
    isAnswerable: false,
    message: 0,
    buttons: [],
    media: undefined,
    note: undefined,
  }
}

/** The one section of a chat without topics. */
export function onlySection(messages: readonly ShownMessage[]): readonly ShownSection[] {
  return [{ key: 'all', topic: 0, title: '', isClosed: false, messages }]
}
