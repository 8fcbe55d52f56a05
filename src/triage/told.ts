import { dangers, harmKinds, type Danger, type HarmKind } from '../core/triage.ts'

/** A message whose danger is known. */
export interface Told {
  readonly level: Danger
  /** The kinds of harm, the main one first. */
  readonly kinds: readonly HarmKind[]
  readonly text: string
  readonly part: Part
}

/**
 * What a message is for. rules: the rules of the lexicon were written with it in view, so what they say about it proves
 * nothing. model: only the model learns from it. contrast: one of a set that differ by a word; the model learns from the
 * words, but no message is likened to it.
 */
export const parts = ['rules', 'model', 'contrast'] as const
export type Part = (typeof parts)[number]

const columns = ['part', 'level', 'kinds', 'style', 'text']

/**
 * Reads messages: columns part, level, kinds, style and text by tabs, named in the first line. Says every bad line and
 * leaves it out.
 */
export function readTold(text: string, say: (fault: string) => void): readonly Told[] {
  const [head, ...lines] = text.normalize('NFC').split('\n')
  if (head !== columns.join('\t')) say(`line 1: must name the columns ${columns.join(', ')}, by tabs`)
  const seen = new Set<string>()
  const known = new Map<string, readonly HarmKind[] | undefined>()
  const kindsIn = (listed: string): readonly HarmKind[] | undefined => {
    if (!known.has(listed)) known.set(listed, readKinds(listed))
    return known.get(listed)
  }
  return lines.flatMap((line, index): readonly Told[] => {
    if (line === '') return []
    const fault = (what: string): readonly [] => {
      say(`line ${index + 2}: ${what}`)
      return []
    }
    const [named = '', written = '', listed = '', , message = '', ...more] = line.split('\t')
    if (message.trim() === '' || more.length > 0) return fault(`must have ${columns.length} cells`)
    const level = dangers.find((each) => each === written)
    const kinds = kindsIn(listed)
    const part = parts.find((each) => each === named)
    if (part === undefined) return fault(`the part must be one of ${parts.join(', ')}`)
    if (level === undefined) return fault(`the level must be one of ${dangers.join(', ')}`)
    if (kinds === undefined) return fault(`the kinds must be among ${harmKinds.join(', ')}`)
    if (kinds.includes('none') !== (level === 'none')) return fault('the kind none goes with the level none alone')
    if (seen.has(message)) return fault('stands twice')
    seen.add(message)
    return [{ level, kinds, text: message, part }]
  })
}

/** The kinds between commas; undefined when one is none of ours. */
function readKinds(listed: string): readonly HarmKind[] | undefined {
  const names = listed.split(',').map((name) => name.trim())
  const kinds = names.flatMap((name) => harmKinds.filter((kind) => kind === name))
  return kinds.length === names.length ? kinds : undefined
}
