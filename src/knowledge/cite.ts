import type { Citation } from '../core/message.ts'
import type { Words } from '../core/ports.ts'
import type { LawDocument } from './document.ts'
import type { EntryCitation } from './entry.ts'

/** A citation as it is shown: official number, article in the locale's words, short title. */
export function showCitation(
  citation: EntryCitation,
  document: LawDocument,
  isVietnamese: boolean,
  words: Words,
): Citation {
  const title = isVietnamese ? document.title : document.titleEn
  return {
    document: document.number,
    article: articleWords(citation, words),
    title: document.secondary === true ? words('knowledge.secondary', { title }) : title,
  }
}

function articleWords({ article, clause, point }: EntryCitation, words: Words): string {
  if (article === undefined) return ''
  if (clause === undefined) return words('knowledge.article', { article })
  if (point === undefined) return words('knowledge.articleClause', { article, clause })
  return words('knowledge.articleClausePoint', { article, clause, point })
}
