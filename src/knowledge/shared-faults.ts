import { foldWords } from '../core/text.ts'
import type { Entry } from './entry.ts'
import { likenessOf, pairsOf } from './likeness.ts'
import { overlaps } from './period.ts'

/** Answers of two topics that are more alike than this are one answer written twice; those of today's topics reach 0.48. */
const mostAlike = 0.7

/** Says which entries of one language get in each other's way on some day: an id, a question or an answer that stands twice. */
export function sharedFaults(entries: readonly Entry[], say: (entry: Entry, fault: string) => void): void {
  const known: { readonly entry: Entry; readonly pairs: ReturnType<typeof pairsOf> }[] = []
  const byQuestion = new Map<string, Entry[]>()
  for (const entry of entries) {
    const pairs = pairsOf(entry.answer)
    for (const { entry: other, pairs: others } of known) {
      if (!overlaps(entry, other)) continue
      if (other.id === entry.id) say(entry, `id ${entry.id} is taken by ${other.file}`)
      else if (likenessOf(pairs, others) > mostAlike) say(entry, `answer is nearly that of ${other.file}`)
    }
    known.push({ entry, pairs })
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
