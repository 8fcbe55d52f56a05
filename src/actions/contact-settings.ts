import type { Translate } from '../core/ports.ts'
import type { Action } from '../flows/action.ts'

export interface SetLanguageDeps {
  readonly translate: Translate
}

/** Forgets the contact, the session, and what still waits to be sent to it. */
export const eraseContact: Action = async () => ({ result: 'erased', effects: [{ do: 'erase-contact' }] })

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
