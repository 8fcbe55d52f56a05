import type { Storage } from '../../../src/core/storage.ts'
import type { Tip } from '../../../src/core/tip.ts'
import type { QueuedDelivery, Write } from '../../../src/core/write.ts'
import type { StorageOptions } from '../../../src/storage/database.ts'
import type { State } from '../../support/dump-state.ts'

/** What the cases of the contract work with: an empty storage of their own. */
export interface Subject {
  readonly storage: () => Storage
  /** Of that storage. */
  readonly commit: Storage['commit']
  /** How another process, or a second storage, opens the same database. */
  readonly options: () => StorageOptions
  /** Every table as it stands. */
  readonly dump: () => Promise<State>
}

/** The moment all cases start from. */
const start = new Date('2026-11-22T03:00:00Z')

/** The hour that `at(0)` begins; what is done keeps no finer moment. */
export const firstHour = start

/** So many seconds after the start. */
export function at(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000)
}

/** Bytes as sealing would give; storage never looks into them. */
export function bytes(text: string): Uint8Array {
  return new Uint8Array(new TextEncoder().encode(text))
}

/** A message to take in, by the number of its mark. */
export function inboxRow(n: number, seconds = n) {
  return {
    id: `in-${n}`,
    channel: 'zalo' as const,
    mark: `mark-${n}`,
    contact: `contact-${n}`,
    sealed: bytes(`message ${n}`),
    receivedAt: at(seconds),
  }
}

/** Forgets a contact of whom so much was seen; `queued` are answers of officers where they name a relay. */
export function erasure(
  queued: readonly (string | readonly [id: string, relay: string])[] = [],
  { contact = 'someone', trail = [] as readonly string[] } = {},
): Write {
  const seen = queued.map((each) => (typeof each === 'string' ? [each] : each))
  return {
    write: 'erase-contact',
    contact,
    trail,
    queued: seen.map(([id = '', relay]) => ({ id, relay })),
    at: at(0),
  }
}

/** A tip of commune 01004. */
export function tipOf(id: string, changes: Partial<Tip> = {}): Tip {
  return {
    id,
    kind: 'online',
    level: 'urgent',
    safety: 'unknown',
    unit: '01004',
    routedUnit: '01',
    status: 'open',
    officer: undefined,
    openedAt: at(0),
    dueAt: at(3600),
    changedAt: at(0),
    ...changes,
  }
}

/** The write that opens a tip; its receipt mark is `receipt of <id>`. */
export function insertTip(id: string, changes: Partial<Tip> = {}): Write {
  return {
    write: 'insert-tip',
    tip: tipOf(id, changes),
    receiptMark: `receipt of ${id}`,
    wrappedKey: bytes(`key of ${id}`),
    wrappedAddressKey: bytes(`address key of ${id}`),
  }
}

/** The write that keeps an address of a tip; its mark is its text. */
export function putAddress(tip: string, text: string, seconds = 1): Write {
  return { write: 'put-tip-address', tip, addressMark: `mark of ${text}`, sealed: bytes(text), at: at(seconds) }
}

/** The write that queues a message. */
export function queue(id: string, contact: string, changes: Partial<QueuedDelivery> = {}): Write {
  return {
    write: 'queue-delivery',
    delivery: {
      id,
      contact,
      channel: 'telegram',
      priority: 'reply',
      about: undefined,
      sealed: bytes(`body of ${id}`),
      nextAt: at(0),
      ...changes,
    },
  }
}

/** The write that puts a session. */
export function putSession(
  expected: number | undefined,
  version: number,
  expiresInSeconds = 600,
): Extract<Write, { readonly write: 'put-session' }> {
  return {
    write: 'put-session',
    contact: 'someone',
    expected,
    flow: 'tip',
    step: `step ${version}`,
    sealed: bytes(`vars ${version}`),
    version,
    expiresAt: at(expiresInSeconds),
  }
}

/** An officer to add. */
export function newOfficer(id: string, name = `Officer ${id}`) {
  return { id, name, role: 'officer' as const, unit: '01', createdAt: at(0) }
}

/** Adds an officer with an invite, a link, a console session and a chat account called after the id. */
export async function addOfficerWithWays(storage: Storage, id: string): Promise<void> {
  await storage.officers.add(newOfficer(id))
  await storage.officers.addInvite({ mark: `invite of ${id}`, officer: id, expiresAt: at(600) })
  await storage.signIn.addLink({ mark: `link of ${id}`, officer: id, expiresAt: at(600) })
  await storage.signIn.addSession({ mark: `cookie of ${id}`, officer: id, csrf: `csrf of ${id}`, expiresAt: at(600) })
  await storage.commit([bindOfficer(id, `chat of ${id}`)])
}

/** The write that binds a chat account to an officer. */
export function bindOfficer(officer: string, contact: string): Write {
  return { write: 'put-officer-address', officer, contact, sealed: bytes(`address ${contact}`), at: at(1) }
}
