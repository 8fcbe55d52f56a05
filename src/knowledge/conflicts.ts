import type { Entry, EntryCitation } from './entry.ts'
import { likenessOf, pairsOf, type Pairs } from './likeness.ts'
import { overlaps } from './period.ts'
import type { LocaleRules } from './rules.ts'

/** A part of a sentence that states figures, without them. */
interface Statement {
  readonly text: string
  /** `5–10 triệu đồng`, in order. */
  readonly figures: readonly string[]
  /** The same without the numbers. */
  readonly units: string
  readonly pairs: Pairs
}

/** From where on two statements speak of the same thing; those of today about different things reach 0.61. */
const sameThing = 0.65

/** Two entries that rest on the same place in the law and state other figures about the same thing: at most one is right. */
export interface Conflict {
  readonly entry: Entry
  readonly other: Entry
  readonly citation: EntryCitation
  readonly texts: readonly [string, string]
}

/** Finds the conflicts between the entries of one language. */
export function findConflicts(entries: readonly Entry[], rules: LocaleRules): readonly Conflict[] {
  const pattern = figurePattern(rules)
  const stated = entries.map((entry) => ({ entry, statements: statementsOf(entry.answer, pattern) }))
  return stated.flatMap(({ entry, statements }, index) =>
    stated.slice(0, index).flatMap(({ entry: other, statements: others }) => {
      const citation = other.id === entry.id || !overlaps(entry, other) ? undefined : sharedCitation(entry, other)
      if (citation === undefined) return []
      const texts = firstContradiction(statements, others)
      return texts === undefined ? [] : [{ entry, other, citation, texts }]
    }),
  )
}

/** Where both rest on: the same article, and the same clause where both name one. */
function sharedCitation(a: Entry, b: Entry): EntryCitation | undefined {
  return a.citations.find(({ document, article, clause }) =>
    b.citations.some(
      (each) =>
        each.document === document &&
        each.article === article &&
        (clause === undefined || each.clause === undefined || each.clause === clause),
    ),
  )
}

function firstContradiction(
  statements: readonly Statement[],
  others: readonly Statement[],
): readonly [string, string] | undefined {
  for (const statement of statements) {
    const alike = others.filter(({ units, pairs }) => {
      return units === statement.units && likenessOf(pairs, statement.pairs) >= sameThing
    })
    const [first] = alike
    const figures = statement.figures.join()
    if (first !== undefined && !alike.some((each) => each.figures.join() === figures))
      return [statement.text, first.text]
  }
  return undefined
}

function statementsOf(text: string, pattern: RegExp): readonly Statement[] {
  return text.split(/[.;!?]+(?=\s|$)|\n+/).flatMap((part) => {
    const found = [...part.matchAll(pattern)]
    if (found.length === 0) return []
    const figures = found.map(([figure]) => figure.toLowerCase().replace(/\s+/g, ' '))
    const units = figures.map((figure) => figure.replace(/\d+(?:[.,]\d+)*/g, '#')).join()
    return [{ text: part.trim(), figures, units, pairs: pairsOf(part.replace(pattern, ' ')) }]
  })
}

/** A number or a range of two before a unit: `5–10 triệu đồng`, `1 đến 5 năm`. */
function figurePattern({ units, between }: LocaleRules): RegExp {
  const number = '\\d+(?:[.,]\\d+)*'
  return new RegExp(
    `(?<![\\p{L}\\p{N}/])(?:${number}\\s*(?:${oneOf(between)})\\s*)?${number}\\s*(?:${oneOf(units)})(?!\\p{L})`,
    'giu',
  )
}

function oneOf(words: readonly string[]): string {
  return [...words].sort((a, b) => b.length - a.length).join('|')
}
