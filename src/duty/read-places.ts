import type { NamedPlace, PlaceReading } from '../core/ports.ts'
import type { Unit } from '../core/unit.ts'
import { findMentions, rankUnits, tokensOf, withoutMisspelt, withoutParts } from './place-names.ts'
import type { Mention, PlaceName } from './place-names.ts'

/** Stands in the rest of a text where a place was named. */
const namedHere = '|'

/**
 * What a text says of places and what else it says. A name that was written with other marks counts only with the word for
 * its kind before it: "bên trẻ" is not Bến Tre.
 */
export function readPlaces(
  names: readonly PlaceName[],
  text: string,
  above: (unit: Unit) => readonly Unit[],
): PlaceReading {
  const tokens = tokensOf(text)
  const meant = withoutParts(findMentions(names, tokens)).filter(({ isFull, isMisspelt }) => isFull || !isMisspelt)
  const mentions = withoutMisspelt(meant)
  const isUnmarked = (mention: Mention) => mention.words.every((word, index) => word === mention.folded[index])
  const named = rankUnits(mentions, above).map((unit): NamedPlace => {
    const own = mentions.filter((mention) => mention.unit === unit)
    return {
      unit,
      names: namesOf(own),
      isSure: own.some((mention) => mention.isFull || !isUnmarked(mention)),
    }
  })
  const covered = new Set(meant.flatMap(({ first, last }) => range(first, last)))
  const rest = tokens.written.map((word, index) => (covered.has(index) ? namedHere : word))
  return { named, rest: rest.join(' ').trim() }
}

/** How the unit is called in the text: where two of its names stand in one place, only the one that fits better. */
function namesOf(mentions: readonly Mention[]): readonly string[] {
  const fits = ({ isFull, name, unit }: Mention) => Number(isFull) * 2 + Number(name === unit.name)
  const best = [...Map.groupBy(mentions, ({ start }) => start).values()].flatMap((here) => {
    return here.toSorted((a, b) => fits(b) - fits(a)).slice(0, 1)
  })
  return [...new Set(best.map(({ name }) => name))]
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
