import { html } from 'hono/html'
import type { WayBack } from '../core/desk.ts'
import type { Relay, TipMessage } from '../core/tip.ts'
import { showInVietnam } from '../core/vietnam-time.ts'
import type { View } from './env.ts'
import type { Html } from './page.ts'

/** No message is under way for longer, but what was parked or stands behind it: its contact was erased with it. */
const longestMs = 7 * 24 * 60 * 60_000

/** What became of an officer's answer, for each address it went to; one that went nowhere is there for the receipt. */
export function relayNotes({ words, now }: View, message: TipMessage, relays: readonly Relay[]): Html | '' {
  if (message.author !== 'officer') return ''
  const text = (relay: Relay): string => {
    const channel = words(`reach.channel.${relay.channel}`)
    const reason = relay.failure === undefined ? '' : words(`console.tip.relayFailure.${relay.failure}`)
    return words(`console.tip.relay.${stateOf(relay, relays, now)}`, { channel, reason })
  }
  const notes = relays.filter((relay) => relay.message === message.id).map(text)
  return html`<ul class="relay hint">
    ${(notes.length === 0 ? [words('console.tip.relay.stored')] : notes).map((note) => html`<li>${note}</li>`)}
  </ul>`
}

function stateOf({ state, channel, at }: Relay, all: readonly Relay[], now: Date): Relay['state'] | 'lost' {
  if (state !== 'waiting') return state
  // It stands behind the one that is parked.
  if (all.some((other) => other.state === 'parked' && other.channel === channel)) return 'parked'
  return now.getTime() - at.getTime() > longestMs ? 'lost' : 'waiting'
}

/** The ways back to the tipster: by which platform, since when, and how long it stays open. */
export function wayBackNotes({ words, now }: View, ways: readonly WayBack[]): Html | '' {
  if (ways.length === 0) return ''
  const text = ({ channel, lastAt, freeUntil, closesAt }: WayBack): string => {
    const state = closesAt === undefined || freeUntil === undefined ? 'open' : stateAt(now, freeUntil, closesAt)
    return words(`console.tip.wayBack.${state}`, {
      channel: words(`reach.channel.${channel}`),
      last: showInVietnam(lastAt),
      free: freeUntil === undefined ? '' : showInVietnam(freeUntil),
      closes: closesAt === undefined ? '' : showInVietnam(closesAt),
    })
  }
  return html`<ul class="ways-back hint" aria-label="${words('console.tip.waysBack')}">
    ${ways.map((way) => html`<li>${text(way)}</li>`)}
  </ul>`
}

function stateAt(now: Date, freeUntil: Date, closesAt: Date): 'free' | 'paid' | 'closed' {
  if (now < freeUntil) return 'free'
  return now < closesAt ? 'paid' : 'closed'
}
