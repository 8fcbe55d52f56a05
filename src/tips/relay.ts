import type { Address } from '../core/channel.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Words } from '../core/ports.ts'
import type { TipStatus } from '../core/tip.ts'

/** An officer's words on their way to the tipster: under the alias, never a name. */
export function relayReply(addresses: readonly Address[], text: string, alias: number, words: Words): readonly OutboundMessage[] {
  return addresses.map((to) => ({ to, text: words('tip.fromOfficer', { alias, text }), priority: 'tip' as const }))
}

/** A change of status in words that a child understands. */
export function relayStatus(addresses: readonly Address[], status: TipStatus, words: Words): readonly OutboundMessage[] {
  return addresses.map((to) => ({ to, text: words('tip.statusChanged', { status: words(`status.child.${status}`) }), priority: 'tip' as const }))
}
