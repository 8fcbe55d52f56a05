import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer, Answerer } from '../../src/core/answer.ts'

/** One question of `questions.tsv`. `entry` undefined: no entry answers it. */
export interface Question {
  readonly split: 'dev' | 'held'
  readonly style: string
  readonly entry: string | undefined
  readonly text: string
}

/** What a set of questions comes to; shares are 0..1. */
export interface Measure {
  readonly name: string
  readonly asked: number
  readonly firstHit: number
  readonly fiveHit: number
  /** Answered, by whatever entry. */
  readonly answered: number
  /** Answered by an entry that is not the right one. */
  readonly wrong: number
}

/** Reads `questions.tsv` beside this file. */
export function readQuestions(): readonly Question[] {
  const [, ...lines] = readFileSync(join(import.meta.dirname, 'questions.tsv'), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => {
    const [split, style, entry, text] = line.split('\t')
    if ((split !== 'dev' && split !== 'held') || style === undefined || text === undefined)
      throw new Error(`bad line: ${line}`)
    return { split, style, entry: entry === '-' ? undefined : entry, text }
  })
}

/** Asks every question and counts. */
export async function measure(name: string, questions: readonly Question[], answerer: Answerer): Promise<Measure> {
  const answers: { readonly entry: string | undefined; readonly answer: Answer }[] = []
  for (const { entry, text } of questions) answers.push({ entry, answer: await answerer.ask(text, { locale: 'vi' }) })
  const share = (holds: (each: (typeof answers)[number]) => boolean): number =>
    answers.filter(holds).length / Math.max(1, answers.length)
  return {
    name,
    asked: answers.length,
    firstHit: share(({ entry, answer }) => answer.ranked[0] === entry),
    fiveHit: share(({ entry, answer }) => entry !== undefined && answer.ranked.includes(entry)),
    answered: share(({ answer }) => answer.kind === 'answered'),
    wrong: share(({ entry, answer }) => answer.kind === 'answered' && answer.entry !== entry),
  }
}

/** The measures as a table to be printed. */
export function showMeasures(measures: readonly Measure[]): string {
  const rows = measures.map(({ name, asked, ...shares }) => [
    name.padEnd(22),
    String(asked).padStart(6),
    ...Object.values(shares).map((share) => `${(share * 100).toFixed(1)}%`.padStart(9)),
  ])
  return [['set'.padEnd(22), ' asked', '    hit@1', '    hit@5', ' answered', '    wrong'], ...rows]
    .map((row) => row.join(' '))
    .join('\n')
}
