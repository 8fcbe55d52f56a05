import type { Address, Receive } from '../../core/channel.ts'
import type { Attachment, Strip } from '../../core/message.ts'
import type { ZaloEvent } from '../../zalo-api-sdk/event.ts'
import { addressOf, greetingFrom, isCard, mediaOf, toInbound, type Taken } from './convert.ts'
import type { FetchMedia } from './fetch-media.ts'
import { createRecent } from './recent.ts'

/** Words for somebody who sent a contact card or a location. */
export const cardNotPassedOnKey = 'zalo.cardNotPassedOn'
/** Why a picture or file did not come through, as words of `locales/<locale>/zalo.json` for its sender. */
const lossWords = { 'not-fetched': 'zalo.attachmentLost', 'not-cleaned': 'zalo.attachmentNotCleaned' } as const
type Media = NonNullable<ReturnType<typeof mediaOf>>
export type Loss = keyof typeof lossWords
export type LossWords = (typeof lossWords)[Loss]

/** What an event may lead to. */
export interface TakeEventDeps {
  readonly fetchMedia: FetchMedia
  readonly strip: Strip
  /** Tells a contact something on the channel's own account; resolves when it is queued. */
  readonly announce: (to: Address, key: LossWords | typeof cardNotPassedOnKey) => Promise<void>
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

  async function readMedia({ url, mediaType }: Media): Promise<Attachment | Loss> {
    const clean = async (bytes: Uint8Array): Promise<Attachment | Loss> => {
      try {
        const cleaned = await deps.strip(bytes, mediaType)
        return 'refused' in cleaned ? 'not-cleaned' : cleaned
      } catch {
        return 'not-cleaned'
      }
    }
    return (await deps.fetchMedia(url, clean)) ?? 'not-fetched'
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
        const read = await Promise.all(event.attachments.flatMap((each) => mediaOf(each) ?? []).map(readMedia))
        const kept = read.filter((each) => typeof each !== 'string')
        const { repeat } = await receive(toInbound(event, taken, kept))
        if (repeat) return
        if (event.attachments.some(isCard)) await deps.announce(address, cardNotPassedOnKey)
        for (const loss of new Set(read.filter((each) => typeof each === 'string'))) {
          deps.count('attachment-lost')
          await deps.announce(address, lossWords[loss])
        }
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
