import type { Address, Receive } from '../../core/channel.ts'
import type { Attachment } from '../../core/message.ts'
import type { MessageEvent, ZaloEvent } from '../../zalo-api-sdk/event.ts'
import { addressOf, greetingFrom, isCard, mediaOf, toInbound, type Taken } from './convert.ts'
import type { FetchMedia } from './fetch-media.ts'
import { sniffMediaType } from './media-type.ts'
import { createRecent } from './recent.ts'

/** Words for somebody whose picture or file could not be fetched: a key of `locales/<locale>/zalo.json`. */
export const attachmentLostKey = 'zalo.attachmentLost'
/** Words for somebody who sent a contact card or a location. */
export const cardNotPassedOnKey = 'zalo.cardNotPassedOn'

/** Takes what tells about its maker out of a file; undefined for a type that it cannot clean. */
export type Strip = (bytes: Uint8Array, mediaType: string) => Promise<Uint8Array | undefined>

/** What an event may lead to. */
export interface TakeEventDeps {
  readonly fetchMedia: FetchMedia
  readonly strip: Strip
  /** Tells a contact something on the channel's own account; resolves when it is queued. */
  readonly announce: (to: Address, key: typeof attachmentLostKey | typeof cardNotPassedOnKey) => Promise<void>
  /** Erases what is kept about a contact; resolves when it is gone. May be asked again for the same one. */
  readonly forget: (address: Address) => Promise<void>
  /** The bot says nothing to this contact before `until`: a person is writing. Without it nobody is muted. */
  readonly mute?: (address: Address, until: Date) => Promise<void>
  /** Counts what happened, by kind; never who. */
  readonly count: (kind: string) => void
  readonly isOwn: (to: Address, externalId: string | undefined) => Promise<boolean>
}

/** What an event comes to. Resolves when that is durable; rejects when the platform has to bring the event again. */
export type TakeEvent = (event: ZaloEvent, taken: Taken, receive: Receive) => Promise<void>

/** How long the bot keeps silent after an officer wrote in Zalo's own page. */
const muteMs = 30 * 60_000
const remembered = 10_000

/** Sorts events: messages are handed in, leaving erases, the rest is counted. */
export function createTakeEvent(deps: TakeEventDeps): TakeEvent {
  /** When contacts were last heard, by Zalo's clock: a late `unfollow` of somebody who came back erases nothing. */
  const heard = createRecent<number>(remembered)
  /** Erasures that are done: a replayed webhook erases nothing of what came after. */
  const erased = createRecent<true>(remembered)

  async function attachmentsOf(event: MessageEvent): Promise<{ kept: readonly Attachment[]; lost: number }> {
    const media = event.attachments.flatMap((attachment) => mediaOf(attachment) ?? [])
    const read = await Promise.all(
      media.map(async ({ kind, url }): Promise<Attachment | undefined> => {
        const bytes = await deps.fetchMedia(url)
        if (bytes === undefined) return undefined
        const mediaType = sniffMediaType(bytes)
        const clean = await deps.strip(bytes, mediaType).catch(() => undefined)
        return clean === undefined ? undefined : { kind, mediaType, bytes: clean }
      }),
    )
    const kept = read.filter((attachment) => attachment !== undefined)
    return { kept, lost: media.length - kept.length }
  }

  async function erase(address: Address, taken: Taken): Promise<void> {
    if (erased.get(taken.externalId) === true) return
    await deps.forget(address)
    erased.put(taken.externalId, true)
  }

  return async (event, taken, receive) => {
    const at = event.at ?? taken.receivedAt
    switch (event.kind) {
      case 'message': {
        const address = addressOf(event.from)
        heard.put(address, Math.max(at.getTime(), heard.get(address) ?? 0))
        const { kept, lost } = await attachmentsOf(event)
        const { repeat } = await receive(toInbound(event, taken, kept))
        if (repeat) return
        if (event.attachments.some(isCard)) await deps.announce(address, cardNotPassedOnKey)
        if (lost === 0) return
        deps.count('attachment-lost')
        await deps.announce(address, attachmentLostKey)
        return
      }
      case 'follow': {
        const address = addressOf(event.person)
        heard.put(address, Math.max(at.getTime(), heard.get(address) ?? 0))
        await receive(greetingFrom(event.person, taken))
        return
      }
      case 'unfollow': {
        const address = addressOf(event.person)
        if ((heard.get(address) ?? 0) > at.getTime()) return deps.count('late-unfollow')
        return erase(address, taken)
      }
      case 'withdraw':
        return erase(addressOf(event.person), taken)
      case 'echo': {
        const until = new Date(at.getTime() + muteMs)
        const address = addressOf(event.to)
        if (event.adminId === undefined || until <= taken.receivedAt) return
        if (await deps.isOwn(address, event.messageId)) return
        deps.count('officer-wrote')
        return deps.mute?.(address, until)
      }
      case 'anonymous-message':
      case 'chat-opened':
      case 'info-submitted':
      case 'delivered':
      case 'seen':
      case 'reaction':
        return deps.count(event.kind)
      case 'unknown':
      case 'malformed':
        return deps.count(`${event.kind}:${event.name}`)
      default:
        return event satisfies never
    }
  }
}
