import Database from 'better-sqlite3'
import MiniSearch from 'minisearch'
import { fold } from '../../src/core/text.ts'
import { createRetriever } from '../../src/knowledge/retriever.ts'
import type { SpellingRules } from '../../src/knowledge/spelling.ts'
import type { Article } from './statutes.ts'

/** Something that finds articles; `index` is the work before the first question. */
export interface Contestant {
  readonly name: string
  index(articles: readonly Article[]): (question: string, limit: number) => readonly string[]
}

/** The product's retriever. */
export function ours(rules: SpellingRules): Contestant {
  return {
    name: 'ours',
    index(articles) {
      const retriever = createRetriever(
        articles.map((article) => ({ ...article, variants: [] })),
        rules,
      )
      return (question, limit) => retriever.search(question, limit).map(({ id }) => id)
    },
  }
}

/** SQLite's full text search, any word of the question, ranked by bm25. `đ` is a letter to it, not a d with a mark. */
export const fts5: Contestant = {
  name: 'SQLite FTS5',
  index(articles) {
    const database = new Database(':memory:')
    database.exec(
      `create virtual table article using fts5(id unindexed, title, text, tokenize = 'unicode61 remove_diacritics 2')`,
    )
    const insert = database.prepare('insert into article (id, title, text) values (?, ?, ?)')
    database.transaction(() => {
      for (const { id, title, text } of articles) insert.run(id, title, text)
    })()
    const search = database
      .prepare<[string, number], string>('select id from article where article match ? order by bm25(article) limit ?')
      .pluck()
    return (question, limit) => {
      const words = wordsOf(question)
      return words.length === 0 ? [] : search.all(words.map((word) => `"${word}"`).join(' OR '), limit)
    }
  },
}

/** MiniSearch with our own folding, since by itself it finds nothing that is typed without marks. */
export const miniSearch: Contestant = {
  name: 'MiniSearch',
  index(articles) {
    const index = new MiniSearch<Article>({ fields: ['title', 'text'], processTerm: fold })
    index.addAll(articles)
    return (question, limit) =>
      index
        .search(question)
        .slice(0, limit)
        .map(({ id }) => String(id))
  },
}

function wordsOf(question: string): readonly string[] {
  return question.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}
