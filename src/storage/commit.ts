import type { Kysely } from 'kysely'
import type { Storage } from '../core/storage.ts'
import type { Write } from '../core/write.ts'
import { attach } from './attachment-store.ts'
import { isConflict } from './conflict.ts'
import { clearThread, eraseContact, muteContact, putContact } from './contact-store.ts'
import type { Database } from './database.ts'
import { queueDelivery, releaseDeliveries } from './delivery-store.ts'
import { settleInbox } from './inbox-store.ts'
import { putOfficerAddress, takeInvite } from './officer-store.ts'
import { noteUnanswered } from './question-store.ts'
import { countReach } from './reach-store.ts'
import { countTry } from './receipt-try-store.ts'
import { insertRelay } from './relay-store.ts'
import type { Tables } from './schema.ts'
import { countTip } from './sent-tip-store.ts'
import { endSession, putSession } from './session-store.ts'
import { noteTopic, putCardMode } from './topic-store.ts'
import {
  dropTipAddress,
  dropTipAddresses,
  insertTip,
  insertTipMessage,
  logTip,
  moveTip,
  putTipAddress,
} from './tip-writes.ts'
import { countVerdict } from './verdict-store.ts'

/** `Storage.commit`: all writes in one transaction, in their order, except that what is counted comes last. */
export function createCommit({ db, kind }: Database): Storage['commit'] {
  return async (writes) => {
    const at = momentOf(writes)
    try {
      await db.transaction().execute(async (trx) => {
        for (const write of countsLast(writes)) await apply(trx, kind, write, at)
      })
      return 'committed'
    } catch (error) {
      if (isConflict(error)) return 'conflict'
      throw error
    }
  }
}

/** When the turn is settled; before all time in a commit that settles none, so that no session has expired by then. */
function momentOf(writes: readonly Write[]): Date {
  return writes.find((write) => write.write === 'settle-inbox')?.at ?? new Date(0)
}

/** Everyone counts in the same few rows: they are held shortly, and always taken in the same order. */
function countsLast(writes: readonly Write[]): readonly Write[] {
  const keyed = writes.map((write) => ({ write, key: countKey(write) }))
  const counts = keyed.filter(({ key }) => key !== undefined).sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
  return [...keyed.filter(({ key }) => key === undefined), ...counts].map(({ write }) => write)
}

/** The rows that a write counts in; undefined for one that does not count. */
function countKey(write: Write): string | undefined {
  switch (write.write) {
    case 'count': {
      const { event, day } = write
      return [write.write, day, event.channel, event.unit, event.audience, event.kind, event.person ?? ''].join(' ')
    }
    case 'note-unanswered':
      return [write.write, write.question.day].join(' ')
    case 'count-verdict':
      return [write.write, write.day, write.entry, write.locale, write.version, write.verdict].join(' ')
    default:
      return undefined
  }
}

async function apply(db: Kysely<Tables>, kind: Database['kind'], write: Write, at: Date): Promise<void> {
  switch (write.write) {
    case 'settle-inbox':
      return settleInbox(db, write)
    case 'put-session':
      return putSession(db, write, at)
    case 'end-session':
      return endSession(db, write, at)
    case 'put-contact':
      return putContact(db, write)
    case 'erase-contact':
      return eraseContact(db, write)
    case 'clear-thread':
      return clearThread(db, write)
    case 'insert-tip':
      return insertTip(db, write)
    case 'insert-tip-message':
      return insertTipMessage(db, write)
    case 'attach':
      return attach(db, write)
    case 'put-tip-address':
      return putTipAddress(db, write)
    case 'drop-tip-addresses':
      return dropTipAddresses(db, write)
    case 'drop-tip-address':
      return dropTipAddress(db, write)
    case 'move-tip':
      return moveTip(db, write)
    case 'log-tip':
      return logTip(db, write)
    case 'put-card-mode':
      return putCardMode(db, write)
    case 'note-topic':
      return noteTopic(db, write)
    case 'queue-delivery':
      return queueDelivery(db, write)
    case 'release-deliveries':
      return releaseDeliveries(db, write)
    case 'insert-relay':
      return insertRelay(db, write)
    case 'mute-contact':
      return muteContact(db, write)
    case 'count':
      return countReach(db, write)
    case 'note-unanswered':
      return noteUnanswered(db, write)
    case 'count-verdict':
      return countVerdict(db, write)
    case 'count-try':
      return countTry(db, kind, write)
    case 'count-tip':
      return countTip(db, kind, write)
    case 'use-invite':
      return takeInvite(db, write)
    case 'put-officer-address':
      return putOfficerAddress(db, write)
  }
  write satisfies never
}
