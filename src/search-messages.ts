import { createRetriever, type Retriever } from './knowledge/retriever.ts'
import type { SpellingRules } from './knowledge/spelling.ts'
import type { FindAlike } from './triage/evidence.ts'
import type { Told } from './triage/told.ts'

/**
 * Finds known messages that are like a text, with the search of the knowledge base; ids are their places in the list. Some
 * thousand messages take part of a second to index, so that is done when the first text comes.
 */
export function searchMessages(told: readonly Told[], spelling: SpellingRules): FindAlike {
  let retriever: Retriever | undefined
  return (text, limit) => {
    retriever ??= createRetriever(
      told.flatMap(({ part, text: known }, at) =>
        part === 'contrast' ? [] : { id: String(at), title: '', variants: [], text: known },
      ),
      spelling,
    )
    return retriever.search(text, limit)
  }
}
