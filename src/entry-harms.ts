import type { Assess, HarmKind } from './core/triage.ts'
import type { Entry } from './knowledge/entry.ts'

/** So much of what an entry is asked has to tell of the harm. */
const leastShare = 0.3

/**
 * Tells whether an entry is about one of these kinds of harm, by how its own questions sound to the triage. Looks at an entry's
 * questions when it is first asked about; kinds that say nothing (`other`, `none`) never count.
 */
export function createIsAbout(
  entries: readonly Pick<Entry, 'id' | 'questions'>[],
  assess: Assess,
): (entry: string, kinds: readonly HarmKind[]) => boolean {
  const told = new Map<string, readonly (readonly HarmKind[])[]>()
  const kindsOf = (id: string) => {
    const known = told.get(id)
    if (known !== undefined) return known
    const questions = entries.filter((entry) => entry.id === id).flatMap((entry) => entry.questions)
    const found = questions.map((question) => assess(question).kinds)
    told.set(id, found)
    return found
  }
  return (entry, kinds) => {
    const isMeant = (kind: HarmKind) => kind !== 'other' && kind !== 'none' && kinds.includes(kind)
    const asked = kindsOf(entry)
    const shared = asked.filter((each) => each.some(isMeant))
    return shared.length > 0 && shared.length >= leastShare * asked.length
  }
}
