import type { Curve } from './confidence.ts'
import type { Entry } from './entry.ts'
import type { Knowledge } from './load.ts'
import { dayAfter, isWithin } from './period.ts'
import { fillPhones } from './phone.ts'
import { createJudge } from './judge.ts'
import { createRanker, type Ranking } from './ranker.ts'
import { createRetriever } from './retriever.ts'
import { createFindPhrases, type FindPhrases } from './rules.ts'
import { createSpelling } from './spelling.ts'
import { newestOf } from './versions.ts'

/** The entries of one language. */
export interface Library {
  readonly locale: string
  /** How confidence is read from a ranking; undefined where nothing was learnt. */
  readonly curve: Curve | undefined
  /** Finds what names a subject of another field. */
  readonly findOutside: FindPhrases
  /** The versions of an entry, whatever day they are meant for. */
  versions(id: string): readonly Entry[]
  /** What is searched for a question about that day (yyyy-mm-dd). */
  shelf(day: string): Shelf
}

/** One version of each entry, searchable. */
export interface Shelf {
  readonly entries: ReadonlyMap<string, Entry>
  /** Finds what a question asks for. */
  rank(question: string): Ranking
}

/**
 * Opens a language. Entries have versions for several days, so that what is searched differs between days too; it is made
 * when first asked for and stays the same between two days on which a version begins or ends.
 */
export function openLibrary(knowledge: Knowledge, locale: string): Library {
  const versions = Map.groupBy(
    knowledge.entries.filter((entry) => entry.locale === locale),
    ({ id }) => id,
  )
  const turns = [...new Set([...versions.values()].flat().flatMap(turnsOf))].sort()
  const shelves = new Map<number, Shelf>()
  const rules = knowledge.spelling(locale)
  const { asked: all, learned } = knowledge.asking(locale)
  const asked = Map.groupBy(all, ({ entry }) => entry)
  const judge = learned === undefined ? undefined : createJudge(learned.judge, createSpelling(rules))

  function fill(day: string): Shelf {
    const entries = [...versions.values()].flatMap((all) => versionFor(all, day) ?? [])
    const findable = entries.map(({ id, title, questions, answer, child }) => ({
      id,
      title: fillPhones(title, knowledge.phones),
      variants: [...questions, ...(asked.get(id) ?? []).map((each) => each.text)],
      text: fillPhones(`${answer}\n${child}`, knowledge.phones),
    }))
    return {
      entries: new Map(entries.map((entry) => [entry.id, entry])),
      rank: createRanker(createRetriever(findable, rules), judge),
    }
  }

  return {
    locale,
    curve: learned?.curve,
    findOutside: createFindPhrases(knowledge.rules[locale]?.outside ?? []),
    versions: (id) => versions.get(id) ?? [],
    shelf(day) {
      const turn = turns.filter((each) => each <= day).length
      const shelf = shelves.get(turn) ?? fill(day)
      shelves.set(turn, shelf)
      return shelf
    },
  }
}

/** The version that is meant for the day; where none is, the newest stands in, so that a question is still understood. */
function versionFor(versions: readonly Entry[], day: string): Entry | undefined {
  return versions.find((each) => isWithin(each, day)) ?? newestOf(versions)
}

/** The days from which on another version of the entry counts. */
function turnsOf({ from, until }: Entry): readonly string[] {
  return [...(from === undefined ? [] : [from]), ...(until === undefined ? [] : [dayAfter(until)])]
}
