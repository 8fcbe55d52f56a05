import { channelOf, type Address, type ChannelName, type Channel } from '../core/channel.ts'
import type { WayBack } from '../core/desk.ts'
import type { StoredTip } from '../core/tip-store.ts'
import { tipAddresses, type ThreadDeps } from './thread.ts'

/** What the desk has to know of a channel: when the platform closes, and whether an address is still good. */
export type ChannelFacts = Pick<Channel, 'replyLimits' | 'reaches'>

export interface WaysBackDeps extends ThreadDeps {
  readonly channelFacts: (name: ChannelName) => ChannelFacts | undefined
}

/** An address of a tipster that is still good, and what may be told of it. */
export interface OpenWay {
  readonly to: Address
  readonly locale: string
  readonly shown: WayBack
}

/** The ways back to a tipster, the one used last first; a web page that was left is none. */
export async function waysBack(stored: StoredTip, deps: WaysBackDeps): Promise<readonly OpenWay[]> {
  const ways = await Promise.all(
    (await tipAddresses(stored, deps)).map(async ({ to, at, locale }): Promise<OpenWay | undefined> => {
      const channel = channelOf(to)
      const facts = deps.channelFacts(channel)
      if ((await facts?.reaches?.(to)) === false) return undefined
      const after = (ms: number | undefined) => (ms === undefined ? undefined : new Date(at.getTime() + ms))
      const { freeMs, openMs } = facts?.replyLimits ?? {}
      return { to, locale, shown: { channel, lastAt: at, freeUntil: after(freeMs), closesAt: after(openMs) } }
    }),
  )
  return ways.filter((way) => way !== undefined)
}
