import type { Words } from '../core/ports.ts'
import type { AnswerMeasure } from '../knowledge/measure-answers.ts'
import { showTable } from './show-table.ts'

/** What a named set of questions comes to. */
export interface NamedMeasure extends AnswerMeasure {
  readonly name: string
}

/** The measures as lines of a table; a share of no question is a dash. */
export function showMeasures(measures: readonly NamedMeasure[], words: Words): readonly string[] {
  const rows = measures.map((each) => {
    const { answerable, unanswerable } = each
    const shares = [each.firstHit, each.fiveHit, each.answered, each.wrong, each.needless]
    return [
      each.name,
      String(answerable),
      ...shares.map((share) => percent(share, answerable)),
      String(unanswerable),
      percent(each.abstained, unanswerable),
    ]
  })
  return showTable([words('cli.evalColumns').split('|'), ...rows])
}

function percent(share: number, of: number): string {
  return of === 0 ? '-' : `${(share * 100).toFixed(1)}%`
}
