import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ContentError } from '../core/errors.ts'
import { checkKnowledge } from './check-knowledge.ts'
import { readRegister, type LawDocument } from './document.ts'
import { readEntry, type Entry } from './entry.ts'
import { createFindOffices, officesOf, readOffices, type NamedOffice, type Offices } from './office.ts'
import { readAsking, type Asking } from './learned.ts'
import { digitsOf, loadPhoneRegister, type Phone, type Phones } from './phone.ts'
import { readYaml, type Say } from './read-yaml.ts'
import { readRules, type LocaleRules } from './rules.ts'
import { readSpeech, type SpeechRules } from './speech.ts'
import { plainSpelling, spellingShape, type SpellingRules } from './spelling.ts'
import { readTopics } from './topic.ts'
import { withQuestions } from './versions.ts'

/** Everything in `knowledge/` that answers rest on. */
export interface Knowledge {
  /** Of every language, in the order of their files; of every day: an id may have several, for days that do not overlap. */
  readonly entries: readonly Entry[]
  readonly documents: ReadonlyMap<string, LawDocument>
  readonly offices: Offices
  readonly phones: Phones
  readonly rules: Readonly<Record<string, LocaleRules>>
  /** What needs an author's look but stops nothing, each line as `knowledge/…: warning`. */
  readonly warnings: readonly string[]
  /** How questions are typed in a language; a language without rules of its own has plain ones. */
  spelling(locale: string): SpellingRules
  /** How people speak, by language. */
  readonly speech: Readonly<Record<string, SpeechRules>>
  /** How people ask in a language, and what was learnt from it. */
  asking(locale: string): Asking
  /** The offices that one of the entries names as being there. */
  officesOf(entry: Entry): readonly NamedOffice[]
}

/**
 * Reads the folder. `today` is yyyy-mm-dd. Throws one `ContentError` with every fault, as `knowledge/…: fault`. With
 * `lapsedIsFault` law that has ended counts as one; else it is a warning, since the answerer passes such entries over and
 * the turn of a year must not keep the bot from starting.
 */
export function loadKnowledge(
  dir: string,
  options: { readonly today: string; readonly lapsedIsFault: boolean },
): Knowledge {
  const { knowledge, faults, lapsed } = readKnowledge(dir, options)
  const all = options.lapsedIsFault ? [...faults, ...lapsed] : faults
  if (all.length > 0) throw new ContentError(all)
  return { ...knowledge, warnings: [...knowledge.warnings, ...lapsed] }
}

/** The same without throwing: what could be read, and what is wrong. */
export function readKnowledge(
  dir: string,
  options: { readonly today: string },
): { readonly knowledge: Knowledge; readonly faults: readonly string[]; readonly lapsed: readonly string[] } {
  const faults: string[] = []
  const sayIn = (file: string) => (fault: string) => void faults.push(`${file}: ${fault}`)
  const read = <T>(file: string, take: (text: string, say: Say) => T): T | undefined => {
    const say = sayIn(`knowledge/${file}`)
    if (existsSync(join(dir, file))) return take(readFileSync(join(dir, file), 'utf8').normalize('NFC'), say)
    say('there is no such file')
    return undefined
  }
  const phoneRegister = readPhonesOf(dir, faults)
  const phones = digitsOf(phoneRegister)
  const documents = read('documents.yaml', readRegister) ?? new Map<string, LawDocument>()
  const offices: Offices = read('offices.yaml', readOffices) ?? new Map()
  const topics = read('topics.yaml', readTopics) ?? []
  const rules = read('rules.yaml', readRules) ?? {}
  const speech = read('speech.yaml', readSpeech) ?? {}
  const spellings = read('synonyms.yaml', (text, say) => readYaml(text, z.record(z.string(), spellingShape), say)) ?? {}
  const written = localesIn(dir).flatMap((locale) =>
    entryFiles(dir, locale).flatMap((file) => {
      const text = readFileSync(join(dir, file), 'utf8')
      return readEntry(text, { locale, file: `knowledge/${file}` }, sayIn(`knowledge/${file}`)) ?? []
    }),
  )
  const entries = withQuestions(written)
  const named = officesNamedIn(entries, offices)
  const held = {
    entries,
    documents,
    offices,
    officesOf: named,
    phones,
    phoneRegister,
    topics,
    rules,
    today: options.today,
  }
  const { faults: more, lapsed: past, warnings } = checkKnowledge(held)
  const lapsed = [...past]
  const spelling = (locale: string): SpellingRules => spellings[locale] ?? plainSpelling
  const askings = new Map(
    localesIn(dir).map((locale) => {
      const place = { locale, entries: entries.filter((entry) => entry.locale === locale), spelling: spelling(locale) }
      const sayTo = (lines: string[]) => (file: string, fault: string) => void lines.push(`knowledge/${file}: ${fault}`)
      return [locale, readAsking(dir, place, sayTo(faults), sayTo(lapsed))] as const
    }),
  )
  const asking = (locale: string): Asking => askings.get(locale) ?? { asked: [], learned: undefined }
  const knowledge = { entries, documents, offices, phones, rules, warnings, spelling, speech, asking, officesOf: named }
  return { knowledge, faults: [...faults, ...more], lapsed }
}

/** The entries that rest on a document of the register: what to look at again when it changes. */
export function entriesCiting(knowledge: Pick<Knowledge, 'entries'>, document: string): readonly Entry[] {
  return knowledge.entries.filter(({ citations }) => citations.some((citation) => citation.document === document))
}

/** Looks an entry through when it is first asked about: whether it may be used on a day is asked with each question. */
function officesNamedIn(entries: readonly Entry[], offices: Offices): (entry: Entry) => readonly NamedOffice[] {
  const finders = new Map(entries.map(({ locale }) => [locale, createFindOffices(offices, locale)]))
  const known = new Map<Entry, readonly NamedOffice[]>()
  return (entry) => {
    const found = known.get(entry) ?? officesOf(entry, finders.get(entry.locale) ?? (() => []))
    known.set(entry, found)
    return found
  }
}

function readPhonesOf(dir: string, faults: string[]): Readonly<Record<string, Phone>> {
  try {
    return loadPhoneRegister(dir)
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    faults.push(...error.faults)
    return {}
  }
}

/** Folders named like a language: `vi`, `en`. */
function localesIn(dir: string): readonly string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((each) => each.isDirectory() && /^[a-z]{2}$/.test(each.name))
    .map(({ name }) => name)
    .sort()
}

/** Paths below `dir`, with slashes, in an order that is the same everywhere. */
function entryFiles(dir: string, locale: string): readonly string[] {
  return readdirSync(join(dir, locale), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${locale}/${file.replaceAll('\\', '/')}`)
    .sort()
}
