import { foldWords } from '../core/text.ts'
import { createSpelling, type SpellingRules } from './spelling.ts'
import { pairOf } from './tokens.ts'

/** From which cosine on two questions count as asking alike; test/knowledge/question-clusters.test.ts measures it. */
const leastLikeness = 0.45
/** Two syllables side by side, beside what each of them says. */
const pairShare = 0.7

/** Puts texts that ask alike together: for each group the places of its texts, the most typical first. */
export type GroupQuestions = (texts: readonly string[]) => readonly (readonly number[])[]

interface Terms {
  readonly place: number
  readonly fold: string
  readonly weights: ReadonlyMap<string, number>
}

/**
 * Groups questions by the cosine of their folded syllables and pairs; what stands in many of the `known` questions says
 * little. Greedy: the wording that was typed most often comes first, each text joins the leader it is most alike, or leads a
 * group of its own. The same texts give the same groups whatever their order; the biggest group is first.
 */
export function createGroupQuestions(known: readonly string[], rules: SpellingRules): GroupQuestions {
  const spelling = createSpelling(rules)
  const termsOf = (text: string): readonly string[] => {
    // What was stripped of personal data says nothing about what is asked.
    const { syllables } = spelling.readTyped(text.replace(/\[[^\]]*\]/g, ' '))
    const pairs = syllables.flatMap((syllable, at) => {
      const next = syllables[at + 1]
      return next === undefined ? [] : [pairOf(syllable, next).fold]
    })
    return [...new Set([...syllables.map(({ fold }) => fold), ...pairs])]
  }
  const frequencies = new Map<string, number>()
  for (const text of known) for (const term of termsOf(text)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1)
  const weightOf = (term: string): number => {
    const rarity = Math.log((known.length + 1) / ((frequencies.get(term) ?? 0) + 0.5))
    return Math.max(0, rarity) * (term.includes(' ') ? pairShare : 1)
  }

  return (texts) => {
    const all = texts.map((text, place): Terms => {
      const raw = termsOf(text).map((term): [string, number] => [term, weightOf(term)])
      const length = Math.hypot(...raw.map(([, weight]) => weight)) || 1
      return { place, fold: foldWords(text), weights: new Map(raw.map(([term, weight]) => [term, weight / length])) }
    })
    const byFold = Map.groupBy(all, ({ fold }) => fold)
    const wordings = [...byFold.values()].sort(
      (a, b) => b.length - a.length || ((a[0]?.fold ?? '') < (b[0]?.fold ?? '') ? -1 : 1),
    )
    const groups: number[][] = []
    /** Under each term, the groups whose leader has it, with its weight there. */
    const leaders = new Map<string, { readonly group: number; readonly weight: number }[]>()
    for (const wording of wordings) {
      const weights = wording[0]?.weights ?? new Map<string, number>()
      const likeness = new Map<number, number>()
      for (const [term, own] of weights) {
        for (const { group, weight } of leaders.get(term) ?? [])
          likeness.set(group, (likeness.get(group) ?? 0) + own * weight)
      }
      let best: readonly [number, number] | undefined
      for (const each of likeness) if (best === undefined || each[1] > best[1]) best = each
      const places = wording.map(({ place }) => place)
      if (best !== undefined && best[1] >= leastLikeness) {
        groups[best[0]]?.push(...places)
        continue
      }
      for (const [term, weight] of weights) {
        const known = leaders.get(term) ?? []
        known.push({ group: groups.length, weight })
        leaders.set(term, known)
      }
      groups.push(places)
    }
    return groups.sort((a, b) => b.length - a.length)
  }
}
