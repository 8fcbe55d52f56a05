import { readDelivery } from '../core/delivery.ts'
import type { Seal, Translate } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import { erasableMs, fadeMs, openTrail } from '../core/trail.ts'
import type { Action } from '../flows/action.ts'

export interface SetLanguageDeps {
  readonly translate: Translate
}

export interface EraseContactDeps {
  readonly storage: Pick<Storage, 'trail' | 'deliveries'>
  readonly seal: Seal
}

/**
 * Forgets the contact, the session, and what still waits to be sent to it, and deletes the messages of both sides where the
 * platform lets the bot. Results: `all`, or `left` when some are too old for that (variables `deleted`, `left`,
 * and `minutes` until the last words go, too).
 */
export function eraseContact(deps: EraseContactDeps): Action {
  return async (_args, { contact, now }) => {
    const { rows, tooOld } = await deps.storage.trail.of(contact.mark)
    const chat = rows.map((row) => openTrail(row, deps.seal))
    const young = chat.filter(({ atMs }) => now.getTime() - atMs < erasableMs)
    const waiting = await deps.storage.deliveries.waitingFor(contact.mark)
    const queued = waiting.map((row) => ({ id: row.id, relay: relayOf(readDelivery(row, deps.seal)) }))
    const left = tooOld + chat.length - young.length
    return {
      result: left === 0 ? 'all' : 'left',
      vars: { deleted: String(young.length), left: String(left), minutes: String(fadeMs / 60_000) },
      effects: [{ do: 'erase-contact', trail: rows.map(({ id }) => id), queued, chat: young }],
    }
  }
}

/** The answer of an officer that a queued message is. */
function relayOf(message: ReturnType<typeof readDelivery>): string | undefined {
  return message === undefined || 'erases' in message ? undefined : message.relay
}

/** Removes what the web page showed this contact. */
export const clearThread: Action = async () => ({ result: 'cleared', effects: [{ do: 'clear-thread' }] })

/** Speaks `locale` with this contact from now on. */
export function setLanguage(deps: SetLanguageDeps): Action {
  return async ({ locale = '' }, { contact }) => {
    return {
      result: 'set',
      effects: [{ do: 'remember', contact: { ...contact, locale: deps.translate.pick(locale) } }],
    }
  }
}

/** Says `key` with the bot's main ways on, as buttons. */
export const offerMenu: Action = async ({ key = 'start.menu' }) => ({
  lines: [
    {
      key,
      choices: [
        { label: 'common.report', value: '/baotin' },
        { label: 'common.receipt', value: '/ma' },
        { label: 'common.help', value: '/help' },
      ],
    },
  ],
})
