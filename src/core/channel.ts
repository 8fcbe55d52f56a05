import type { InboundMessage, OpenedMessage } from './message.ts'
import type { Posted } from './trail.ts'

/** Every platform the bot can speak on. */
export const channelNames = ['telegram', 'zalo', 'web', 'terminal'] as const
export type ChannelName = (typeof channelNames)[number]

/** Where someone can be written to: the channel, a colon, and the platform's own id. Goes in keys and tests unchanged. */
export type Address = `${ChannelName}:${string}`

/** The channel of an address. */
export function channelOf(address: Address): ChannelName {
  return address.slice(0, address.indexOf(':')) as ChannelName
}

/** The platform's own id inside an address. */
export function platformId(address: Address): string {
  return address.slice(address.indexOf(':') + 1)
}

/** An HTTP route that a channel asks the server to mount. `path` is exact. Web-standard request in, response out. */
export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** `peer` is the address of the other end of the socket; it is never stored or logged. */
  handle(request: Request, peer: string): Promise<Response>
}

/** What became of a message that a channel handed in. */
export interface Accepted {
  /** True when the same external id had been taken in before; nothing happens then. */
  readonly repeat: boolean
  /** Settles (never rejects) when the message has been decided, committed, and its replies tried once. */
  readonly settled: Promise<void>
}

/** Takes a message in. Resolves only after it is stored durably: the platform may be answered from then on. */
export type Receive = (message: InboundMessage) => Promise<Accepted>

/** How fast messages are taken: one each `everyMs`, and up to `burst` at once after a rest. */
export interface Pace {
  readonly everyMs: number
  readonly burst: number
}

/** How long somebody can be written to after they last wrote: at no cost for `freeMs`, and not at all from `openMs` on. */
export interface ReplyLimits {
  readonly freeMs: number
  readonly openMs: number
}

/**
 * One platform. `start` begins to take messages in and resolves when it does; `send` resolves when the platform has taken
 * the message and throws `SendError` otherwise; `stop` resolves when nothing more will be received. A send after `stop` fails.
 */
export interface Channel {
  readonly name: ChannelName
  /** `textLength` in UTF-16 units of NFC; `quickReplies` = how many buttons, 0 = none: they are then written as numbers. */
  readonly limits: { readonly textLength: number; readonly quickReplies: number }
  /** True where an address stays good: an officer may then be alerted there. */
  readonly addressesLast: boolean
  /** How fast the platform takes messages, in all and in one chat; without it as fast as they come. */
  readonly pace?: { readonly all: Pace; readonly each?: Pace }
  /** Only where the platform closes by itself: people who were silent for too long cannot be written to. */
  readonly replyLimits?: ReplyLimits
  /** True where a `deliveryId` that comes again shows nothing twice. */
  readonly dropsRepeats?: true
  /** False when an address is known to be no longer good. */
  reaches?(to: Address): Promise<boolean>
  readonly routes: readonly Route[]
  start(receive: Receive): Promise<void>
  /** `posted` names all that now stands in the chat, where the bot may delete it later. */
  send(message: OpenedMessage): Promise<{ externalId: string; posted?: readonly Posted[] }>
  /**
   * Deletes messages of both sides from a chat, on platforms that let the bot do so. Those that are gone or too old are passed
   * over; anything else throws `SendError`. At most `erasedAtOnce` a call.
   */
  erase?(to: Address, messages: readonly Posted[]): Promise<void>
  stop(): Promise<void>
}
