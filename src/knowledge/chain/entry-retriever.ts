import { Document } from '@langchain/core/documents'
import { BaseRetriever } from '@langchain/core/retrievers'

/** An entry that the search finds for a question. `score` compares entries of one search only. */
export interface NearEntry {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly score: number
}

/** What a document says besides its text. */
export type EntryMetadata = Pick<NearEntry, 'id' | 'title' | 'score'>

/** LangChain's view of the search over our entries, best first. A class because LangChain's frame is made of them. */
export class EntryRetriever extends BaseRetriever<EntryMetadata> {
  override lc_namespace = ['la-chan', 'knowledge']
  readonly #search: (question: string) => readonly NearEntry[]

  constructor(search: (question: string) => readonly NearEntry[]) {
    super()
    this.#search = search
  }

  override async _getRelevantDocuments(question: string): Promise<Document<EntryMetadata>[]> {
    return this.#search(question).map(
      ({ id, title, text, score }) => new Document({ pageContent: text, metadata: { id, title, score } }),
    )
  }
}
