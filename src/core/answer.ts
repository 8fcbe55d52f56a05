import type { Citation } from './message.ts'

/** For whom an answer is worded. The unknown get the words for adults, but where an entry is meant for children. */
export type Reader = 'child' | 'adult' | 'unknown'

/** Ordinary results all three: "unsure" and "unknown" have words of their own. */
export type Answer =
  | {
      readonly kind: 'answered'
      readonly entry: string
      /** Of the entry's wording: another one has another version. */
      readonly version: string
      readonly text: string
      readonly sources: readonly Citation[]
      readonly ranked: readonly string[]
      /** Present when the words are those for a child. */
      readonly reader?: 'child'
    }
  | {
      readonly kind: 'unsure'
      readonly suggestions: readonly Suggestion[]
      readonly ranked: readonly string[]
      /** The entry that answered last, where the question was read in its light. */
      readonly after?: string
    }
  | {
      readonly kind: 'unknown'
      readonly suggestions: readonly Suggestion[]
      readonly ranked: readonly string[]
      /** The day (yyyy-mm-dd) for which there is no answer, where there is one for other days. */
      readonly day?: string
    }

/** An entry offered by its title. */
export interface Suggestion {
  readonly entry: string
  readonly title: string
}

/** In which language, about which day (default: today) and for whom (default: an adult) to answer. */
export interface AnswerOptions {
  readonly locale: string
  readonly on?: Date
  readonly reader?: Reader
}

/** Answers a question from the knowledge base. */
export interface Answerer {
  /** `after` is the entry that answered last: a question that goes on from it ("what about 14?") is answered in its light. */
  ask(question: string, options: AnswerOptions & { readonly after?: string }): Promise<Answer>
  /** The entry itself, when a suggestion was chosen. Undefined when there is no such entry in force that day. */
  entry(id: string, options: AnswerOptions): Answer | undefined
}
