import type { InboundMessage, OpenedMessage } from './message.ts'

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
  readonly routes: readonly Route[]
  start(receive: Receive): Promise<void>
  send(message: OpenedMessage): Promise<{ externalId: string }>
  stop(): Promise<void>
}
