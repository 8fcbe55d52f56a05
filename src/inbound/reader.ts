import type { Answer, Reader } from '../core/answer.ts'
import type { Choice } from '../flows/action.ts'
import { menuMemory, type DecideDeps, type Turn } from './turn.ts'

/** What stands behind `/muc ENTRY` to choose the wording, and for whom that is. */
const wordings: ReadonlyMap<string, 'adult' | 'child'> = new Map([
  ['day-du', 'adult'],
  ['de-hieu', 'child'],
])

/** The entry and the wording that `/muc` names; undefined for anything that no button of ours sends. */
export function readEntryCommand(
  argument: string,
): { readonly entry: string; readonly wording: 'adult' | 'child' | undefined } | undefined {
  const [entry = '', wording, ...more] = argument.split(' ')
  const isKnown = wording === undefined || wordings.has(wording)
  return isKnown && more.length === 0 ? { entry, wording: wordings.get(wording ?? '') } : undefined
}

/** For whom to answer: who the message sounds like, else what was chosen or heard before in this conversation. */
export function readerFor(turn: Turn, text: string, deps: DecideDeps): Reader {
  const heard = deps.readerOf(text)
  if (heard !== 'unknown') return heard
  return menuMemory(turn).reader ?? (turn.contact.audience === 'child' ? 'child' : 'unknown')
}

/** The button to the other wording of an answer. */
export function switchButton({ entry, reader }: Extract<Answer, { kind: 'answered' }>): Choice {
  return reader === 'child'
    ? { label: 'answer.full', value: `/muc ${entry} day-du` }
    : { label: 'answer.easy', value: `/muc ${entry} de-hieu` }
}
