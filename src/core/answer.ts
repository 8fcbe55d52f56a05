import type { Citation } from './message.ts'

/** Ordinary results all three: "unsure" and "unknown" have words of their own. */
export type Answer =
  | {
      readonly kind: 'answered'
      readonly entry: string
      readonly text: string
      readonly sources: readonly Citation[]
      readonly ranked: readonly string[]
    }
  | { readonly kind: 'unsure'; readonly suggestions: readonly Suggestion[]; readonly ranked: readonly string[] }
  | { readonly kind: 'unknown'; readonly suggestions: readonly Suggestion[]; readonly ranked: readonly string[] }

/** An entry offered by its title. */
export interface Suggestion {
  readonly entry: string
  readonly title: string
}

/** Answers a question from the knowledge base. `on` is the day the law is asked for (default: today). */
export interface Answerer {
  ask(question: string, options: { readonly locale: string; readonly on?: Date }): Promise<Answer>
  /** The entry itself, when a suggestion was chosen. Undefined when there is no such entry in force that day. */
  entry(id: string, options: { readonly locale: string; readonly on?: Date }): Answer | undefined
}
