import { foldWords } from '../core/text.ts'
import type { Unit } from '../core/unit.ts'

/** One name of a place, folded: `full` with the word for its kind ("xa tan lap"), `bare` without ("tan lap"). */
export interface PlaceName {
  readonly unit: Unit
  readonly full: string
  readonly bare: string
}

/** Where a name stands in a text: the span of the bare name. */
interface Mention extends PlaceName {
  readonly start: number
  readonly end: number
  /** Written with the word for its kind. */
  readonly isFull: boolean
}

/** Bare names this short ("5", "An") are only meant when written with their kind, or alone. */
const shortestAnywhere = 3

/** Stands between the parts of a text that no name reaches over. */
const gap = ' | '

/**
 * The names of a unit: its own and its old ones, without what is said in brackets. A prefix goes only when it is written as
 * in `prefixes`, tone marks included: the district Quan Hóa is not the "quận" Hóa.
 */
export function createPlaceNames(unit: Unit, prefixes: readonly string[]): readonly PlaceName[] {
  return [unit.name, ...unit.oldNames].flatMap((written) => {
    const name = written
      .replace(/\([^)]*\)/g, ' ')
      .normalize('NFC')
      .toLowerCase()
      .trim()
    const prefix = prefixes.find((word) => name.startsWith(`${word} `)) ?? ''
    const full = foldWords(name)
    const bare = foldWords(name.slice(prefix.length))
    return bare === '' ? [] : [{ unit, full, bare }]
  })
}

/**
 * The places that a text means, best first. A name is meant when its words stand in the text and are not part of a longer
 * name there. What is named beside a place counts most: the places above it (`above`), or the place itself by another name,
 * as an old district; places with less of that are driven out, and a place is not offered when one below it is named beside
 * it. After that longer names come first, and names that are written with the word for their kind.
 */
export function searchPlaces(
  names: readonly PlaceName[],
  text: string,
  above: (unit: Unit) => readonly Unit[],
): readonly Unit[] {
  const mentions = withoutParts(findMentions(names, text))
  const byUnit = Map.groupBy(mentions, ({ unit }) => unit)
  const isNamedBeside = (unit: Unit, mention: Mention) =>
    byUnit
      .get(unit)
      ?.some((other) => isApart(other, mention) && (unit !== mention.unit || other.bare !== mention.bare)) ?? false
  const aboveBeside = (mention: Mention) => above(mention.unit).filter((unit) => isNamedBeside(unit, mention))
  const covered = new Set(mentions.flatMap(aboveBeside))
  const ranked = [...byUnit]
    .filter(([unit]) => !covered.has(unit))
    .map(([unit, own]) => ({
      unit,
      beside: Math.max(...own.map((mention) => aboveBeside(mention).length + Number(isNamedBeside(unit, mention)))),
      length: Math.max(...own.map(({ bare, isFull }) => bare.length * 2 + Number(isFull))),
    }))
  const most = Math.max(...ranked.map(({ beside }) => beside))
  return ranked
    .filter(({ beside }) => beside === most)
    .sort((a, b) => b.length - a.length)
    .map(({ unit }) => unit)
}

function findMentions(names: readonly PlaceName[], text: string): readonly Mention[] {
  const parts = text.split(/[,;|/\n]/).map(foldWords)
  const words = `${gap}${parts.join(gap)}${gap}`
  const mentions: Mention[] = []
  for (const name of names) {
    const { full, bare } = name
    const prefix = full.slice(0, full.length - bare.length)
    for (let at = words.indexOf(` ${bare} `); at !== -1; at = words.indexOf(` ${bare} `, at + 1)) {
      const start = at + 1
      const isFull = prefix !== '' && words.slice(0, start).endsWith(` ${prefix}`)
      if (bare.length < shortestAnywhere && !isFull && !parts.includes(bare)) continue
      mentions.push({ ...name, start, end: start + bare.length, isFull })
    }
  }
  return mentions
}

/** Leaves out what is only part of a longer name that stands in the same place: "Tân Phú" within "Tân Phú Đông". */
function withoutParts(mentions: readonly Mention[]): readonly Mention[] {
  const ends = new Map<number, number>()
  for (const { start, end } of mentions) ends.set(start, Math.max(end, ends.get(start) ?? 0))
  const spans = [...ends]
  return mentions.filter(
    ({ start, end }) => !spans.some(([from, to]) => from <= start && end <= to && to - from > end - start),
  )
}

function isApart(a: Mention, b: Mention): boolean {
  return a.end <= b.start || b.end <= a.start
}
