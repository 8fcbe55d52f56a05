/**
 * All that is kept about people who write: whoever asks reads this one file, and schema-limits.ts for what is counted for an
 * hour; officers' accounts are in schema-staff.ts, tables that hold nothing about people in schema-impersonal.ts. "Sealed" is
 * AES-256-GCM under a key that is not in the database; a "mark" is an HMAC under such a key. No column holds a tipster's
 * address, platform id, name or words in clear. Moments are milliseconds since 1970, days are text (yyyy-mm-dd in Vietnam), yes
 * and no are 1 and 0.
 */
import type { Generated } from 'kysely'
import type { ChannelName } from '../core/channel.ts'
import type { DeadReason } from '../core/errors.ts'
import type { Attachment } from '../core/message.ts'
import type { UnansweredKind } from '../core/question.ts'
import type { Audience, ReachKind } from '../core/reach.ts'
import type { Relay, Safety, TipMessage, TipStatus } from '../core/tip.ts'
import type { Danger, HarmKind } from '../core/triage.ts'
import type { Sealed, TipLogEntry } from '../core/write.ts'
import type { ImpersonalTables } from './schema-impersonal.ts'
import type { LimitTables } from './schema-limits.ts'
import type { StaffTables } from './schema-staff.ts'

/** A message that was taken in. The row stays after it is settled, only so that a repeat is known, until `inbox.purge`. */
export interface InboxTable {
  seq: Generated<number> // Order of arrival; nothing about people.
  id: string // Random.
  channel: ChannelName // The platform it came by.
  mark: string // Mark of the platform's id of the message, to know a repeat.
  contact: string | null // Mark of who wrote it; removed by the commit that settles it.
  sealed: Sealed | null // The whole message with its sender's address, sealed; removed by the commit that settles it.
  attempts: Generated<number> // How often deciding it failed; nothing about people.
  received_at: number // When it came, to the hour once settled; until purged.
  settled_at: number | null // In which hour it was settled; until purged.
}

/** Where a contact stands in a flow; until the flow ends, the contact erases it, or it expires and `sessions.purge` runs. */
export interface SessionTable {
  contact: string // Mark of who is in the flow.
  flow: string // Name of the flow file; tells that someone is, say, in the middle of a tip.
  step: string // Name of the step in it.
  sealed: Sealed // What was answered so far, a half-written tip included, sealed.
  version: number // Grows with each turn.
  expires_at: number // When it stops counting; minutes for private flows.
}

/** How to speak with someone who writes; until they erase it, on the web page until their session there ends. */
export interface ContactTable {
  mark: string // Mark of the address; the only name of a contact.
  locale: string // Chosen language.
  audience: Audience // Child, parent, teacher …, as they said.
  unit: string | null // Their place, if they told it.
  changed_at: number // When it last changed.
}

/** A tip as the desk lists it: nothing about its sender. Kept as a case file. */
export interface TipTable {
  id: string // The case code that officers use.
  receipt_mark: string // Mark of the receipt that only the tipster has.
  kind: HarmKind // What kind of harm.
  level: Danger // How dangerous it looked.
  safety: Safety // Whether the child is safe now, as the tipster said.
  unit: string // The place it is about.
  routed_unit: string | null // The unit whose officers were alerted; null while nobody was on duty.
  status: TipStatus // How far the case is.
  officer: string | null // Id of the officer who owns it.
  opened_at: number // When it came in.
  due_at: number // When somebody must have taken it.
  changed_at: number // When its status last changed.
  wrapped_key: Sealed | null // Wrapped key of its words; without it they cannot be read.
  wrapped_address_key: Sealed | null // Wrapped key of the tip's addresses; removed with them when the sender asks.
}

/** What was written in a tip, kept with it. */
export interface TipMessageTable {
  seq: Generated<number> // Order of writing.
  id: string // Random.
  tip: string // The tip it belongs to.
  author: TipMessage['author'] // Tipster or officer, or a detail that the tipster added; never which tipster.
  alias: number | null // The number that a writing officer goes by.
  sealed: Sealed // The words, sealed under the tip's own key.
  at: number // When it was written.
}

/**
 * A file that somebody sent. Whose is not known: the sealed message that it came with names it, then the sealed session, then a
 * row of `tip_attachment`. Once none of them does nobody can open it, and `attachments.purge` removes it within a day.
 */
export interface AttachmentTable {
  id: string // Random.
  kind: Attachment['kind'] // Picture, video, sound or another file.
  media_type: string // Its type, read from its bytes.
  size: number // Its bytes, as they were before sealing.
  received_at: number // In which hour it came.
  sealed: Sealed // The file without metadata, sealed under a key of its own that is not in this table.
}

/** A file that belongs to a message of a tip; goes with the message. */
export interface TipAttachmentTable {
  seq: Generated<number> // Order within the message.
  attachment: string // The file.
  message: string // The message of the tip.
  sealed_key: Sealed // What opens the file, sealed under the tip's own key.
}

/** The way back to a tipster: the one place that joins a tip and an address. At most three; until the sender cuts it. */
export interface TipAddressTable {
  tip: string // The tip whose answers go there.
  address_mark: string // Mark of the address under a key of this tip alone, so that marks of two tips cannot be compared.
  sealed: Sealed // The address and the language spoken there, sealed under the tip's address key.
  at: number // When the tipster last came from there.
}

/** Who did what when with a tip, without words; kept with it. */
export interface TipLogTable {
  seq: Generated<number> // Order of writing.
  id: string // Random.
  tip: string // The tip it is about.
  what: TipLogEntry['what'] // What was done.
  officer: string | null // Id of the officer who did it; null for the tipster.
  from_status: TipStatus | null // The status before a move.
  to_status: TipStatus | null // The status after a move.
  at: number // When.
}

/** A message on its way out. Rows of messages that were sent or given up stay, emptied, until `deliveries.purge`. */
export interface DeliveryTable {
  seq: Generated<number> // Order of queueing.
  id: string // Random.
  contact: string | null // Mark of who it is for; removed once sent or given up.
  priority: number // Place in `priorities`: 0 tip, 1 reply, 2 broadcast.
  is_erasure: Generated<number> // 1: it says nothing, but deletes messages from the chat.
  about: string | null // Tip id, on messages to officers only.
  sealed: Sealed | null // Address and body, sealed; removed once sent or given up.
  created_at: number // When it first fell due; to the hour once sent or given up.
  next_at: number // Not to be sent before; to the hour once sent or given up.
  claimed_until: number | null // Somebody is sending it until then.
  attempts: Generated<number> // Failed tries.
  channel: Generated<ChannelName | ''> // The platform it goes by; empty for what was queued before that was noted.
  is_repeat: Generated<number> // 1: whoever claimed it before did not say what became of it.
  parked_at: number | null // Since which hour it waits for the contact to write again; null once it does not. 30 days at most.
  failure: DeadReason | null // Why the last try failed.
  outcome: 'sent' | 'dead' | null // How it ended; null while under way.
  done_at: number | null // In which hour it ended; null while under way.
}

/**
 * What became of an officer's answer on its way to one of the tipster's addresses; kept with the tip. Its id stands nowhere else
 * but inside the sealed body of the delivery, so that no row joins a tip with a contact.
 */
export interface RelayTable {
  id: string // Random.
  message: string // The message of the tip.
  channel: ChannelName // By which platform it went; never to whom.
  state: Relay['state'] // How far it came.
  failure: DeadReason | null // Why it was given up.
  at: number // In which hour.
}

/** Somebody of the office speaks with this contact on the platform itself: the bot keeps silent; until then, or erased. */
export interface ContactMuteTable {
  contact: string // Mark of who is spoken with.
  until: number // When the bot speaks again.
}

/**
 * When a contact was last heard, on platforms that may tell late of somebody who left: news from before that must erase nothing.
 * Until the contact is erased, or `contacts.purgeHeard` two days later.
 */
export interface ContactHeardTable {
  contact: string // Mark of who was heard.
  sealed: Sealed // The moment by the platform's clock, sealed.
  at: number // In which hour it was taken in.
}

/** Lets one person be counted once. Says nothing of who it is once the year's key is destroyed; joined to nothing else. */
export interface ReachPersonTable {
  year: number // The reporting year.
  mark: string // Mark of an address under the key of the year.
  day: string // On which day they were counted.
  channel: ChannelName // By which platform.
  unit: string // In which place.
  audience: Audience // Child, parent, teacher …
  kind: ReachKind // Which of the four counters.
}

/** The key of a reporting year's person marks; until the year's report is final. */
export interface ReachYearKeyTable {
  year: number // The reporting year.
  sealed: Sealed // The key, sealed.
}

/** A question that found no sure answer, for the authors; until they are done with it or `questions.purge`. Whose is not known. */
export interface UnansweredQuestionTable {
  id: string // Random.
  locale: string // In which language it was asked.
  kind: UnansweredKind // Whether nothing was known or several things could be meant.
  sealed: Sealed // Its words without names, numbers and places, sealed.
  ranked: string // JSON list of the entries that came nearest.
  day: string // On which day; no time.
}

/** Someone on the web chat page; until they leave or it expires. */
export interface WebSessionTable {
  mark: string // Contact mark of the token in their browser.
  locale: string // Chosen language.
  last_seq: Generated<number> // Number of the last message.
  expires_at: number // When it ends.
}

/** What the bot wrote on the web chat page; goes with its session, or earlier when the thread is cleared. */
export interface WebMessageTable {
  session: string // Contact mark of the session.
  seq: number // Its number within the session.
  delivery: string // Id of the delivery, to know a repeat.
  sealed: Sealed // The message, sealed.
  at: number // When it was written.
}

/** A message in a chat where the bot may delete it; until `/xoa`, or 48 hours, when `trail.age` counts it instead. */
export interface ChatTrailTable {
  id: string // Random.
  contact: string // Mark of whose chat it is; never an officer's.
  sealed: Sealed // The platform's id of the message and its moment, sealed; nothing of what it says.
  at: number // In which hour it was sent.
}

/** How many older messages a chat has; until `/xoa`, or 30 days after the last was counted (`trail.purge`). */
export interface ChatTrailOldTable {
  contact: string // Mark of whose chat it is.
  total: number // How many there are.
  changed_at: number // In which hour the last of them was sent.
}

/** Every table there is. */
export interface Tables extends ImpersonalTables, LimitTables, StaffTables {
  inbox: InboxTable
  session: SessionTable
  contact: ContactTable
  tip: TipTable
  tip_message: TipMessageTable
  attachment: AttachmentTable
  tip_attachment: TipAttachmentTable
  tip_address: TipAddressTable
  tip_log: TipLogTable
  delivery: DeliveryTable
  relay: RelayTable
  contact_mute: ContactMuteTable
  contact_heard: ContactHeardTable
  reach_person: ReachPersonTable
  reach_year_key: ReachYearKeyTable
  unanswered_question: UnansweredQuestionTable
  web_session: WebSessionTable
  web_message: WebMessageTable
  chat_trail: ChatTrailTable
  chat_trail_old: ChatTrailOldTable
}
