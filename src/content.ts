import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { actionNames } from './actions/index.ts'
import { ContentError } from './core/errors.ts'
import type { StripPersonal, Translate } from './core/ports.ts'
import type { Officer } from './core/shift.ts'
import type { Assess } from './core/triage.ts'
import type { Unit } from './core/unit.ts'
import { dayInVietnam } from './core/vietnam-time.ts'
import { readRoster } from './duty/read-roster.ts'
import { readUnits } from './duty/read-units.ts'
import type { Flow } from './flows/flow.ts'
import { loadFlows } from './flows/load.ts'
import { createReadChoice, type ReadChoice } from './flows/read-choice.ts'
import { loadKnowledge, type Knowledge } from './knowledge/load.ts'
import { loadPersonal } from './knowledge/personal.ts'
import { loadPhones } from './knowledge/phone.ts'
import { loadPrompts, type Prompts } from './knowledge/prompts.ts'
import { localeFaults } from './locale-faults.ts'
import { createStripPersonal } from './privacy/strip-personal.ts'
import { loadTranslate } from './translate.ts'
import { createRules } from './triage/assess.ts'
import { lexiconFile, loadDanger } from './triage/learned.ts'
import { loadLexicon } from './triage/lexicon.ts'
import { createWeigh } from './triage/weigh.ts'
import { searchMessages } from './search-messages.ts'

/** Everything that people write who write no TypeScript, read and checked. */
export interface Content {
  readonly translate: Translate
  readonly flows: readonly Flow[]
  readonly readChoice: ReadChoice
  readonly knowledge: Knowledge
  /** What a language model is told, where there is one. */
  readonly prompts: Prompts
  readonly assess: Assess
  readonly stripPersonal: StripPersonal
  readonly phones: { readonly child_hotline: string; readonly police: string; readonly ambulance: string }
  /** The country and its provinces. */
  readonly units: readonly Unit[]
  readonly sampleUnits: readonly Unit[]
  readonly placePrefixes: readonly string[]
  readonly entryCount: number
  /** What needs an author's look but stops nothing. */
  readonly warnings: readonly string[]
}

/**
 * Reads the content below `root`. Throws one `ContentError` with every fault of every part; with `lapsedIsFault` law that
 * has ended is one too.
 */
export function loadContent(
  root: string,
  options: { readonly now?: Date; readonly lapsedIsFault?: boolean } = {},
): Content {
  const { now = new Date(), lapsedIsFault = false } = options
  const faults: string[] = []
  const part = <T>(load: () => T): T | undefined => {
    try {
      return load()
    } catch (error) {
      if (!(error instanceof ContentError)) throw error
      faults.push(...error.faults)
      return undefined
    }
  }
  const dir = join(root, 'knowledge')
  const phones = part(() => loadPhones(dir))
  const translate = part(() => loadTranslate(join(root, 'locales'), 'vi', phones ?? {}))
  if (translate === undefined) throw new ContentError([...new Set(faults)])
  faults.push(...localeFaults(join(root, 'locales'), 'vi', Object.keys(phones ?? {})))
  const words = translate(translate.pick(undefined))
  const flows = part(() => loadFlows(join(root, 'flows'), { actions: actionNames, hasWords: translate.has }))
  const knowledge = part(() => loadKnowledge(dir, { today: dayInVietnam(now), lapsedIsFault }))
  const prompts = part(() => loadPrompts(dir))
  const personal = part(() => loadPersonal(dir))
  const lexicon = part(() => loadLexicon(join(dir, lexiconFile)))
  const danger = part(() => loadDanger(dir))
  if (lapsedIsFault) faults.push(...(danger?.staleness ?? []))
  const units = part(() =>
    named('knowledge/units.csv', () => readUnits(read(dir, 'units.csv'), [], { isSample: false, words })),
  )
  const sampleUnits = part(() =>
    named('knowledge/sample-units.csv', () =>
      readUnits(read(dir, 'sample-units.csv'), units ?? [], { isSample: true, words }),
    ),
  )
  part(() =>
    named('knowledge/sample-roster.csv', () => {
      const officers = [sampleOfficer(words('officers.sampleName'))]
      return readRoster(read(dir, 'sample-roster.csv'), {
        officers,
        units: [...(units ?? []), ...(sampleUnits ?? [])],
        ids: { id: () => 'check' },
        words,
      })
    }),
  )
  if (
    faults.length > 0 ||
    flows === undefined ||
    knowledge === undefined ||
    prompts === undefined ||
    personal === undefined ||
    lexicon === undefined ||
    danger === undefined ||
    units === undefined ||
    sampleUnits === undefined
  ) {
    throw new ContentError([...new Set(faults)])
  }
  return {
    translate,
    flows,
    readChoice: createReadChoice(translate, shortForms(translate, knowledge)),
    knowledge,
    prompts,
    assess: createWeigh({
      rules: createRules(lexicon),
      lexicon,
      model: danger.model,
      told: danger.told,
      findAlike: searchMessages(danger.told, knowledge.spelling(translate.pick(undefined))),
    }),
    stripPersonal: createStripPersonal(personal),
    phones: { child_hotline: '', police: '', ambulance: '', ...phones },
    units,
    sampleUnits,
    placePrefixes: translate.locales.flatMap((locale) => translate(locale)('places.prefixes').split('|')),
    entryCount: knowledge.entries.length,
    warnings: [...knowledge.warnings, ...danger.staleness],
  }
}

/** The abbreviations of all languages. */
function shortForms({ locales }: Translate, knowledge: Knowledge): Readonly<Record<string, string>> {
  return Object.assign({}, ...locales.map((locale) => knowledge.spelling(locale).short)) as Record<string, string>
}

function read(dir: string, file: string): string {
  return readFileSync(join(dir, file), 'utf8')
}

/** Puts the file's name before the faults of a reader that knows lines only. */
function named<T>(file: string, load: () => T): T {
  try {
    return load()
  } catch (error) {
    if (error instanceof ContentError) throw new ContentError(error.faults.map((fault) => `${file}: ${fault}`))
    throw new ContentError([`${file}: ${(error as Error).message}`])
  }
}

function sampleOfficer(name: string): Officer {
  return { id: 'sample', alias: 1, name, role: 'officer', unit: 'VN', isActive: true, createdAt: new Date(0) }
}
