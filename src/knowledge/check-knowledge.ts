import { findConflicts } from './conflicts.ts'
import { entryFaults, type EntryKnowledge } from './entry-faults.ts'
import type { Entry } from './entry.ts'
import { unverifiedPhones, type Phone } from './phone.ts'
import { createFindPhrases, type LocaleRules } from './rules.ts'
import { sharedFaults } from './shared-faults.ts'
import { topicFaults, type Topic } from './topic.ts'

/** The language that the law is written in: every topic has an entry in it. */
const lawLocale = 'vi'

/** What was read from `knowledge/`, before it is known to be good. */
export interface Unchecked extends Pick<EntryKnowledge, 'documents' | 'offices' | 'officesOf' | 'phones' | 'today'> {
  readonly entries: readonly Entry[]
  readonly topics: readonly Topic[]
  readonly phoneRegister: Readonly<Record<string, Phone>>
  readonly rules: Readonly<Record<string, LocaleRules>>
}

/** What is wrong, each line as `knowledge/…: …`. */
export interface KnowledgeFaults {
  readonly faults: readonly string[]
  /** What the passing of time made wrong. */
  readonly lapsed: readonly string[]
  readonly warnings: readonly string[]
}

/** Holds the entries to the rules, the registers and each other. */
export function checkKnowledge(unchecked: Unchecked): KnowledgeFaults {
  const { topics, phoneRegister, rules, today } = unchecked
  const faults: string[] = []
  const lapsed: string[] = []
  const warnings: string[] = []
  const sayTo = (lines: string[], file: string) => (fault: string) => void lines.push(`${file}: ${fault}`)
  for (const [locale, entries] of Map.groupBy(unchecked.entries, (entry) => entry.locale)) {
    const rulesHere = rules[locale]
    if (rulesHere === undefined) {
      faults.push(`knowledge/rules.yaml: has no rules for ${locale}`)
      continue
    }
    const known = { ...unchecked, rules: rulesHere, findLegal: createFindPhrases(rulesHere.legalWords) }
    for (const entry of entries) {
      const { file } = entry
      entryFaults(entry, known, {
        fault: sayTo(faults, file),
        lapsed: sayTo(lapsed, file),
        warning: sayTo(warnings, file),
      })
    }
    sharedFaults(entries, ({ file }, fault) => sayTo(faults, file)(fault))
    for (const { entry, other, citation, texts } of findConflicts(entries, rulesHere)) {
      const place = [citation.document, citation.article, citation.clause]
        .filter((part) => part !== undefined)
        .join(' ')
      const [text, otherText] = texts
      sayTo(warnings, entry.file)(`says "${text}" by ${place}, and ${other.file} says "${otherText}"`)
    }
  }
  topicFaults(topics, unchecked.entries, { today, lawLocale }, (file, fault) => sayTo(lapsed, file)(fault))
  unverifiedPhones(phoneRegister, today).forEach(sayTo(warnings, 'knowledge/phones.yaml'))
  return { faults, lapsed, warnings }
}
