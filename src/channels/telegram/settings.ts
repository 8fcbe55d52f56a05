/** What an operator sets. */
export interface TelegramSettings {
  readonly token: string
  /** Where the Bot API is: `https://api.telegram.org` or a server of one's own. */
  readonly apiRoot: string
  /**
   * The officers' group: a forum where the bot is an administrator; undefined when there is none. `showsWords`: what tipsters
   * write stands there too, where Telegram can read it.
   */
  readonly officerChat?: { readonly id: number; readonly showsWords: boolean }
  readonly receiving:
    | { readonly mode: 'polling' }
    /** `publicUrl` is how Telegram reaches this server (https); `secret` is 1–256 of `A-Za-z0-9_-`. */
    | { readonly mode: 'webhook'; readonly publicUrl: string; readonly secret: string }
}

/** How long things may take; the defaults are for real use. */
export interface Timing {
  /** One call of the Bot API. */
  readonly callMs: number
  /** All calls of one message: shorter than the sender's lease, so that no message is sent by two at once. */
  readonly messageMs: number
  /** One try at an attachment, beside the time that its size takes. */
  readonly fileMs: number
  /** How long Telegram holds an empty answer back. */
  readonly pollSeconds: number
  /** How soon Telegram is asked again while an update is under way. */
  readonly againMs: number
  /** Between two looks at how Telegram sees the webhook. */
  readonly watchMs: number
  /** The first wait after a failure; each next one is twice as long, up to `mostWaitMs`. */
  readonly firstWaitMs: number
  readonly mostWaitMs: number
}

export const defaultTiming: Timing = {
  callMs: 20_000,
  messageMs: 45_000,
  fileMs: 20_000,
  pollSeconds: 30,
  againMs: 300,
  watchMs: 60_000,
  firstWaitMs: 1_000,
  mostWaitMs: 60_000,
}

/** What the bot asks Telegram for; nothing else is delivered. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query'] as const
