import type { ChannelName } from './channel.ts'
import type { Contact, ContactMark } from './contact.ts'
import type { Priority } from './message.ts'
import type { StoredQuestion, Verdict } from './question.ts'
import type { ReachEvent } from './reach.ts'
import type { Tip, TipAddress, TipMessage, TipStatus } from './tip.ts'
import type { CardMode } from './topics.ts'

/** Bytes that only the holder of the master key can read. */
export type Sealed = Uint8Array

/** A message on its way out. Address and body are inside `sealed`; `contact` keeps the order of one contact's messages. */
export interface QueuedDelivery {
  readonly id: string
  readonly contact: ContactMark
  readonly channel: ChannelName
  readonly priority: Priority
  /** Tip id, on messages to officers only. */
  readonly about: string | undefined
  readonly sealed: Sealed
  readonly nextAt: Date
  /** It deletes what stands in the chat: forgetting its contact must not drop it. */
  readonly isErasure?: true
}

/** A message that waits to be sent, and the answer of an officer that it is, if it is one. */
export interface SeenDelivery {
  readonly id: string
  readonly relay: string | undefined
}

/**
 * One change to storage. A commit takes a list of them and does all or none. Those that say so are conditional: when the
 * condition does not hold the whole commit is undone and answers 'conflict'.
 */
export type Write =
  /** Condition: not settled yet. */
  | { readonly write: 'settle-inbox'; readonly id: string; readonly at: Date }
  /** Condition: the stored version is `expected` (undefined: there is none, or it has expired). */
  | {
      readonly write: 'put-session'
      readonly contact: ContactMark
      readonly expected: number | undefined
      readonly flow: string
      readonly step: string
      readonly sealed: Sealed
      readonly version: number
      readonly expiresAt: Date
    }
  | { readonly write: 'end-session'; readonly contact: ContactMark; readonly expected: number | undefined }
  | { readonly write: 'put-contact'; readonly contact: Contact; readonly at: Date }
  /**
   * Contact, session, what is still queued for that contact, what the web page showed it, and its trail. Officers' answers
   * among what was queued end as opted out. Condition: the trail has no row but those of `trail`, and nothing is queued but
   * `queued`.
   */
  | {
      readonly write: 'erase-contact'
      readonly contact: ContactMark
      readonly trail: readonly string[]
      readonly queued: readonly SeenDelivery[]
      readonly at: Date
    }
  /** What the web page showed the contact; its numbering goes on. */
  | { readonly write: 'clear-thread'; readonly contact: ContactMark }
  /** Condition: the receipt mark and the id are new. */
  | {
      readonly write: 'insert-tip'
      readonly tip: Tip
      readonly receiptMark: string
      readonly wrappedKey: Sealed
      readonly wrappedAddressKey: Sealed
    }
  | {
      readonly write: 'insert-tip-message'
      readonly id: string
      readonly tip: string
      readonly author: TipMessage['author']
      readonly alias: number | undefined
      readonly sealed: Sealed
      readonly at: Date
    }
  /** The file belongs to that message from now on; `sealedKey` is what opens it, under the tip's own key. */
  | { readonly write: 'attach'; readonly attachment: string; readonly message: string; readonly sealedKey: Sealed }
  | {
      readonly write: 'put-tip-address'
      readonly tip: string
      readonly addressMark: string
      readonly sealed: Sealed
      readonly at: Date
    }
  /** Destroys the address key and every address of the tip. */
  | { readonly write: 'drop-tip-addresses'; readonly tip: string }
  /** One address of a tip, by its mark there. */
  | ({ readonly write: 'drop-tip-address' } & TipAddress)
  /** Condition: the tip's status is `from`. `officer` undefined leaves the owner as it is. */
  | {
      readonly write: 'move-tip'
      readonly tip: string
      readonly from: TipStatus
      readonly to: TipStatus
      readonly officer: string | undefined
      readonly at: Date
    }
  /** The tip's log: who did what when, without words. */
  | {
      readonly write: 'log-tip'
      readonly id: string
      readonly tip: string
      readonly what: TipLogEntry['what']
      readonly officer: string | undefined
      readonly from: TipStatus | undefined
      readonly to: TipStatus | undefined
      readonly at: Date
    }
  /** What the buttons of the tip's card offer until then; undefined: the next steps. */
  | { readonly write: 'put-card-mode'; readonly tip: string; readonly mode: CardMode | undefined; readonly until: Date }
  /** An officer's answer in the tip's topic was not sent; `because` is a key of the words that say why. */
  | { readonly write: 'note-topic'; readonly tip: string; readonly because: string; readonly replyTo: number }
  | { readonly write: 'queue-delivery'; readonly delivery: QueuedDelivery }
  /** What was parked until the contact writes again is due now, and what was tried and may go better now that they have. */
  | { readonly write: 'release-deliveries'; readonly contact: ContactMark; readonly at: Date }
  /** An officer's answer is on its way to one of the tipster's addresses. */
  | {
      readonly write: 'insert-relay'
      readonly id: string
      readonly message: string
      readonly channel: ChannelName
      readonly at: Date
    }
  /** The bot keeps silent to the contact until then, or longer where that was said before. */
  | { readonly write: 'mute-contact'; readonly contact: ContactMark; readonly until: Date }
  | { readonly write: 'count'; readonly event: ReachEvent; readonly day: string }
  /** Kept while its day has fewer than `most`, else only counted. */
  | { readonly write: 'note-unanswered'; readonly question: StoredQuestion; readonly most: number }
  | {
      readonly write: 'count-verdict'
      readonly entry: string
      readonly locale: string
      readonly version: string
      readonly verdict: Verdict
      readonly day: string
    }
  /**
   * A try of a receipt. Condition: the source has fewer than `most` failed tries since `since`. Only a failed one is kept;
   * `guess` when it was a well-formed receipt that does not exist.
   */
  | {
      readonly write: 'count-try'
      readonly source: string
      readonly outcome: 'found' | 'slip' | 'guess'
      readonly since: Date
      readonly most: number
      readonly at: Date
    }
  /** A tip of its sender. Condition, but where it is sent in danger: the sender has sent fewer than `most` after `since`. */
  | {
      readonly write: 'count-tip'
      readonly id: string
      readonly sender: string
      readonly since: Date
      readonly most: number
      readonly inDanger: boolean
      readonly at: Date
    }
  /** Condition: the invite is unused and not expired. */
  | { readonly write: 'use-invite'; readonly mark: string; readonly at: Date }
  | {
      readonly write: 'put-officer-address'
      readonly officer: string
      readonly contact: ContactMark
      readonly sealed: Sealed
      readonly at: Date
    }

/** One line of a tip's log. */
export interface TipLogEntry {
  readonly id: string
  readonly tip: string
  readonly what: 'opened' | 'words-added' | 'moved' | 'replied' | 'read' | 'address-dropped'
  readonly officer: string | undefined
  readonly from: TipStatus | undefined
  readonly to: TipStatus | undefined
  readonly at: Date
}
