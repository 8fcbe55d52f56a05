import type { Address, Receive } from '../../core/channel.ts'
import type { Attachment, Strip } from '../../core/message.ts'
import type { Log } from '../../core/ports.ts'
import type { MessageEvent, ZaloEvent } from '../../zalo-api-sdk/event.ts'
import { addressOf, greetingFrom, isCard, leavingOf, mediaOf, toInbound, type Taken } from './convert.ts'
import type { FetchMedia } from './fetch-media.ts'
import { createInOrder } from './in-order.ts'
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
  /** The bot says nothing to this contact before `until`: a person is writing. Without it nobody is muted. */
  readonly mute?: (address: Address, until: Date) => Promise<void>
  /** Counts what happened, by kind; never who. */
  readonly count: (kind: string) => void
  readonly isOwn: (to: Address, externalId: string | undefined) => Promise<boolean>
  readonly log: Log
}

/** What an event comes to. Resolves when that is durable; rejects when the platform has to bring the event again. */
export type TakeEvent = (event: ZaloEvent, taken: Taken, receive: Receive) => Promise<void>

/** How long the bot keeps silent after an officer wrote in Zalo's own page. */
const muteMs = 30 * 60_000
const remembered = 10_000
/** Whoever runs the account has to know of visitors that nobody answers; one line in the log each minute is enough. */
const quietMs = 60_000

/** Sorts events: messages are handed in, leaving erases, the rest is counted. */
export function createTakeEvent(deps: TakeEventDeps): TakeEvent {
  /** When contacts were last heard, by Zalo's clock: what was said before and comes late sets that back no more. */
  const heard = createRecent<number>(remembered)
  /** What one person does is handed in as it came: a word must not overtake the picture before it. */
  const inOrder = createInOrder<Address>()
  let warnedAt = Number.NEGATIVE_INFINITY

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

  async function takeMessage(event: MessageEvent, taken: Taken, receive: Receive): Promise<void> {
    const address = addressOf(event.from)
    const heardAtMs = hear(address, event.at ?? taken.receivedAt)
    if (event.text === '' && event.attachments.length === 0) {
      deps.count(`unreadable:${event.name}`)
      deps.log.warn({ event: event.name }, 'a message of zalo could not be read: its sender is asked to write again')
    }
    // Fetched at once, whatever has to be handed in before.
    const reading = Promise.all(event.attachments.flatMap((each) => mediaOf(each) ?? []).map(readMedia))
    return inOrder(address, async () => {
      const read = await reading
      const kept = read.filter((each) => typeof each !== 'string')
      const { repeat } = await receive({ ...toInbound(event, taken, kept), heardAtMs })
      if (repeat) return
      if (event.attachments.some(isCard)) await deps.announce(address, cardNotPassedOnKey)
      const losses = new Set(read.filter((each) => typeof each === 'string'))
      if (event.attachments.some(({ type }) => type === 'lost')) losses.add('not-fetched')
      for (const loss of losses) {
        deps.count('attachment-lost')
        await deps.announce(address, lossWords[loss])
      }
    })
  }

  function warnOfAnonymous({ receivedAt }: Taken): void {
    if (receivedAt.getTime() - warnedAt < quietMs) return
    warnedAt = receivedAt.getTime()
    deps.log.warn({}, 'visitors who are not signed in write to the account on zalo: the bot does not answer them')
  }

  function hear(address: Address, at: Date): number {
    const atMs = Math.max(at.getTime(), heard.get(address) ?? 0)
    heard.put(address, atMs)
    return atMs
  }

  return async (event, taken, receive) => {
    const at = event.at ?? taken.receivedAt
    switch (event.kind) {
      case 'message':
        return takeMessage(event, taken, receive)
      case 'follow': {
        const address = addressOf(event.person)
        const heardAtMs = hear(address, at)
        await inOrder(address, () => receive({ ...greetingFrom(event.person, taken), heardAtMs }))
        return
      }
      case 'unfollow':
      case 'withdraw': {
        const leaving = { atMs: at.getTime(), withdraws: event.kind === 'withdraw' }
        await inOrder(addressOf(event.person), () => receive(leavingOf(event.person, leaving, taken)))
        return
      }
      case 'echo': {
        const until = new Date(at.getTime() + muteMs)
        const address = addressOf(event.to)
        if (event.adminId === undefined || until <= taken.receivedAt) return
        if (await deps.isOwn(address, event.messageId)) return
        deps.count('officer-wrote')
        return deps.mute?.(address, until)
      }
      case 'anonymous-message':
        deps.count(event.kind)
        return warnOfAnonymous(taken)
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
