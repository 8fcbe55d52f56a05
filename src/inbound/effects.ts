import type { Address } from '../core/channel.ts'
import type { ContactMark } from '../core/contact.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Effect } from '../core/outcome.ts'
import type { Ids, Marks, Seal } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import type { StoredTip } from '../core/tip-store.ts'
import type { Erasure } from '../core/trail.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'
import type { Write } from '../core/write.ts'
import { addMessage } from '../tips/add-message.ts'
import { officerAddressOf } from '../tips/alerts.ts'
import { joinTip } from '../tips/join-tip.ts'
import { addressKeyOf, openTip } from '../tips/open-tip.ts'

/** More questions without an answer than these in one day are a flood: they are counted and not kept. */
const mostQuestionsADay = 2_000

export interface EffectDeps {
  readonly storage: Pick<Storage, 'tips'>
  readonly ids: Ids
  readonly seal: Seal
  readonly marks: Marks
  readonly queue: (message: OutboundMessage | Erasure, at: Date) => readonly Write[]
}

export interface EffectContext {
  readonly from: Address
  readonly contact: ContactMark
  /** The language spoken with the contact. */
  readonly locale: string
  readonly at: Date
}

/** Effect → the writes that carry it out; texts and addresses are sealed here. */
export async function writesFor(
  effect: Effect,
  { from, contact, locale, at }: EffectContext,
  deps: EffectDeps,
): Promise<readonly Write[]> {
  switch (effect.do) {
    case 'open-tip':
      return openTip(effect, from, at, deps, locale)
    case 'add-tip-message':
      return addMessage(
        await existing(effect.tip, deps),
        { author: 'tipster', text: effect.text, attachments: effect.attachments },
        at,
        deps,
      )
    case 'join-tip': {
      const { wrappedAddressKey } = await existing(effect.tip, deps)
      if (wrappedAddressKey === undefined) return []
      const key = deps.seal.unwrap(addressKeyOf(effect.tip), wrappedAddressKey)
      return [joinTip(effect.tip, key, effect.address, at, deps, locale)]
    }
    case 'leave-tip':
      return [
        { write: 'drop-tip-addresses', tip: effect.tip },
        {
          write: 'log-tip',
          id: deps.ids.id(),
          tip: effect.tip,
          what: 'address-dropped',
          officer: undefined,
          from: undefined,
          to: undefined,
          at,
        },
      ]
    case 'count-try':
      return [
        {
          write: 'count-try',
          source: effect.source,
          outcome: effect.outcome,
          since: effect.since,
          most: effect.most,
          at,
        },
      ]
    case 'count-tip': {
      const { sender, since, most, inDanger } = effect
      return [{ write: 'count-tip', id: deps.ids.id(), sender, since, most, inDanger, at }]
    }
    case 'clear-thread':
      return [{ write: 'clear-thread', contact }]
    case 'remember':
      return [{ write: 'put-contact', contact: effect.contact, at }]
    case 'erase-contact':
      return [
        { write: 'erase-contact', contact, trail: effect.trail, queued: effect.queued, at },
        // Queued after everything else was dropped, and before the last words: they come when the chat is empty.
        ...deps.queue({ to: from, erases: effect.chat, priority: 'reply' }, at),
      ]
    case 'drop-addresses':
      return effect.addresses.map((each) => ({ write: 'drop-tip-address', ...each }))
    case 'bind-officer': {
      const sealed = deps.seal.seal('officer-address', officerAddressOf(effect.officer, contact), effect.address)
      return [
        { write: 'use-invite', mark: effect.invite, at },
        { write: 'put-officer-address', officer: effect.officer, contact, sealed, at },
      ]
    }
    case 'note-unanswered': {
      const { kind, text, ranked } = effect
      const id = deps.ids.id()
      const question = {
        id,
        locale: effect.locale,
        kind,
        ranked,
        day: dayInVietnam(at),
        sealed: deps.seal.seal('unanswered', id, text),
      }
      return [{ write: 'note-unanswered', question, most: mostQuestionsADay }]
    }
    case 'count-verdict': {
      const { entry, version, verdict } = effect
      return [{ write: 'count-verdict', entry, locale: effect.locale, version, verdict, day: dayInVietnam(at) }]
    }
    case 'desk-act':
      return effect.writes
    case 'count':
      return [{ write: 'count', event: effect.event, day: dayInVietnam(effect.event.at) }]
    default:
      return effect satisfies never
  }
}

async function existing(tip: string, deps: EffectDeps): Promise<StoredTip> {
  const stored = await deps.storage.tips.find(tip)
  if (stored === undefined) throw new Error('an effect names a tip that is not there')
  return stored
}
