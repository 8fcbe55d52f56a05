import { basename } from 'node:path'
import { foldWords } from '../core/text.ts'
import { isCitedInForce, lastDayOf, type LawDocument } from './document.ts'
import type { Entry } from './entry.ts'
import type { NamedOffice, Offices } from './office.ts'
import { daysAfter, nearestDay } from './period.ts'
import { placeholdersOf, typedNumbers, type Phones } from './phone.ts'
import type { Say } from './read-yaml.ts'
import { readingFaults } from './reading-faults.ts'
import type { FindPhrases, LocaleRules } from './rules.ts'

/** What an entry is held against. `today` is yyyy-mm-dd. */
export interface EntryKnowledge {
  readonly documents: ReadonlyMap<string, LawDocument>
  readonly phones: Phones
  readonly rules: LocaleRules
  readonly offices: Offices
  /** The offices that the entry names as being there. */
  officesOf(entry: Entry): readonly NamedOffice[]
  /** Finds the words that only lawyers use. */
  readonly findLegal: FindPhrases
  readonly today: string
}

/** Takes what is wrong: a fault, what the passing of time made wrong, and what needs a look but stops nothing. */
export interface Says {
  readonly fault: Say
  readonly lapsed: Say
  readonly warning: Say
}

/** How long after `reviewBy` an entry may still be used without anybody having looked at it. */
const daysOfGrace = 30

/** Says everything that is wrong with one entry by itself. */
export function entryFaults(entry: Entry, known: EntryKnowledge, says: Says): void {
  const { from, until, questions } = entry
  nameFaults(entry, says.fault)
  if (questions.length < known.rules.leastQuestions)
    says.fault(`has ${questions.length} questions, at least ${known.rules.leastQuestions} are needed`)
  if (from !== undefined && until !== undefined && until < from) says.fault('until is before from')
  reviewFaults(entry, known.today, says)
  citationFaults(entry, known, says)
  officeFaults(entry, known, says)
  wordingFaults(entry, known, says.fault)
  readingFaults(entry, known.rules, known.findLegal, says.fault)
}

function reviewFaults({ reviewedOn, reviewBy }: Entry, today: string, { fault, lapsed, warning }: Says): void {
  if (reviewBy < reviewedOn) fault('reviewBy is before reviewedOn')
  if (daysAfter(reviewBy, daysOfGrace) < today)
    lapsed(`was to be reviewed by ${reviewBy}, over ${daysOfGrace} days ago`)
  else if (reviewBy < today) warning(`was to be reviewed by ${reviewBy}`)
}

/** `<id>.md`, or for the version of other days `<id>.until-<day>.md` or `<id>.from-<day>.md`. */
function nameFaults({ id, file, from, until }: Entry, say: Say): void {
  const named = basename(file, '.md')
  const expected = [id, `${id}.until-${until ?? ''}`, `${id}.from-${from ?? ''}`]
  if (!expected.includes(named)) say(`id is ${id}${periodWords({ from, until })}, the file is named ${named}`)
}

function periodWords({ from, until }: Pick<Entry, 'from' | 'until'>): string {
  return [from === undefined ? '' : ` from ${from}`, until === undefined ? '' : ` until ${until}`].join('')
}

function citationFaults(entry: Entry, { documents, today }: EntryKnowledge, { fault, lapsed }: Says): void {
  const { citations } = entry
  const day = nearestDay(entry, today)
  for (const { document: id, article, clause, point } of citations) {
    const document = documents.get(id)
    if (document === undefined) fault(`cites ${id}, which is not in documents.yaml`)
    else if (lastDayOf(article, document) < day) {
      const isWhole = lastDayOf(undefined, document) < day
      lapsed(
        `cites ${isWhole ? id : `article ${article ?? ''} of ${id}`}, which ended on ${lastDayOf(article, document)}`,
      )
    }
    if (clause !== undefined && article === undefined) fault(`cites a clause of ${id} without its article`)
    if (point !== undefined && clause === undefined) fault(`cites a point of ${id} without its clause`)
  }
  const known = citations.flatMap((citation) => {
    const document = documents.get(citation.document)
    return document === undefined ? [] : [{ citation, document }]
  })
  if (known.length > 0 && !known.some(({ citation, document }) => isCitedInForce(citation, document, day))) {
    lapsed(`none of the cited documents is in force on ${day}`)
  }
}

function officeFaults(entry: Entry, { offices, officesOf, today }: EntryKnowledge, { fault, lapsed }: Says): void {
  for (const id of entry.mayName ?? []) if (!offices.has(id)) fault(`may name ${id}, which is not in offices.yaml`)
  const day = nearestDay(entry, today)
  for (const { office, words } of officesOf(entry)) {
    if (office.until !== undefined && office.until < day)
      lapsed(`names "${words}" (${office.id}), which ended on ${office.until}`)
    if (office.from !== undefined && office.from > day)
      lapsed(`names "${words}" (${office.id}), which begins on ${office.from}`)
  }
}

function wordingFaults(entry: Entry, { phones, rules }: EntryKnowledge, say: Say): void {
  const all = [entry.title, entry.answer, entry.child, entry.next].join('\n')
  for (const name of new Set(placeholdersOf(all)))
    if (!Object.hasOwn(phones, name)) say(`{{${name}}} is not in phones.yaml`)
  for (const number of typedNumbers(all, phones))
    say(`telephone number ${number} is typed: write {{name}} of phones.yaml`)
  if (entry.confidence === 'TB' && !foldWords(entry.answer).includes(foldWords(rules.recheckMark))) {
    say(`confidence is TB but the answer does not say "${rules.recheckMark}"`)
  }
}
