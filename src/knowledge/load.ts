import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ContentError } from '../core/errors.ts'
import { readRegister, type LawDocument } from './document.ts'
import { entryFaults, sharedFaults, type EntryKnowledge } from './entry-faults.ts'
import { readEntry, type Entry } from './entry.ts'
import { loadPhones, type Phones } from './phone.ts'
import { readYaml, type Say } from './read-yaml.ts'
import { createFindPhrases, readRules, type LocaleRules } from './rules.ts'
import { plainSpelling, spellingShape, type SpellingRules } from './spelling.ts'

/** Everything in `knowledge/` that answers rest on. */
export interface Knowledge {
  /** Of every language, in the order of their files. */
  readonly entries: readonly Entry[]
  readonly documents: ReadonlyMap<string, LawDocument>
  readonly phones: Phones
  readonly rules: Readonly<Record<string, LocaleRules>>
  /** What needs an author's look but stops nothing, each line as `knowledge/…: warning`. */
  readonly warnings: readonly string[]
  /** How questions are typed in a language; a language without rules of its own has plain ones. */
  spelling(locale: string): SpellingRules
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
  const lapsed: string[] = []
  const sayIn = (file: string) => (fault: string) => void faults.push(`${file}: ${fault}`)
  const read = <T>(file: string, take: (text: string, say: Say) => T): T | undefined => {
    const say = sayIn(`knowledge/${file}`)
    if (existsSync(join(dir, file))) return take(readFileSync(join(dir, file), 'utf8').normalize('NFC'), say)
    say('there is no such file')
    return undefined
  }
  const phones = readPhonesOf(dir, faults)
  const documents = read('documents.yaml', readRegister) ?? new Map<string, LawDocument>()
  const rules = read('rules.yaml', readRules) ?? {}
  const spellings = read('synonyms.yaml', (text, say) => readYaml(text, z.record(z.string(), spellingShape), say)) ?? {}
  const warnings: string[] = []
  const entries = localesIn(dir).flatMap((locale) => {
    const found = entryFiles(dir, locale).flatMap((file) => {
      const text = readFileSync(join(dir, file), 'utf8')
      return readEntry(text, { locale, file: `knowledge/${file}` }, sayIn(`knowledge/${file}`)) ?? []
    })
    const rulesHere = rules[locale]
    if (rulesHere === undefined && found.length > 0) sayIn('knowledge/rules.yaml')(`has no rules for ${locale}`)
    if (rulesHere !== undefined) {
      const findDissolved = createFindPhrases(rulesHere.dissolved)
      checkEntries(found, { documents, phones, rules: rulesHere, findDissolved, today: options.today }, sayIn, lapsed)
    }
    return found
  })
  for (const { file, reviewBy } of entries) {
    if (reviewBy < options.today) warnings.push(`${file}: was to be reviewed by ${reviewBy}`)
  }
  const spelling = (locale: string): SpellingRules => spellings[locale] ?? plainSpelling
  return { knowledge: { entries, documents, phones, rules, warnings, spelling }, faults, lapsed }
}

/** The entries that rest on a document of the register: what to look at again when it changes. */
export function entriesCiting(knowledge: Pick<Knowledge, 'entries'>, document: string): readonly Entry[] {
  return knowledge.entries.filter(({ citations }) => citations.some((citation) => citation.document === document))
}

function checkEntries(
  entries: readonly Entry[],
  known: EntryKnowledge,
  sayIn: (file: string) => Say,
  lapsed: string[],
): void {
  for (const entry of entries) {
    entryFaults(entry, known, sayIn(entry.file), (fault) => void lapsed.push(`${entry.file}: ${fault}`))
  }
  sharedFaults(entries, (entry, fault) => sayIn(entry.file)(fault))
}

function readPhonesOf(dir: string, faults: string[]): Phones {
  try {
    return loadPhones(dir)
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
