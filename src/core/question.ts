import type { Suggestion } from './answer.ts'
import type { Sealed } from './write.ts'

/** How the bot stood before a question: nothing known, or several things that could be meant. */
export const unansweredKinds = ['unknown', 'unsure'] as const
export type UnansweredKind = (typeof unansweredKinds)[number]

/** A question without an answer, as it is kept: the day alone, no contact, no channel. Its words were stripped of personal data. */
export interface StoredQuestion {
  readonly id: string
  readonly locale: string
  readonly kind: UnansweredKind
  /** Ids of the entries that came nearest then. */
  readonly ranked: readonly string[]
  /** Calendar day in Vietnam, yyyy-mm-dd. */
  readonly day: string
  readonly sealed: Sealed
}

/** Whether an answer helped, as somebody said with one tap. */
export const verdicts = ['helpful', 'unhelpful'] as const
export type Verdict = (typeof verdicts)[number]

/** What people said of one wording of an entry, in one language, all days together. */
export interface VerdictCount {
  readonly entry: string
  readonly locale: string
  readonly version: string
  readonly helpful: number
  readonly unhelpful: number
  readonly firstDay: string
  readonly lastDay: string
}

/** Questions that ask alike. */
export interface QuestionCluster {
  /** Of the questions in it. */
  readonly ids: readonly string[]
  readonly locale: string
  /** Up to three of them, in words. */
  readonly samples: readonly string[]
  readonly firstDay: string
  readonly lastDay: string
  /** The entries that come nearest today. */
  readonly near: readonly Suggestion[]
  /** The entry that answers it today. */
  readonly answeredBy: Suggestion | undefined
}

/** The questions that wait for an author. */
export interface AuthorQuestions {
  /** The biggest first. */
  readonly clusters: readonly QuestionCluster[]
  /** How many questions are kept, how many of them were looked at for the clusters, how many were counted and not kept. */
  readonly kept: number
  readonly read: number
  readonly dropped: number
}

/** One wording of an entry, with what people said of it. */
export interface JudgedEntry extends VerdictCount {
  readonly title: string
  /** It is what the bot says today. */
  readonly isCurrent: boolean
}

/** What the authors of entries look at. */
export interface AuthorQueue {
  questions(): Promise<AuthorQuestions>
  /** Forgets these questions: an author has dealt with them. */
  finish(ids: readonly string[]): Promise<void>
  /** By the share of those whom the newest wording of an entry did not help; of one entry, the newest wording first. */
  verdicts(): Promise<readonly JudgedEntry[]>
}
