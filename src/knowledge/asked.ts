import type { Say } from './read-yaml.ts'

/** A question as somebody asked it. */
export interface Asked {
  /** The entry that answers it; undefined: none does. */
  readonly entry: string | undefined
  readonly text: string
}

/** The columns of every file of questions. */
export const askedColumns = ['style', 'entry', 'question'] as const

/** The question of a line, `-` for one that no entry answers; undefined when the line names an entry that there is not. */
export function askedIn(entry: string, question: string, entries: ReadonlySet<string>): Asked | undefined {
  if (entry !== '-' && !entries.has(entry)) return undefined
  return { entry: entry === '-' ? undefined : entry, text: question }
}

/**
 * Reads questions as they are asked: columns style, entry and question by tabs, named in the first line; `-` for the entry of
 * a question that none answers. Says every bad line and leaves it out.
 */
export function readAsked(text: string, entries: ReadonlySet<string>, say: Say): readonly Asked[] {
  const [head, ...lines] = text.split('\n')
  if (head !== askedColumns.join('\t')) say(`line 1: must name the columns ${askedColumns.join(', ')}, by tabs`)
  const seen = new Set<string>()
  return lines.flatMap((line, index): readonly Asked[] => {
    if (line.trim() === '') return []
    const fault = (what: string): readonly [] => {
      say(`line ${index + 2}: ${what}`)
      return []
    }
    const [, entry = '', question = '', ...more] = line.split('\t').map((cell) => cell.trim())
    if (question === '' || more.length > 0) return fault(`must have ${askedColumns.length} cells`)
    const asked = askedIn(entry, question, entries)
    if (asked === undefined) return fault(`names the entry ${entry}, which does not exist`)
    if (seen.has(question)) return fault('stands twice')
    seen.add(question)
    return [asked]
  })
}
