import type { ChannelName } from './channel.ts'
import type { Attachment, OutboundMessage } from './message.ts'
import type { Officer } from './shift.ts'
import type { Relay, Tip, TipMessage, TipStatus } from './tip.ts'
import type { Unit } from './unit.ts'
import type { Card, CardMode } from './topics.ts'
import type { TipLogEntry, Write } from './write.ts'

/** A tip as one officer may see it in a list: no words. */
export interface DeskRow {
  readonly tip: Tip
  /** From the tip's unit up, without the root. */
  readonly place: readonly Unit[]
  /** Nobody was on duty and nobody has taken it: shown red. */
  readonly isUnrouted: boolean
  readonly isOverdue: boolean
  readonly owner: Pick<Officer, 'alias' | 'name'> | undefined
}

/** A way back to the tipster: by which platform, never where. Undefined times: that platform does not close by itself. */
export interface WayBack {
  readonly channel: ChannelName
  readonly lastAt: Date
  readonly freeUntil: Date | undefined
  readonly closesAt: Date | undefined
}

export interface DeskTip extends DeskRow {
  /** Undefined for a role that may not read words. */
  readonly messages: readonly TipMessage[] | undefined
  readonly log: readonly TipLogEntry[]
  /** What this officer may do next. */
  readonly moves: readonly TipStatus[]
  readonly canReply: boolean
  /** False when the tipster cut the way back, or left the web page: a reply is then only seen by receipt. */
  readonly hasWayBack: boolean
  readonly waysBack: readonly WayBack[]
  /** What became of the officers' answers; a message without any is seen by receipt alone. */
  readonly relays: readonly Relay[]
}

/** How many tips a page of the list has. */
export const deskPageSize = 100

export interface DeskFilter {
  readonly statuses?: readonly TipStatus[]
  readonly unroutedOnly?: boolean
  readonly mineOnly?: boolean
  /** From 0; a page has `deskPageSize` rows. */
  readonly page?: number
}

export type DeskRefusal = 'no-such-tip' | 'no-such-move' | 'changed-meanwhile' | 'empty' | 'too-long' | 'role'
export type DeskResult = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly because: DeskRefusal }

/** An act of an officer as data: nothing has happened before its writes are committed. */
export type DeskPlan<Refusal extends string = DeskRefusal> =
  | { readonly kind: 'plan'; readonly writes: readonly Write[]; readonly messages: readonly OutboundMessage[] }
  | { readonly kind: 'refused'; readonly because: Refusal }

/** Acts of officers, to be committed by whoever asks; and cards. An officer reaches tips as in `Desk`. */
export interface DeskActs {
  move(officer: Officer, tip: string, to: TipStatus): Promise<DeskPlan>
  reply(officer: Officer, tip: string, text: string): Promise<DeskPlan>
  /** A ready question; refused when it is what the tipster was just asked: two taps ask once. */
  ask(officer: Officer, tip: string, text: string): Promise<DeskPlan<DeskRefusal | 'asked-already'>>
  /** What to show in a private chat; undefined when there is no such tip for this officer. */
  card(officer: Officer, tip: string, mode?: CardMode): Promise<Card | undefined>
  /** Tips that wait and those in this officer's hands, most urgent first, at most `mostCases`. */
  cases(officer: Officer): Promise<readonly Tip[]>
  /** Undefined when there is no such tip. */
  status(tip: string): Promise<TipStatus | undefined>
  /** The tip of a topic. */
  tipOf(chat: string, topic: number): Promise<string | undefined>
}

/** How many tips are listed in a chat. */
export const mostCases = 10

/** What an officer can do with tips. An officer sees tips of the own unit and of those below it, and no other. */
export interface Desk {
  list(officer: Officer, filter: DeskFilter): Promise<{ readonly rows: readonly DeskRow[]; readonly hasMore: boolean }>
  /** Undefined when there is none, or it is not for this officer. Reading the words is logged. */
  open(officer: Officer, tip: string): Promise<DeskTip | undefined>
  /** A file of a tip, for whoever may read its words; that is logged in the same way. Undefined otherwise. */
  attachment(officer: Officer, tip: string, id: string): Promise<Attachment | undefined>
  /** Moving 'open' to 'acknowledged' makes the officer the owner. The tipster is told in a child's words. */
  move(officer: Officer, tip: string, to: TipStatus): Promise<DeskResult>
  /** Relays to the tipster; acknowledges first when nobody had. At most 2,000 characters. */
  reply(officer: Officer, tip: string, text: string): Promise<DeskResult>
}

/** Tells listeners in this process that something about tips changed; carries no content. */
export interface Changes {
  publish(): void
  /** Answers the way to stop listening. */
  subscribe(listener: () => void): () => void
}
