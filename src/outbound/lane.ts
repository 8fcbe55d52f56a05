import type { Channel, ChannelName } from '../core/channel.ts'
import { priorities, type Priority } from '../core/message.ts'
import { createPacing, type Pacing } from './pacing.ts'

/** What one channel takes now: none less urgent than `upTo`, at most `limit`; less urgent ones not before `until`. */
export interface Offer {
  /** Undefined while too much is under way for even the most urgent. */
  readonly upTo: Priority | undefined
  readonly limit: number
  readonly until: Date | undefined
}

/** The way to one channel. */
export interface Lane {
  readonly channels: readonly (ChannelName | '')[]
  /** Undefined: the channel is off. */
  readonly channel: Channel | undefined
  readonly pacing: Pacing
  offer(now: Date): Offer
  /** One more is under way. */
  begin(): void
  end(): void
  /** Runs `work` by itself: asked again meanwhile it runs once more. Resolves when it rests. */
  alone(work: () => Promise<void>): Promise<void>
  isBusy(): boolean
  rests(): Promise<void>
}

const batch = 20
/** So many are under way at once before one of a priority has to wait: when a platform hangs there is room left for a tip. */
const mostUnderWay: Readonly<Record<Priority, number>> = { tip: 120, reply: 80, broadcast: 40 }

/** A lane on which nothing is under way. */
export function createLane(channels: Lane['channels'], channel: Channel | undefined): Lane {
  const pacing = createPacing(channel?.pace)
  let underWay = 0
  let isWanted = false
  let running: Promise<void> | undefined
  return {
    channels,
    channel,
    pacing,
    offer(now) {
      const { upTo, until } = pacing.allowed(now)
      const allowed = priorities.slice(0, priorities.indexOf(upTo) + 1)
      const least = allowed.findLast((priority) => underWay < mostUnderWay[priority])
      const room = least === undefined ? 0 : mostUnderWay[least] - underWay
      return { upTo: least, limit: Math.min(batch, room, pacing.room(now)), until }
    },
    begin: () => void underWay++,
    end: () => void underWay--,
    alone(work) {
      isWanted = true
      running ??= (async () => {
        try {
          while (isWanted) {
            isWanted = false
            await work()
          }
        } finally {
          running = undefined
        }
      })()
      return running
    },
    isBusy: () => running !== undefined,
    rests: async () => void (await running?.catch(() => undefined)),
  }
}
