import type { QuickReply } from './message.ts'
import type { Tip } from './tip.ts'

/** What a card shows. Never the words of a tip: the platform can read the officers' chat. */
export interface Card {
  readonly text: string
  readonly buttons: readonly QuickReply[]
}

/** The officers' group, where each tip has a topic. Each act may throw `SendError`; 'gone' when somebody deleted it there. */
export interface TopicChat {
  /** Which group: topics of another one are not looked for here. */
  readonly chat: string
  /** Opens a topic that is named by the case code alone, and answers its id. */
  open(caseCode: string): Promise<number>
  /** Answers the id of the message. */
  post(topic: number, card: Card, replyTo?: number): Promise<number | 'gone'>
  /** Shows a card anew in its place. */
  edit(message: number, card: Card): Promise<'done' | 'gone'>
  setClosed(topic: number, isClosed: boolean): Promise<'done' | 'gone'>
  /** Removes the topic with everything in it. */
  remove(topic: number): Promise<'done' | 'gone'>
}

/** What the buttons of a card offer when not the next steps: ready questions, or whether to close for good. */
export const cardModes = ['asking', 'closing'] as const
export type CardMode = (typeof cardModes)[number]

/** A tip with what a card tells of its thread: numbers and a moment, no words. */
export interface TipTally {
  readonly tip: Tip
  /** Messages that the tipster wrote, and when the last one came. */
  readonly written: number
  readonly writtenAt: Date | undefined
  /** Everything in the thread that is not an officer's, details included. */
  readonly told: number
  /** Answers that officers sent. */
  readonly answers: number
  readonly hasWayBack: boolean
}

/** How far a tip's topic has come. */
export interface TopicState {
  /** Empty while there is none. */
  readonly chat: string
  readonly topic: number | undefined
  /** Id of the card's message. */
  readonly card: number | undefined
  /** Digest of what the card shows. */
  readonly shown: string | undefined
  /** How much of what the tipster told the officers have been told of. */
  readonly announced: number
  readonly isClosed: boolean
}

/** An officer's answer that was not sent, to be told in the topic: the last one stands for all since the last note. */
export interface TopicNote {
  readonly because: string
  /** Id of the officer's message. */
  readonly replyTo: number
  readonly count: number
}

/** A topic with what officers asked of it. */
export interface OfficerTopic extends TopicState {
  readonly mode: { readonly kind: CardMode; readonly until: Date } | undefined
  readonly note: TopicNote | undefined
}
