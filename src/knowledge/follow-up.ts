import type { Answer } from '../core/answer.ts'
import type { Entry } from './entry.ts'
import type { Library, Shelf } from './library.ts'
import type { Knowledge } from './load.ts'
import { createSpeeches, type FollowUpCue } from './speech.ts'
import { wordsOf } from './tokens.ts'

/** What came before a question, and what it gets by itself. */
export interface FollowUpContext {
  /** The entry that answered last. */
  readonly after: string
  readonly own: Answer
  readonly locale: string
  /** yyyy-mm-dd */
  readonly day: string
}

/**
 * The entries that a question means in the light of the last answer: one that is the answer, or up to three to choose among,
 * the last one always with them. Empty when the question stands by itself.
 */
export type ReadFollowUp = (question: string, context: FollowUpContext) => readonly string[]

/** Reads follow-up questions of every language. `holds` tells whether an entry may be used on a day. */
export function createFollowUps(
  knowledge: Knowledge,
  libraries: ReadonlyMap<string, Library>,
  holds: (id: string, locale: string, day: string) => boolean,
): ReadFollowUp {
  const speeches = createSpeeches(knowledge)
  return (question, { after, own, locale, day }) => {
    if (!holds(after, locale, day)) return []
    const heard = [...speeches].map(([spoken, speech]) => ({ spoken, cue: speech.followUp(question) }))
    const goesOn = heard.find(({ cue }) => cue.kind !== 'none')
    const cue = goesOn?.cue ?? { kind: 'none', rest: question }
    const locales = [...(goesOn === undefined ? [] : [goesOn.spoken]), locale, ...libraries.keys()]
    for (const each of locales) {
      const shelf = libraries.get(each)?.shelf(day)
      const topic = shelf?.entries.get(after)
      if (shelf === undefined || topic === undefined) continue
      return followUp(question, { topic, own, cue, rank: shelf.rank, holds: (id) => holds(id, each, day) })
    }
    return []
  }
}

interface Context {
  readonly topic: Entry
  readonly own: Answer
  readonly cue: FollowUpCue
  readonly rank: Shelf['rank']
  readonly holds: (id: string) => boolean
}

/** Longer questions tell themselves what they are about. */
const longest = 10
/** Without a cue a question has to be understood in part, or to find the last entry by itself, and be no mere "ok". */
const shortestPoor = 3
const mostOffered = 3
/** So many questions of the last entry say what it is about. */
const mostQuestions = 4
/**
 * From where on one entry is the answer: how much of the question it knows, with a cue and without one; how far it leads, when
 * it is the last entry and when it is another; how near another has to be to the last (and to be offered at all, where the
 * question names no subject), and how much the judge has to hold of it. Fitted by hand on the lines of test/knowledge/follow-ups.tsv.
 */
const enough = { cue: 0.3, poor: 0.6, lead: 0.08, otherLead: 0.12, near: 0.48, bareNear: 0.34, belief: 0.02 } as const

/**
 * An entry counts as much as it knows of what is asked now, and as it is near to what was asked before. A question stands by
 * itself when it is long, names another subject for sure, or neither sounds like going on nor is answered near the last one.
 */
function followUp(question: string, context: Context): readonly string[] {
  const { own, cue, topic } = context
  if (wordsOf(question).length > longest) return []
  if (own.kind === 'answered' && (cue.kind !== 'bare' || own.entry === topic.id)) return []
  const isCue = cue.kind !== 'none'
  const isNearlyKnown = own.kind === 'unsure' || own.ranked[0] === topic.id
  if (!isCue && (!isNearlyKnown || wordsOf(question).length < shortestPoor)) return []
  const weighed = weigh(context)
  const [best, second] = weighed
  if (best === undefined) return isCue ? [topic.id] : []
  const lead = best.worth - (second?.worth ?? 0)
  const isMeant =
    best.id === topic.id
      ? lead >= enough.lead
      : lead >= enough.otherLead && best.near >= enough.near && best.belief >= enough.belief
  if (isMeant && best.known >= (isCue ? enough.cue : enough.poor)) return [best.id]
  return isCue ? offered(weighed, topic.id) : []
}

interface Weighed {
  readonly id: string
  readonly worth: number
  /** Which share of what is asked the entry knows. */
  readonly known: number
  /** How near it is to the last entry, which is 1. */
  readonly near: number
  readonly belief: number
}

/** The entries that may be meant, best first. */
function weigh({ topic, cue, rank, holds }: Context): readonly Weighed[] {
  const asked = rank(cue.rest).found
  const about = rank([topic.title, ...topic.questions.slice(0, mostQuestions)].join(' ')).found
  const before = new Map(about.map(({ id, score }) => [id, score]))
  const most = Math.max(...asked.map(({ score }) => score))
  const mostBefore = before.get(topic.id) ?? Infinity
  const ids = new Set([topic.id, ...before.keys(), ...asked.map(({ id }) => id)])
  const now = new Map(asked.map((each) => [each.id, each]))
  return [...ids]
    .filter((id) => holds(id))
    .map((id): Weighed => {
      const found = now.get(id)
      const near = Math.sqrt(Math.min(1, (before.get(id) ?? 0) / mostBefore))
      const worth = (found === undefined ? 0 : found.score / most) + near
      return { id, worth, near, known: found?.coverage ?? 0, belief: found?.belief ?? 1 }
    })
    .filter(({ near }) => cue.kind !== 'bare' || near >= enough.bareNear)
    .sort((a, b) => b.worth - a.worth || (a.id < b.id ? -1 : 1))
}

/** The best, with the last entry among them. */
function offered(weighed: readonly Weighed[], topic: string): readonly string[] {
  const best = weighed.slice(0, mostOffered).map(({ id }) => id)
  return best.includes(topic) ? best : [...best.slice(0, mostOffered - 1), topic]
}
