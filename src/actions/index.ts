import type { Action } from '../flows/action.ts'
import {
  clearThread,
  eraseContact,
  offerMenu,
  setLanguage,
  type EraseContactDeps,
  type SetLanguageDeps,
} from './contact-settings.ts'
import { findPlace, type FindPlaceDeps } from './find-place.ts'
import { checkTip, lookUpTip, addTipWords, leaveTip, type ReceiptActionDeps } from './look-up-tip.ts'
import { submitTip, type SubmitTipDeps } from './submit-tip.ts'

/** What every action may need; `app.ts` hands it in. */
export type ActionDeps = SubmitTipDeps & FindPlaceDeps & ReceiptActionDeps & SetLanguageDeps & EraseContactDeps

/** The most characters that a tip collects before it is sent; more can be added by its receipt. */
export const mostWords = 20_000

/** Puts what was added behind what was said before, so that a second message never replaces the first. */
const appendWords: Action = async ({ words = '', more = '' }) => {
  const all = [words, more].filter((text) => text !== '').join('\n')
  return all.length <= mostWords ? { result: all } : { result: words, lines: [{ key: 'tip.enough' }] }
}

/** The names of all actions, for checking flows where nothing runs. */
export const actionNames = [
  'append-words',
  'find-place',
  'submit-tip',
  'look-up-tip',
  'check-tip',
  'add-tip-words',
  'leave-tip',
  'erase-contact',
  'clear-thread',
  'set-language',
  'offer-menu',
] as const

/** The actions that a flow step may `do`, by name. */
export function createActions(deps: ActionDeps): Readonly<Record<(typeof actionNames)[number], Action>> {
  return {
    'append-words': appendWords,
    'find-place': findPlace(deps),
    'submit-tip': submitTip(deps),
    'look-up-tip': lookUpTip(deps),
    'check-tip': checkTip(deps),
    'add-tip-words': addTipWords(deps),
    'leave-tip': leaveTip(deps),
    'erase-contact': eraseContact(deps),
    'clear-thread': clearThread,
    'set-language': setLanguage(deps),
    'offer-menu': offerMenu,
  }
}
