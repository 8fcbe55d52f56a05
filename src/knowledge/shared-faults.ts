import { foldWords } from '../core/text.ts'
import type { Entry } from './entry.ts'
import { createLikenesses, pairsOf } from './likeness.ts'
import { overlaps } from './period.ts'

/** Answers of two topics that are more alike than this are one answer written twice; those of today's topics reach 0.48. */
const mostAlike = 0.7

/** Says which entries of one language get in each other's way on some day: an id, a question or an answer that stands twice. */
export function sharedFaults(entries: readonly Entry[], say: (entry: Entry, fault: string) => void): void {
  const known: Entry[] = []
  const likenesses = createLikenesses()
  const byQuestion = new Map<string, Entry[]>()
  for (const entry of entries) {
    const alike = likenesses(pairsOf(entry.answer))
    for (const [at, other] of known.entries()) {
      if (!overlaps(entry, other)) continue
      if (other.id === entry.id) say(entry, `id ${entry.id} is taken by ${other.file}`)
      else if ((alike.get(at) ?? 0) > mostAlike) say(entry, `answer is nearly that of ${other.file}`)
    }
    known.push(entry)
    for (const question of entry.questions) {
      const key = foldWords(question)
      const askers = byQuestion.get(key) ?? []
      const other = askers.find((each) => each === entry || (each.id !== entry.id && overlaps(each, entry)))
      if (other !== undefined)
        say(entry, `question "${question}" also stands in ${other === entry ? 'this entry' : other.file}`)
      byQuestion.set(key, [...askers, entry])
    }
  }
}
