import type { Places, Translate } from '../core/ports.ts'
import { withoutRoot, type Unit } from '../core/unit.ts'
import type { Action, Choice } from '../flows/action.ts'

export interface FindPlaceDeps {
  readonly places: Places
  readonly translate: Translate
}

const mostOffered = 6

/**
 * Reads a place out of `text`. Results: `found` (variables `unit`, `placeName`), `many` (offers up to six by number; the
 * next text may be one of their codes), `unknown` (the words are kept; the tip goes to the default unit), `none`
 * (nothing was given).
 */
export function findPlace(deps: FindPlaceDeps): Action {
  const show = async (unit: Unit) =>
    withoutRoot(await deps.places.path(unit.code))
      .map((place) => place.name)
      .join(', ')
  return async ({ text = '' }, { contact }) => {
    if (text === '')
      return { result: 'none', vars: { unit: '', placeName: deps.translate(contact.locale)('status.unknownPlace') } }
    const chosen = text.startsWith('@') ? await deps.places.find(text.slice(1)) : undefined
    const found = chosen === undefined ? await deps.places.search(text) : [chosen]
    const [first, second] = found
    if (first === undefined) return { result: 'unknown', vars: { unit: '', placeName: text } }
    if (second === undefined) return { result: 'found', vars: { unit: first.code, placeName: await show(first) } }
    const choices: Choice[] = await Promise.all(
      found.slice(0, mostOffered).map(async (unit) => ({ text: await show(unit), value: `@${unit.code}` })),
    )
    return { result: 'many', vars: { unit: '', placeName: text }, lines: [{ key: 'tip.placeMany', choices }] }
  }
}
