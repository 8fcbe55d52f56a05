import type { Address } from '../core/channel.ts'
import type { Effect } from '../core/outcome.ts'
import type { Ids, Marks, Seal } from '../core/ports.ts'
import type { Write } from '../core/write.ts'
import { attachAll } from './attach.ts'
import { joinTip } from './join-tip.ts'

export interface OpenTipDeps {
  readonly ids: Ids
  readonly seal: Seal
  readonly marks: Marks
}

/** The context under which a tip's data key is wrapped, and its address key. */
export const wordsKeyOf = (tip: string) => `tip/${tip}/words`
export const addressKeyOf = (tip: string) => `tip/${tip}/address`
/** The context of one sealed message of a tip. */
export const messageOf = (tip: string, message: string) => `tip/${tip}/message/${message}`

/**
 * The writes that open a tip: the row, its two data keys, the words, details and keys of files sealed under the first, the
 * tipster's address under the second, and the first line of its log.
 */
export function openTip(
  effect: Extract<Effect, { do: 'open-tip' }>,
  from: Address,
  at: Date,
  deps: OpenTipDeps,
  locale?: string,
): readonly Write[] {
  const words = deps.seal.newKey(wordsKeyOf(effect.id))
  const address = deps.seal.newKey(addressKeyOf(effect.id))
  const message = (author: 'tipster' | 'detail', text: string, id = deps.ids.id()): Write => ({
    write: 'insert-tip-message',
    id,
    tip: effect.id,
    author,
    alias: undefined,
    sealed: deps.seal.sealWith(words.key, messageOf(effect.id, id), text),
    at,
  })
  const told = deps.ids.id()
  return [
    {
      write: 'insert-tip',
      tip: {
        id: effect.id,
        kind: effect.kind,
        level: effect.level,
        safety: effect.safety,
        unit: effect.unit,
        routedUnit: effect.routedUnit,
        status: 'open',
        officer: undefined,
        openedAt: at,
        dueAt: effect.dueAt,
        changedAt: at,
      },
      receiptMark: deps.marks.receipt(effect.receipt),
      wrappedKey: words.wrapped,
      wrappedAddressKey: address.wrapped,
    },
    message('tipster', effect.words, told),
    ...attachAll(effect.attachments, { tip: effect.id, message: told, key: words.key }, deps),
    ...effect.details.map((detail) => message('detail', detail)),
    joinTip(effect.id, address.key, from, at, deps, locale),
    {
      write: 'log-tip',
      id: deps.ids.id(),
      tip: effect.id,
      what: 'opened',
      officer: undefined,
      from: undefined,
      to: 'open',
      at,
    },
  ]
}
