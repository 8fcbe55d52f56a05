/** What was found for one question, best first, and what would have been right. */
export interface Ranking {
  readonly relevant: readonly string[]
  readonly ranked: readonly string[]
}

/** How good rankings are, as means over the questions, all 0..1. */
export interface RankingMeasure {
  /** Questions that something is right for; others count nowhere. */
  readonly asked: number
  /** The share of what is right that stands among the first 1, 3, 10. */
  readonly recall1: number
  readonly recall3: number
  readonly recall10: number
  /** One divided by the place of the first right one, 0 when it is not among the first ten. */
  readonly mrr10: number
}

/** Measures rankings of at least ten places each. */
export function measureRankings(rankings: readonly Ranking[]): RankingMeasure {
  const asked = rankings.filter(({ relevant }) => relevant.length > 0)
  const mean = (value: (ranking: Ranking) => number): number =>
    asked.reduce((sum, ranking) => sum + value(ranking), 0) / Math.max(1, asked.length)
  return {
    asked: asked.length,
    recall1: mean((each) => recall(each, 1)),
    recall3: mean((each) => recall(each, 3)),
    recall10: mean((each) => recall(each, 10)),
    mrr10: mean(({ relevant, ranked }) => {
      const place = ranked.slice(0, 10).findIndex((id) => relevant.includes(id))
      return place < 0 ? 0 : 1 / (place + 1)
    }),
  }
}

function recall({ relevant, ranked }: Ranking, places: number): number {
  const right = new Set(relevant)
  return ranked.slice(0, places).filter((id) => right.has(id)).length / right.size
}
