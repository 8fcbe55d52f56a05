import { fold } from '../core/text.ts'
import { shapeOf, type Shape } from './shape.ts'

/** What the lexicon says about how words are really written. */
export interface SpellingTables {
  /** Abbreviation → its readings; a reading of several syllables is the only one. */
  readonly short: ReadonlyMap<string, readonly (readonly string[])[]>
  /** Beginnings and endings that stand for others (`f` for `ph`). */
  readonly beginnings: readonly Respelling[]
  readonly endings: readonly Respelling[]
  /** What a syllable can be made of, without marks. */
  readonly onsets: ReadonlySet<string>
  readonly rimes: ReadonlySet<string>
  /** Every syllable that some pattern knows, without marks. */
  readonly vocabulary: ReadonlySet<string>
}

export interface Respelling {
  readonly from: string
  readonly to: readonly string[]
}

/** Knows what a written word may be meant to be. */
export interface Spelling {
  /** The written word with drawn-out letters made short. */
  squeeze(word: string): string
  /** The words it stands for, each with the readings it may have; most often one word with one reading. */
  read(word: string): readonly (readonly Shape[])[]
  /** True when the joined letters make a word that a pattern or the table of abbreviations knows. */
  isKnown(word: string): boolean
}

/** A typing error is looked for in words of these lengths only: shorter ones are like too many others. */
const shortestTypo = 3
const longestTypo = 9
/** The shortest word that a typing error may stand for. */
const shortestMeant = 3

/** Builds the reader of single words from the tables of the lexicon. */
export function createSpelling(tables: SpellingTables): Spelling {
  const near = nearWords(tables.vocabulary)

  const isKnown = (word: string): boolean => tables.short.has(word) || tables.vocabulary.has(fold(word))

  function isSyllable(folded: string): boolean {
    for (let cut = Math.min(3, folded.length); cut >= 0; cut--) {
      if (tables.onsets.has(folded.slice(0, cut)) && tables.rimes.has(folded.slice(cut))) return true
    }
    return false
  }

  function squeeze(word: string): string {
    if (isKnown(word)) return word
    const doubled = word.replace(/(.)\1{2,}/gu, '$1$1')
    return isKnown(doubled) ? doubled : word.replace(/(.)\1+/gu, '$1')
  }

  /** Other spellings of something that is no syllable as it stands. */
  function respell(word: string): string[] {
    const heads = [word, ...replaced(word, tables.beginnings, (each) => word.startsWith(each), atBeginning)]
    const all = heads.flatMap((head) => [
      head,
      ...replaced(head, tables.endings, (each) => head.endsWith(each), atEnding),
    ])
    return all.filter((each) => each !== word && (isKnown(each) || isSyllable(fold(each))))
  }

  function correct(folded: string): readonly string[] {
    if (folded.length < shortestTypo || folded.length > longestTypo) return []
    const found = new Set<string>()
    for (const key of [folded, ...withoutOne(folded)]) {
      for (const candidate of near.get(key) ?? []) if (isOneAway(folded, candidate)) found.add(candidate)
    }
    return [...found]
  }

  function read(word: string): readonly (readonly Shape[])[] {
    const raw = shapeOf(word)
    const readings = tables.short.get(word) ?? []
    const [only] = readings
    if (only !== undefined && only.length > 1) return only.map((syllable) => [shapeOf(syllable)])
    if (only !== undefined) return [[raw, ...readings.flat().map(shapeOf)]]
    if (tables.vocabulary.has(raw.fold) || isSyllable(raw.fold)) return [[raw]]
    const respelled = respell(word)
    const others = respelled.length > 0 ? respelled : correct(raw.fold)
    return [[raw, ...others.map(shapeOf)]]
  }

  return { squeeze, read, isKnown }
}

function replaced(
  word: string,
  table: readonly Respelling[],
  applies: (from: string) => boolean,
  put: (word: string, from: string, to: string) => string,
): string[] {
  return table.filter((each) => applies(each.from)).flatMap((each) => each.to.map((to) => put(word, each.from, to)))
}

const atBeginning = (word: string, from: string, to: string): string => to + word.slice(from.length)
const atEnding = (word: string, from: string, to: string): string => word.slice(0, word.length - from.length) + to

/** Each word under itself and under what is left of it when one letter is missing. */
function nearWords(vocabulary: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const near = new Map<string, string[]>()
  for (const word of vocabulary) {
    if (word.length < shortestMeant) continue
    for (const key of new Set([word, ...withoutOne(word)])) {
      const known = near.get(key)
      if (known === undefined) near.set(key, [word])
      else known.push(word)
    }
  }
  return near
}

function withoutOne(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))
}

/** One letter more, less or other, or two neighbours swapped. */
function isOneAway(a: string, b: string): boolean {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  const restA = a.slice(head)
  const restB = b.slice(head)
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
  )
}
