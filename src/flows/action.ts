import type { OutboundMessage, TakenMessage } from '../core/message.ts'
import type { Contact } from '../core/contact.ts'
import type { Effect } from '../core/outcome.ts'

/** Something said: words of `locales/` by key, or text that is said as it stands (an officer's own words). */
export type Line =
  | {
      readonly key: string
      readonly vars?: Readonly<Record<string, string | number>>
      readonly choices?: readonly Choice[]
    }
  | { readonly text: string; readonly choices?: readonly Choice[] }

/** A choice offered under a line: a label by key, or as it stands. */
export type Choice =
  { readonly label: string; readonly value: string } | { readonly text: string; readonly value: string }

/** What an action may know about the turn. It reads; it changes nothing: what is to change it answers as effects. */
export interface ActionContext {
  readonly contact: Contact
  readonly message: TakenMessage
  readonly now: Date
}

export interface ActionResult {
  /** Kept under the step's `save`. */
  readonly result?: string
  /** Variables to keep beside it. */
  readonly vars?: Readonly<Record<string, string>>
  readonly lines?: readonly Line[]
  readonly effects?: readonly Effect[]
  /** Messages to others (the officers on duty). */
  readonly alerts?: readonly OutboundMessage[]
}

export type Action = (args: Readonly<Record<string, string>>, context: ActionContext) => Promise<ActionResult>

/** What a flow step may `do`, by name. */
export type Actions = Readonly<Record<string, Action>>
