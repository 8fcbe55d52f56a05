import type { Address } from './channel.ts'
import type { Contact } from './contact.ts'
import type { AttachmentRef, OutboundMessage } from './message.ts'
import type { UnansweredKind, Verdict } from './question.ts'
import type { ReachEvent } from './reach.ts'
import type { Session } from './session.ts'
import type { Safety, TipAddress } from './tip.ts'
import type { Posted } from './trail.ts'
import type { Danger, HarmKind } from './triage.ts'
import type { UnitCode } from './unit.ts'
import type { SeenDelivery, Write } from './write.ts'

/** What is to change, as data: nothing has happened yet. Texts stand in clear; they are sealed on the way to storage. */
export type Effect =
  | {
      readonly do: 'open-tip'
      readonly id: string
      readonly receipt: string
      readonly kind: HarmKind
      readonly level: Danger
      readonly safety: Safety
      readonly unit: UnitCode
      readonly routedUnit: UnitCode | undefined
      readonly dueAt: Date
      readonly words: string
      readonly details: readonly string[]
      readonly attachments: readonly AttachmentRef[]
    }
  | {
      readonly do: 'add-tip-message'
      readonly tip: string
      readonly text: string
      readonly attachments: readonly AttachmentRef[]
    }
  /** From now on officers' answers to this tip also go to `address`. */
  | { readonly do: 'join-tip'; readonly tip: string; readonly address: Address }
  /** Cuts the way back to the tipster: every address kept for the tip, and the key that sealed them. */
  | { readonly do: 'leave-tip'; readonly tip: string }
  /** A try of a receipt; refused at the commit when the source has had `most` failed ones since `since`. */
  | {
      readonly do: 'count-try'
      readonly source: string
      readonly outcome: 'found' | 'slip' | 'guess'
      readonly since: Date
      readonly most: number
    }
  /** A tip is sent; refused at the commit when its sender has sent `most` after `since` and none is in danger. */
  | {
      readonly do: 'count-tip'
      readonly sender: string
      readonly since: Date
      readonly most: number
      readonly inDanger: boolean
    }
  /** What the web page showed this contact is removed. */
  | { readonly do: 'clear-thread' }
  | { readonly do: 'remember'; readonly contact: Contact }
  /** `trail` and `queued` name the kept rows that the decision has seen; `chat` is what is deleted on the platform. */
  | {
      readonly do: 'erase-contact'
      readonly trail: readonly string[]
      readonly queued: readonly SeenDelivery[]
      readonly chat: readonly Posted[]
    }
  /** These ways back end; others of the same tips stay. */
  | { readonly do: 'drop-addresses'; readonly addresses: readonly TipAddress[] }
  | { readonly do: 'bind-officer'; readonly officer: string; readonly invite: string; readonly address: Address }
  /** What an officer does with a tip, as the desk planned it. */
  | { readonly do: 'desk-act'; readonly writes: readonly Write[] }
  | { readonly do: 'count'; readonly event: ReachEvent }
  /** A question without an answer, for the authors. `text` was stripped of personal data. */
  | {
      readonly do: 'note-unanswered'
      readonly locale: string
      readonly kind: UnansweredKind
      readonly text: string
      readonly ranked: readonly string[]
    }
  | {
      readonly do: 'count-verdict'
      readonly entry: string
      readonly locale: string
      readonly version: string
      readonly verdict: Verdict
    }

/** What a turn comes to. `keep` leaves the session as it is; `end` removes it. */
export interface Outcome {
  readonly replies: readonly OutboundMessage[]
  readonly session: Session | 'keep' | 'end'
  readonly effects: readonly Effect[]
}
