import type { Answer } from '../core/answer.ts'
import type { Effect } from '../core/outcome.ts'
import { splitText } from '../core/text.ts'
import { readCommand } from '../flows/match.ts'
import type { DecideDeps, Turn } from './turn.ts'

/** A question is short; of a story its beginning is enough for an author, and less of it is kept. */
const longestRead = 1_000
const longestKept = 500

/**
 * A question without a sure answer is noted for the authors of entries, without who asked it: stripped of personal data here,
 * before it leaves the turn. Nothing is noted of what sounds like danger, and nothing that an officer wrote.
 */
export function noteUnanswered(turn: Turn, question: string, answer: Answer, deps: DecideDeps): readonly Effect[] {
  if (answer.kind === 'answered' || turn.officer !== undefined || readCommand(question) !== undefined) return []
  const { level } = deps.assess(question)
  if (level !== 'none' && level !== 'normal') return []
  const { locale } = turn.contact
  const stripped = deps.stripPersonal(splitText(question, longestRead)[0] ?? '', deps.translate(locale))
  const text = splitText(stripped, longestKept)[0] ?? ''
  const saysSomething = /\p{L}/u.test(text.replace(/\[[^\]]*\]/g, ''))
  return saysSomething ? [{ do: 'note-unanswered', locale, kind: answer.kind, text, ranked: answer.ranked }] : []
}
