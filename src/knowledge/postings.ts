import { createNumberList } from './number-list.ts'
import type { TermBook } from './term-book.ts'

/** Where a term stands: the same place in each list is one part. */
export interface Postings {
  readonly parts: Uint32Array
  readonly counts: Uint32Array
  /** Which one of `writings` is found there. */
  readonly written: Uint32Array
  /** The ways, with marks, that the term is written in one part. */
  readonly writings: readonly (readonly string[])[]
}

/** The postings of all terms, by the numbers that the book gave them. */
export interface AllPostings {
  of(term: number): Postings
  /** Every term of every part once, part by part, within a part in the order of its words. */
  eachInOrder(take: (term: number, part: number) => void): void
}

/** Takes the writings of part after part, numbered by the book, and makes postings of their terms. */
export interface PostingLog {
  add(part: number, writings: readonly number[]): void
  sorted(): AllPostings
}

/** A log in a few large lists of numbers: they take far less room than an object for each posting. */
export function createPostingLog(book: TermBook): PostingLog {
  const log = { term: createNumberList(), part: createNumberList(), count: createNumberList(), set: createNumberList() }
  /** Where a term stands last in the log. */
  const last: number[] = []
  const sets = createSets(book)

  return {
    add(part, writings) {
      const begin = log.term.length()
      for (const writing of writings) {
        const term = book.termOf(writing)
        const at = last[term] ?? -1
        if (at >= begin) {
          log.count.set(at, log.count.at(at) + 1)
          log.set.set(at, sets.with(log.set.at(at), writing))
        } else {
          last[term] = log.term.push(term)
          log.part.push(part)
          log.count.push(1)
          log.set.push(sets.single(writing))
        }
      }
    },
    sorted() {
      const [term, part] = [log.term.all(), log.part.all()]
      const { order, starts } = orderOf(term, book.count())
      const parts = pickAll(part, order)
      const counts = pickAll(log.count.all(), order)
      const { placeOf, writingsOf } = sets.sorted()
      const written = pickAll(log.set.all(), order).map(placeOf)
      return {
        of(number) {
          const [start, end] = [starts[number], starts[number + 1]]
          return {
            parts: parts.subarray(start, end),
            counts: counts.subarray(start, end),
            written: written.subarray(start, end),
            writings: writingsOf(number),
          }
        },
        eachInOrder: (take) => term.forEach((number, at) => take(number, part[at] ?? 0)),
      }
    },
  }
}

/** Sets of writings of one term, those that stand in one part; nearly all are of one. */
interface Sets {
  single(writing: number): number
  /** The set with one writing more. */
  with(set: number, writing: number): number
  sorted(): {
    /** Which one of the sets of its term a set is. */
    placeOf(set: number): number
    writingsOf(term: number): readonly (readonly string[])[]
  }
}

function createSets(book: TermBook): Sets {
  const singles: number[] = []
  const several = new Map<string, number>()
  const members: (readonly number[] | number)[] = []
  const membersOf = (set: number): readonly number[] => [members[set] ?? []].flat()

  return {
    single: (writing) => (singles[writing] ??= members.push(writing) - 1),
    with(set, writing) {
      const before = membersOf(set)
      if (before.includes(writing)) return set
      const all = [...before, writing].sort((a, b) => a - b)
      const known = several.get(all.join())
      if (known !== undefined) return known
      several.set(all.join(), members.length)
      return members.push(all) - 1
    },
    sorted() {
      const term = Uint32Array.from(members, (_, set) => book.termOf(membersOf(set)[0] ?? 0))
      const { order, starts } = orderOf(term, book.count())
      const places = new Uint32Array(order.length)
      for (const [at, set] of order.entries()) places[set] = at - (starts[term[set] ?? 0] ?? 0)
      return {
        placeOf: (set) => places[set] ?? 0,
        writingsOf: (number) =>
          Array.from(order.subarray(starts[number], starts[number + 1]), (set) => membersOf(set).map(book.formOf)),
      }
    },
  }
}

/** Places in a list of terms, one term behind the other, each in the order of the list; and where each term starts. */
function orderOf(term: Uint32Array, termCount: number): { readonly order: Uint32Array; readonly starts: Uint32Array } {
  const starts = new Uint32Array(termCount + 1)
  for (const number of term) starts[number + 1] = (starts[number + 1] ?? 0) + 1
  for (let number = 0; number < termCount; number++) {
    starts[number + 1] = (starts[number + 1] ?? 0) + (starts[number] ?? 0)
  }
  const free = starts.slice()
  const order = new Uint32Array(term.length)
  term.forEach((number, at) => {
    const place = free[number] ?? 0
    free[number] = place + 1
    order[place] = at
  })
  return { order, starts }
}

function pickAll(values: Uint32Array, order: Uint32Array): Uint32Array {
  return order.map((at) => values[at] ?? 0)
}
