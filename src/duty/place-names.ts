import { foldWords } from '../core/text.ts'
import type { Unit } from '../core/unit.ts'

/** One name of a place, folded: `full` with the word for its kind ("xa tan lap"), `bare` without ("tan lap"). */
export interface PlaceName {
  readonly unit: Unit
  /** As the table writes it. */
  readonly name: string
  readonly full: string
  readonly bare: string
  /** The words of `bare` with their marks. */
  readonly marked: readonly string[]
}

/** Where a name stands in a text: the span of the bare name in the folded text. */
export interface Mention extends PlaceName {
  readonly start: number
  readonly end: number
  /** The first and the last token, with the word for its kind where that stands before it. */
  readonly first: number
  readonly last: number
  /** The bare name as it stands there, lower case, and folded. */
  readonly words: readonly string[]
  readonly folded: readonly string[]
  /** Written with the word for its kind. */
  readonly isFull: boolean
  /** Written with other marks than the name has; without marks is not that. */
  readonly isMisspelt: boolean
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
    const marked = markedWords(name.slice(prefix.length))
    const bare = foldWords(marked.join(' '))
    return bare === '' ? [] : [{ unit, name: written, full, bare, marked }]
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
  return rankUnits(withoutMisspelt(withoutParts(findMentions(names, tokensOf(text)))), above)
}

/** The units of the mentions, best first, as `searchPlaces` tells. */
export function rankUnits(mentions: readonly Mention[], above: (unit: Unit) => readonly Unit[]): readonly Unit[] {
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

/** A text in tokens, one a word, with a gap before, between and after its parts. */
export interface Tokens {
  /** The words as they are written. */
  readonly written: readonly string[]
  /** The same folded, token for token. */
  readonly folded: readonly string[]
  /** The parts, folded. */
  readonly parts: readonly string[]
}

/** Cuts a text where no name reaches over: at commas, lines and the like. */
export function tokensOf(text: string): Tokens {
  const written = text.split(/[,;|/\n]/).map(writtenWords)
  const parts = written.map((part) => foldWords(part.join(' ')))
  const inOne = (all: readonly string[]) => `${gap}${all.join(gap)}${gap}`.split(' ')
  return { written: inOne(written.map((part) => part.join(' '))), folded: inOne(parts), parts }
}

/** Every place of the text where a name stands. */
export function findMentions(names: readonly PlaceName[], { written, folded, parts }: Tokens): readonly Mention[] {
  const words = folded.join(' ')
  const mentions: Mention[] = []
  for (const place of names) {
    const { full, bare, marked } = place
    const prefix = full.slice(0, full.length - bare.length)
    for (let at = words.indexOf(` ${bare} `); at !== -1; at = words.indexOf(` ${bare} `, at + 1)) {
      const start = at + 1
      const isFull = prefix !== '' && words.slice(0, start).endsWith(` ${prefix}`)
      if (bare.length < shortestAnywhere && !isFull && !parts.includes(bare)) continue
      const from = words.slice(0, start).split(' ').length - 1
      const own = written.slice(from, from + marked.length).map((word) => word.toLowerCase())
      mentions.push({
        ...place,
        start,
        end: start + bare.length,
        first: from - (isFull ? prefix.trim().split(' ').length : 0),
        last: from + marked.length - 1,
        words: own,
        folded: folded.slice(from, from + marked.length),
        isFull,
        isMisspelt: marked.some((word, index) => contradicts(own[index] ?? '', word)),
      })
    }
  }
  return mentions
}

/** Leaves out what is only part of a longer name that stands in the same place: "Tân Phú" within "Tân Phú Đông". */
export function withoutParts(mentions: readonly Mention[]): readonly Mention[] {
  const ends = new Map<number, number>()
  for (const { start, end } of mentions) ends.set(start, Math.max(end, ends.get(start) ?? 0))
  const spans = [...ends]
  return mentions.filter(
    ({ start, end }) => !spans.some(([from, to]) => from <= start && end <= to && to - from > end - start),
  )
}

/** Leaves out what is written with other marks, where something is written with its own: "tỉnh Gia Lai" is not Tĩnh Gia. */
export function withoutMisspelt(mentions: readonly Mention[]): readonly Mention[] {
  const right = mentions.filter(({ isMisspelt }) => !isMisspelt)
  return mentions.filter((mention) => !mention.isMisspelt || right.every((other) => isApart(other, mention)))
}

/** Whether a written word has marks, and not those of `own`; where a tone stands ("hoá", "hóa") does not matter. */
function contradicts(written: string, own: string): boolean {
  const letters = (word: string) => [...word.normalize('NFD')].toSorted().join('')
  return written !== foldWords(written) && letters(written) !== letters(own)
}

/** As `foldWords`, word for word, but with the marks. */
function markedWords(text: string): readonly string[] {
  return writtenWords(text.toLowerCase())
}

function writtenWords(text: string): readonly string[] {
  return text
    .normalize('NFC')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => foldWords(word) !== '')
}

function isApart(a: Mention, b: Mention): boolean {
  return a.end <= b.start || b.end <= a.start
}
