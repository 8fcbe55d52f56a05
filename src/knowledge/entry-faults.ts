import { basename } from 'node:path'
import { foldWords } from '../core/text.ts'
import { hasEnded, isInForce, type LawDocument } from './document.ts'
import type { Entry } from './entry.ts'
import { placeholdersOf, typedNumbers, type Phones } from './phone.ts'
import type { Say } from './read-yaml.ts'
import type { FindPhrases, LocaleRules } from './rules.ts'

/** What an entry is held against. `today` is yyyy-mm-dd. */
export interface EntryKnowledge {
  readonly documents: ReadonlyMap<string, LawDocument>
  readonly phones: Phones
  readonly rules: LocaleRules
  /** Finds the offices that no longer exist. */
  readonly findDissolved: FindPhrases
  readonly today: string
}

const limits = { answerWords: 120, childWords: 60, childSentence: 15, questions: 5 } as const

/** Says everything that is wrong with one entry by itself; `sayLapsed` what the passing of time made wrong. */
export function entryFaults(entry: Entry, known: EntryKnowledge, say: Say, sayLapsed: Say): void {
  if (entry.id !== basename(entry.file, '.md'))
    say(`id is ${entry.id}, the file is named ${basename(entry.file, '.md')}`)
  if (entry.questions.length < limits.questions)
    say(`has ${entry.questions.length} questions, at least ${limits.questions} are needed`)
  if (entry.reviewBy < entry.reviewedOn) say('reviewBy is before reviewedOn')
  citationFaults(entry, known, say, sayLapsed)
  wordingFaults(entry, known, say)
  lengthFaults(entry, say)
}

function citationFaults({ citations }: Entry, { documents, today }: EntryKnowledge, say: Say, sayLapsed: Say): void {
  for (const { document: id, article, clause, point } of citations) {
    const document = documents.get(id)
    if (document === undefined) say(`cites ${id}, which is not in documents.yaml`)
    else if (hasEnded(document, today)) sayLapsed(`cites ${id}, which ended on ${document.until ?? ''}`)
    if (clause !== undefined && article === undefined) say(`cites a clause of ${id} without its article`)
    if (point !== undefined && clause === undefined) say(`cites a point of ${id} without its clause`)
  }
  const known = citations.flatMap(({ document }) => documents.get(document) ?? [])
  if (known.length > 0 && !known.some((document) => isInForce(document, today))) {
    sayLapsed(`none of the cited documents is in force on ${today}`)
  }
}

function wordingFaults(entry: Entry, { phones, rules, findDissolved }: EntryKnowledge, say: Say): void {
  const all = [entry.title, entry.answer, entry.child, entry.next].join('\n')
  for (const name of new Set(placeholdersOf(all)))
    if (!Object.hasOwn(phones, name)) say(`{{${name}}} is not in phones.yaml`)
  for (const number of typedNumbers(all, phones))
    say(`telephone number ${number} is typed: write {{name}} of phones.yaml`)
  if (entry.confidence === 'TB' && !foldWords(entry.answer).includes(foldWords(rules.recheckMark))) {
    say(`confidence is TB but the answer does not say "${rules.recheckMark}"`)
  }
  if (rules.mayNameDissolved.includes(entry.id)) return
  for (const office of findDissolved(all)) say(`names "${office}", which no longer exists`)
}

function lengthFaults({ answer, child }: Entry, say: Say): void {
  const answerWords = countWords(answer)
  if (answerWords > limits.answerWords) say(`answer has ${answerWords} words, at most ${limits.answerWords}`)
  const childWords = countWords(child)
  if (childWords > limits.childWords) say(`child part has ${childWords} words, at most ${limits.childWords}`)
  const sentences = child.split(/[.!?…]+(?:\s|$)/).filter((sentence) => countWords(sentence) > 0).length
  const mean = childWords / Math.max(1, sentences)
  if (mean > limits.childSentence)
    say(`sentences of the child part have ${mean.toFixed(1)} words, at most ${limits.childSentence}`)
}

/** Words as people count them: what blanks divide and holds a letter or a digit; a placeholder is one. */
function countWords(text: string): number {
  return text
    .replace(/\{\{[^{}]*\}\}/g, '0')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

/** Says which entries of one language get in each other's way: an id, or a question, that stands twice. */
export function sharedFaults(entries: readonly Entry[], say: (entry: Entry, fault: string) => void): void {
  const byId = new Map<string, Entry>()
  const byQuestion = new Map<string, Entry>()
  for (const entry of entries) {
    const namesake = byId.get(entry.id)
    if (namesake !== undefined) say(entry, `id ${entry.id} is taken by ${namesake.file}`)
    byId.set(entry.id, entry)
    for (const question of entry.questions) {
      const other = byQuestion.get(foldWords(question))
      if (other !== undefined)
        say(entry, `question "${question}" also stands in ${other === entry ? 'this entry' : other.file}`)
      byQuestion.set(foldWords(question), entry)
    }
  }
}
