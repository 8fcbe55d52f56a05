import type { Syllable } from './tokens.ts'

/** Where a term stands: the same place in each list is one part. */
export interface Postings {
  readonly parts: Uint32Array
  readonly counts: Uint32Array
  /** Which one of `writings` is found there. */
  readonly written: Uint32Array
  /** The ways, with marks, that the term is written in one part. */
  readonly writings: readonly (readonly string[])[]
}

/** The postings of all terms; terms are numbered in the order in which they were first seen. */
export interface AllPostings {
  readonly numbers: ReadonlyMap<string, number>
  of(term: number): Postings
  /** Every term of every part once, part by part, within a part in the order of its words. */
  eachInOrder(take: (term: number, part: number) => void): void
}

/** Takes the terms of part after part and makes postings of them. */
export interface PostingLog {
  add(part: number, found: readonly Syllable[]): void
  sorted(): AllPostings
}

/** A log in a few large lists of numbers: they take far less room than an object for each posting. */
export function createPostingLog(): PostingLog {
  const numbers = new Map<string, number>()
  const writings: (readonly string[])[][] = []
  const log = { term: createNumbers(), part: createNumbers(), count: createNumbers(), written: createNumbers() }

  function numberOf(fold: string): number {
    const known = numbers.get(fold)
    if (known !== undefined) return known
    numbers.set(fold, numbers.size)
    writings.push([])
    return numbers.size - 1
  }

  function writingOf(term: number, forms: readonly string[]): number {
    const known = writings[term] ?? []
    const at = known.findIndex((each) => each.length === forms.length && each.every((form, i) => form === forms[i]))
    return at >= 0 ? at : known.push(forms) - 1
  }

  return {
    add(part, found) {
      const here = new Map<string, { count: number; readonly forms: string[] }>()
      for (const { fold, form } of found) {
        const seen = here.get(fold)
        if (seen === undefined) here.set(fold, { count: 1, forms: [form] })
        else {
          seen.count += 1
          if (!seen.forms.includes(form)) seen.forms.push(form)
        }
      }
      for (const [fold, { count, forms }] of here) {
        const term = numberOf(fold)
        log.term.push(term)
        log.part.push(part)
        log.count.push(count)
        log.written.push(writingOf(term, forms.sort()))
      }
    },
    sorted() {
      const [term, part] = [log.term.all(), log.part.all()]
      const { order, starts } = orderOf(term, numbers.size)
      const parts = pickAll(part, order)
      const counts = pickAll(log.count.all(), order)
      const written = pickAll(log.written.all(), order)
      return {
        numbers,
        of(number) {
          const [start, end] = [starts[number], starts[number + 1]]
          return {
            parts: parts.subarray(start, end),
            counts: counts.subarray(start, end),
            written: written.subarray(start, end),
            writings: writings[number] ?? [],
          }
        },
        eachInOrder: (take) => term.forEach((number, at) => take(number, part[at] ?? 0)),
      }
    },
  }
}

/** Places in the log, one term behind the other, each in the order of the log; and where each term starts. */
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

/** A list of whole numbers that grows. */
function createNumbers(): { push(value: number): void; all(): Uint32Array } {
  let values = new Uint32Array(1024)
  let length = 0
  return {
    push(value) {
      if (length === values.length) {
        const larger = new Uint32Array(2 * length)
        larger.set(values)
        values = larger
      }
      values[length++] = value
    },
    all: () => values.subarray(0, length),
  }
}
