import { createHash } from 'node:crypto'
import type { Entry } from './entry.ts'

/** What an entry says: when any of it changes, people judge something else. */
export type Wording = Pick<Entry, 'title' | 'answer' | 'child' | 'next' | 'citations'>

/** Eight hexadecimal digits that change with the wording. */
export function versionOf({ title, answer, child, next, citations }: Wording): string {
  const cited = citations.map(({ document, article, clause, point }) => [document, article, clause, point])
  return createHash('sha256')
    .update(JSON.stringify([title, answer, child, next, cited]))
    .digest('hex')
    .slice(0, 8)
}
