import type { Address } from '../core/channel.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Seal, Translate } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import type { Tip } from '../core/tip.ts'
import type { Unit } from '../core/unit.ts'
import { showInVietnam } from '../core/vietnam-time.ts'
import { cardButton, takeButton, writeButton } from './tip-card.ts'

/** The context of an officer's sealed chat address. */
export const officerAddressOf = (officer: string, contact: string) => `officer/${officer}/${contact}`

export interface AlertDeps {
  readonly storage: Pick<Storage, 'officers'>
  readonly seal: Seal
  readonly translate: Translate
  /** Where the console is reached from outside. */
  readonly publicUrl: string
}

/** What an alert says: code, danger, place, clock, where to act. Never the words of a tip. */
export type AlertSubject = Pick<Tip, 'id' | 'kind' | 'level' | 'dueAt'>

/**
 * Messages to the chat accounts of these officers, with what can be done at once; officers without one have the console. Its
 * link stands in the words: a button with a link that a platform does not like would cost the whole alert.
 */
export async function alertOfficers(
  officers: readonly string[],
  about: {
    readonly key: 'officers.newTip' | 'officers.newWords'
    readonly tip: AlertSubject
    readonly place: readonly Unit[]
  },
  deps: AlertDeps,
): Promise<readonly OutboundMessage[]> {
  const { tip, place } = about
  const words = deps.translate(deps.translate.pick(undefined))
  const text = words(about.key, {
    code: tip.id,
    danger: words(`status.danger.${tip.level}`),
    kind: words(`status.kind.${tip.kind}`),
    place: place.map((unit) => unit.name).join(', ') || words('status.unknownPlace'),
    due: showInVietnam(tip.dueAt),
    url: `${deps.publicUrl}/console/tips/${tip.id}`,
  })
  const quickReplies = [
    ...(about.key === 'officers.newTip' ? [takeButton(tip.id, words)] : []),
    writeButton(tip.id, words),
    cardButton(tip.id, words('desk.show')),
  ]
  const accounts = await deps.storage.officers.addresses(officers)
  return accounts.map(({ officer, contact, sealed }) => ({
    to: deps.seal.open('officer-address', officerAddressOf(officer, contact), sealed) as Address,
    text,
    about: tip.id,
    quickReplies,
    unprompted: true as const,
    priority: 'tip' as const,
  }))
}
