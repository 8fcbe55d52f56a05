import type { Contact, ContactMark } from './contact.ts'
import type { ChannelName } from './channel.ts'
import type { Deliveries } from './delivery.ts'
import type { HeardRow } from './leaving.ts'
import type { AttachmentRef } from './message.ts'
import type { StoredQuestion, VerdictCount } from './question.ts'
import type { Audience, ReachKind } from './reach.ts'
import type { DutyShift, Officer, Role } from './shift.ts'
import type { TipStore } from './tip-store.ts'
import type { OfficerTopic, TipTally, TopicState } from './topics.ts'
import type { TrailRow } from './trail.ts'
import type { Unit, UnitCode } from './unit.ts'
import type { Sealed, Write } from './write.ts'

/** A message that was taken in and is not settled yet. `sealed` holds the whole message. */
export interface InboxRow {
  readonly id: string
  readonly channel: ChannelName
  readonly contact: ContactMark
  readonly sealed: Sealed
  readonly attempts: number
  readonly receivedAt: Date
}

export interface StoredSession {
  readonly flow: string
  readonly step: string
  readonly sealed: Sealed
  readonly version: number
  readonly expiresAt: Date
}

/** A file as it is kept: what opens it is elsewhere. */
export interface StoredAttachment extends Omit<AttachmentRef, 'key'> {
  readonly sealed: Sealed
}

export interface WebMessage {
  /** Grows by one within a session. */
  readonly seq: number
  readonly sealed: Sealed
  readonly at: Date
}

export interface ReachFilter {
  readonly units: readonly UnitCode[]
  /** Calendar days in Vietnam, yyyy-mm-dd, both inclusive. */
  readonly fromDay: string
  readonly toDay: string
}

export interface ReachCount {
  readonly kind: ReachKind
  readonly channel: ChannelName
  readonly unit: UnitCode
  readonly audience: Audience
  readonly day: string
  readonly count: number
}

/** Everything that is kept. Every write that belongs to a turn goes through `commit`; the rest are small acts of their own. */
export interface Storage {
  /** All or none. 'conflict' when a condition of a write did not hold; nothing was changed then. */
  commit(writes: readonly Write[]): Promise<'committed' | 'conflict'>

  readonly inbox: {
    /**
     * Durable when it resolves, files too. `mark` is unique within the channel: 'repeat' when it was there before. `trail` and
     * `heard` are kept with it, and so apart from whatever the turn writes: PostgreSQL knows which rows were written together.
     */
    accept(row: {
      id: string
      channel: ChannelName
      mark: string
      contact: ContactMark
      sealed: Sealed
      receivedAt: Date
      trail?: TrailRow
      heard?: HeardRow
      attachments?: readonly StoredAttachment[]
    }): Promise<'accepted' | 'repeat'>
    /** Not settled and tried fewer than `mostAttempts` times, oldest first. */
    unsettled(limit: number, mostAttempts: number): Promise<readonly InboxRow[]>
    /** How many are not settled, how many of these were tried `mostAttempts` times, and how old the oldest is. */
    counts(
      mostAttempts: number,
    ): Promise<{ readonly unsettled: number; readonly abandoned: number; readonly oldestAt: Date | undefined }>
    /** Counts a failed attempt and answers how many there were. */
    failed(id: string): Promise<number>
    /** Settled rows older than this are forgotten. */
    purge(settledBefore: Date): Promise<void>
  }
  readonly sessions: {
    /** Undefined when there is none, or it expired before `now`. */
    find(contact: ContactMark, now: Date): Promise<StoredSession | undefined>
    purge(expiredBefore: Date): Promise<void>
  }
  readonly contacts: {
    find(contact: ContactMark): Promise<Contact | undefined>
    /** True while somebody of the office speaks with the contact on the platform itself. */
    isMuted(contact: ContactMark, now: Date): Promise<boolean>
    purgeMutes(now: Date): Promise<void>
    /** When the contact was last heard, sealed; of those that were heard lately, where the platform tells late of leaving. */
    heard(contact: ContactMark): Promise<Sealed | undefined>
    /** Forgets when those were heard that were not heard since. */
    purgeHeard(before: Date): Promise<void>
  }
  /** What the bot may still delete from chats when their contacts ask. */
  readonly trail: {
    /** `tooOld` is how many more messages there were, whose ids are forgotten. */
    of(contact: ContactMark): Promise<{
      readonly rows: readonly Pick<TrailRow, 'id' | 'sealed'>[]
      readonly tooOld: number
    }>
    /** Of messages from hours before this one only their number stays. */
    age(before: Date): Promise<void>
    /** Forgets numbers to which nothing was added since. */
    purge(before: Date): Promise<void>
  }
  readonly tips: TipStore
  readonly attachments: {
    /** Undefined when it is gone. */
    sealed(id: string): Promise<Sealed | undefined>
    /** What opens a file of a tip, sealed under the tip's key; undefined for one of another tip, or of none. */
    ofTip(
      tip: string,
      id: string,
    ): Promise<(Omit<StoredAttachment, 'sealed'> & { readonly sealedKey: Sealed }) | undefined>
    /** Forgets those that came before this and belong to no tip. */
    purge(receivedBefore: Date): Promise<void>
  }
  readonly deliveries: Deliveries
  readonly receiptTries: {
    /** Failed tries since `since`: all of one source, and those of everybody that were well-formed guesses. */
    count(source: string, since: Date): Promise<{ readonly ofSource: number; readonly guessesOfAll: number }>
    purge(before: Date): Promise<void>
  }
  readonly sentTips: {
    /** When the sender sent tips after `since`: newest first, to the minute, no more than `most`. */
    latest(sender: string, since: Date, most: number): Promise<readonly Date[]>
    purge(before: Date): Promise<void>
  }
  readonly officers: {
    add(officer: { id: string; name: string; role: Role; unit: UnitCode; createdAt: Date }): Promise<Officer>
    find(id: string): Promise<Officer | undefined>
    findByName(name: string): Promise<readonly Officer[]>
    list(): Promise<readonly Officer[]>
    /** Disables, ends console sessions, links and invites, and forgets chat addresses. */
    disable(id: string, at: Date): Promise<Officer | undefined>
    addInvite(invite: { mark: string; officer: string; expiresAt: Date }): Promise<void>
    /** The officer that an unused, unexpired invite is for. */
    invited(mark: string, now: Date): Promise<string | undefined>
    /** The active officer bound to a chat account. */
    byContact(contact: ContactMark): Promise<Officer | undefined>
    /** Where active officers can be written to. */
    addresses(
      ids: readonly string[],
    ): Promise<readonly { readonly officer: string; readonly contact: ContactMark; readonly sealed: Sealed }[]>
  }
  readonly signIn: {
    addLink(link: { mark: string; officer: string; expiresAt: Date }): Promise<void>
    /** Uses the link up. Undefined when it is unknown, used or expired, or its officer is disabled. */
    useLink(mark: string, now: Date): Promise<Officer | undefined>
    addSession(session: { mark: string; officer: string; csrf: string; expiresAt: Date }): Promise<void>
    session(mark: string, now: Date): Promise<{ readonly officer: Officer; readonly csrf: string } | undefined>
    endSession(mark: string): Promise<void>
    purge(now: Date): Promise<void>
  }
  readonly shifts: {
    /** Replaces nothing; adds all or none. */
    add(shifts: readonly DutyShift[]): Promise<void>
    /** Shifts of active officers of these units that cover `at`. */
    covering(units: readonly UnitCode[], at: Date): Promise<readonly DutyShift[]>
    within(from: Date, to: Date): Promise<readonly DutyShift[]>
  }
  readonly units: {
    all(): Promise<readonly Unit[]>
    /** Adds new units and updates known ones, all or none. */
    put(units: readonly Unit[]): Promise<void>
  }
  readonly reach: {
    counts(filter: ReachFilter): Promise<readonly ReachCount[]>
    /** Distinct person marks with a `reached` event, per channel; marks of different years are different people. */
    people(filter: ReachFilter): Promise<readonly { readonly channel: ChannelName; readonly people: number }[]>
    /** The sealed key of a reporting year, undefined when there is none or it was destroyed. */
    yearKey(year: number): Promise<Sealed | undefined>
    /** Keeps the first one given for a year and answers the one that is kept. */
    putYearKey(year: number, sealed: Sealed): Promise<Sealed>
  }
  readonly questions: {
    /** Of the newest day first; the same order each time. */
    newest(limit: number): Promise<readonly StoredQuestion[]>
    /** How many are kept, and how many were only counted because their day had too many. */
    counts(): Promise<{ readonly kept: number; readonly dropped: number }>
    remove(ids: readonly string[]): Promise<void>
    /** Forgets those of days before `day`. */
    purge(day: string): Promise<void>
  }
  readonly verdicts: {
    counts(): Promise<readonly VerdictCount[]>
  }
  readonly web: {
    addSession(session: { mark: string; locale: string; expiresAt: Date }): Promise<void>
    session(mark: string, now: Date): Promise<{ readonly locale: string } | undefined>
    touch(mark: string, expiresAt: Date, locale: string): Promise<void>
    endSession(mark: string): Promise<void>
    /** Answers the seq; the seq it had when the delivery was there before. Undefined when the session is gone. */
    addMessage(message: { session: string; delivery: string; sealed: Sealed; at: Date }): Promise<number | undefined>
    /** At most 200, oldest first. */
    messagesAfter(session: string, seq: number): Promise<readonly WebMessage[]>
    /** The seq of the newest message ever added to the session, 0 when there was none. */
    lastSeq(session: string): Promise<number>
    /** Ends expired sessions; what is remembered about their contacts goes with them. */
    purge(now: Date): Promise<void>
  }
  readonly masterKey: {
    /** The mark of the master key that this database was sealed with; keeps `mark` when there is none yet. */
    mark(mark: string): Promise<string>
    /** True once a master key was used with this database. */
    isKnown(): Promise<boolean>
  }
  /** The sealed tokens of the Zalo Official Account, and the lease of whoever is refreshing them; shared by all processes. */
  readonly zaloToken: {
    read(): Promise<Sealed | undefined>
    /** Durable when it resolves. */
    write(sealed: Sealed): Promise<void>
    /** True when nobody had the lease at `now`, or whoever had it kept it too long; it is the holder's until then. */
    takeLease(holder: string, now: Date, until: Date): Promise<boolean>
    /** Gives the lease back if `holder` still has it. */
    endLease(holder: string): Promise<void>
  }

  /** The topics of tips in the officers' group. One process at a time takes care of a topic. */
  readonly officerTopics: {
    /** Undefined when there is no such tip. */
    tally(tip: string): Promise<TipTally | undefined>
    /** Tips whose topic may need something: those in work; those with a topic until it is closed and all was told in it. */
    live(): Promise<readonly { readonly tally: TipTally; readonly topic: OfficerTopic | undefined }[]>
    /** Topics in this chat whose tip, or whose tip's words, are gone. */
    orphans(chat: string): Promise<readonly { readonly tip: string; readonly topic: number }[]>
    /** Takes a topic over until then and answers how it stands; undefined while somebody else has it. */
    claim(tip: string, now: Date, until: Date): Promise<OfficerTopic | undefined>
    /** Durable when it resolves; keeps the claim until then. */
    put(tip: string, state: TopicState, claimedUntil: Date): Promise<void>
    release(tip: string): Promise<void>
    /** The note was told; what was noted since stays. */
    noteTold(tip: string, count: number): Promise<void>
    remove(tip: string): Promise<void>
    tipOf(chat: string, topic: number): Promise<string | undefined>
  }

  /** Removes from files what was deleted from tables (SQLite: the WAL is emptied). */
  tidy(): Promise<void>
  /** Answers when the database does; rejects otherwise. */
  ping(): Promise<void>
  close(): Promise<void>
}
