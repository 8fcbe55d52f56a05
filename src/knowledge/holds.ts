import { isCitedInForce, isInForce, type LawDocument } from './document.ts'
import type { Entry } from './entry.ts'
import { existsOn, type NamedOffice } from './office.ts'
import { isWithin, nearestDay } from './period.ts'

/** What decides whether an entry may be used on a day. */
export interface HoldsKnowledge {
  readonly documents: ReadonlyMap<string, LawDocument>
  /** The offices that the entry names as being there. */
  officesOf(entry: Entry): readonly NamedOffice[]
}

/**
 * An entry holds on a day that it is meant for when everything that it was written from is in force then and every office
 * that it sends people to exists: a text that rests on a decree of 2026 says nothing about 2021. What was not in force when
 * it was reviewed (or on the nearest day that it is meant for) is no part of what it was written from.
 */
export function holdsOn(entry: Entry, { documents, officesOf }: HoldsKnowledge, day: string): boolean {
  if (!isWithin(entry, day)) return false
  const cited = entry.citations.flatMap((citation) => {
    const document = documents.get(citation.document)
    return document === undefined ? [] : [{ citation, document }]
  })
  const written = nearestDay(entry, entry.reviewedOn)
  const basis = cited.filter(({ document }) => isInForce(document, written))
  return (
    cited.some(({ citation, document }) => isCitedInForce(citation, document, day)) &&
    basis.every(({ citation, document }) => isCitedInForce(citation, document, day)) &&
    officesOf(entry).every(({ office }) => existsOn(office, day))
  )
}
