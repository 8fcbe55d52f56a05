import type { Judge } from './judge.ts'
import type { Found, Retriever } from './retriever.ts'

/** An entry that may answer, by both searches together. */
export interface Ranked extends Found {
  /** What the judge holds of it; undefined where there is no judge, or the judge does not know the entry. */
  readonly belief: number | undefined
}

/** What a question finds, best first. */
export interface Ranking {
  readonly found: readonly Ranked[]
  /** How likely no entry answers it; 0 where there is no judge. */
  readonly outside: number
}

/** Puts the word search and the trained judge together: each makes up for what the other does not see. */
export function createRanker(retriever: Retriever, judge: Judge | undefined): (question: string) => Ranking {
  return (question) => {
    const found = retriever.search(question, mostCandidates)
    const verdict = judge?.(question)
    if (verdict === undefined) return { found: found.map((each) => ({ ...each, belief: undefined })), outside: 0 }
    const top = found[0]?.score ?? 1
    const ranked = found.map((each) => {
      const belief = verdict.of(each.id)
      const worth = each.score / top + judgeShare * Math.log((belief ?? strangerBelief) + leastBelief)
      return { ...each, belief, worth }
    })
    ranked.sort((a, b) => b.worth - a.worth || (a.id < b.id ? -1 : 1))
    return { found: ranked.map(({ worth: _, ...each }) => each), outside: verdict.outside }
  }
}

/** What is not among the first of the word search is not asked for. */
const mostCandidates = 100
/** What the judge's word counts beside the search's; 1 for the search. Any share from 1/13 to 1/6 did as well. */
const judgeShare = 1 / 9
const leastBelief = 1e-4
/** What an entry counts that the judge was not trained on. */
const strangerBelief = 0.01
