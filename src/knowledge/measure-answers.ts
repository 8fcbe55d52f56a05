import type { Answer, Answerer } from '../core/answer.ts'
import { ContentError } from '../core/errors.ts'
import type { Words } from '../core/ports.ts'
import { askedColumns, askedIn, type Asked } from './asked.ts'

/** A question whose right answer is known. */
export interface Question extends Asked {
  /** The part of the file it belongs to (`dev`, `held`); empty where a file has no parts. */
  readonly split: string
  /** How it is written: with marks, without, in a dialect … */
  readonly style: string
}

/** What a set of questions comes to; shares are 0..1, those over no question 0. */
export interface AnswerMeasure {
  /** Questions that an entry answers; the shares up to `abstained` are of these. */
  readonly answerable: number
  readonly firstHit: number
  readonly fiveHit: number
  /** Answered, by whatever entry. */
  readonly answered: number
  /** Answered by an entry that is not the right one: wrong and certain. */
  readonly wrong: number
  /** Not answered although the right entry was the first one found. */
  readonly needless: number
  readonly unanswerable: number
  /** Of the unanswerable: rightly not answered. */
  readonly abstained: number
}

/** The part of a file of questions that settings may be tuned on; nothing is chosen by the other. */
export const tunedPart = 'dev'

/**
 * Reads questions: columns by tabs, named in the first line (`style`, `entry`, `question`, perhaps `split`); `-` is the
 * entry of a question that none answers; empty lines and lines that begin with `#` say nothing. `entries` are the ids that
 * may be named. Throws a `ContentError` that names every bad line.
 */
export function readQuestions(
  text: string,
  options: { readonly entries: ReadonlySet<string>; readonly words: Words },
): readonly Question[] {
  const { entries, words } = options
  const faults: string[] = []
  const say = (line: number, fault: string, vars: Readonly<Record<string, string | number>> = {}): readonly [] => {
    faults.push(words('import.line', { line, what: words(`import.fault.${fault}`, vars) }))
    return []
  }
  const [head, ...rows] = text
    .normalize('NFC')
    .split('\n')
    .map((line, at) => ({ line: at + 1, cells: line.split('\t').map((cell) => cell.trim()) }))
    .filter(({ cells: [first = '', ...others] }) => !first.startsWith('#') && (first !== '' || others.length > 0))
  if (head === undefined) say(1, 'empty', { columns: askedColumns.join(', ') })
  else {
    for (const column of askedColumns) if (!head.cells.includes(column)) say(head.line, 'missing-column', { column })
  }
  if (head === undefined || faults.length > 0) throw new ContentError(faults)
  const questions = rows.flatMap(({ line, cells }) => {
    const cell = (name: string): string => cells[head.cells.indexOf(name)] ?? ''
    const [found, expected] = [cells.length, head.cells.length]
    if (found !== expected) return say(line, 'cell-count', { found, expected })
    const column = askedColumns.find((name) => cell(name) === '')
    if (column !== undefined) return say(line, 'empty-cell', { column })
    const asked = askedIn(cell('entry'), cell('question'), entries)
    if (asked === undefined) return say(line, 'unknown-entry', { entry: cell('entry') })
    return { split: cell('split'), style: cell('style'), ...asked }
  })
  if (faults.length > 0) throw new ContentError(faults)
  return questions
}

/** Asks every question and counts. */
export async function measureAnswers(questions: readonly Question[], answerer: Answerer): Promise<AnswerMeasure> {
  const asked: { readonly entry: string | undefined; readonly answer: Answer }[] = []
  for (const { entry, text } of questions) asked.push({ entry, answer: await answerer.ask(text, { locale: 'vi' }) })
  const answerable = asked.filter(({ entry }) => entry !== undefined)
  const unanswerable = asked.filter(({ entry }) => entry === undefined)
  const share = (of: typeof asked, holds: (each: (typeof asked)[number]) => boolean): number =>
    of.filter(holds).length / Math.max(1, of.length)
  return {
    answerable: answerable.length,
    firstHit: share(answerable, ({ entry, answer }) => answer.ranked[0] === entry),
    fiveHit: share(answerable, ({ entry, answer }) => answer.ranked.slice(0, 5).includes(entry ?? '')),
    answered: share(answerable, ({ answer }) => answer.kind === 'answered'),
    wrong: share(answerable, ({ entry, answer }) => answer.kind === 'answered' && answer.entry !== entry),
    needless: share(answerable, ({ entry, answer }) => answer.kind !== 'answered' && answer.ranked[0] === entry),
    unanswerable: unanswerable.length,
    abstained: share(unanswerable, ({ answer }) => answer.kind !== 'answered'),
  }
}
