import { sealAttachment } from '../core/attachment.ts'
import type { Accepted, Receive } from '../core/channel.ts'
import type { ContactMark } from '../core/contact.ts'
import { heardRow } from '../core/leaving.ts'
import type { InboundMessage, TakenMessage } from '../core/message.ts'
import type { Ids, Log, Marks, Seal } from '../core/ports.ts'
import type { InboxRow, Storage } from '../core/storage.ts'
import { isBlank } from '../core/text.ts'
import { trailRow } from '../core/trail.ts'
import { whereOf } from '../core/where.ts'
import type { Handled } from './handle.ts'

export interface ReceiveDeps {
  readonly storage: Pick<Storage, 'inbox'>
  readonly seal: Seal
  readonly marks: Marks
  readonly ids: Ids
  readonly log: Log
  readonly handle: (row: InboxRow) => Promise<Handled>
  readonly deliverTo: (contact: ContactMark) => Promise<void>
}

/** The door for every message. */
export interface Inbound {
  readonly receive: Receive
  /** Takes up what was received before `before` and is not settled: what a crash, or a fault of storage, left over. */
  resume(before: Date): Promise<void>
  /** Resolves when no turn is running. */
  idle(): Promise<void>
}

const resumeBatch = 200
/** After so many failed attempts a message is left to an operator: it stays in the inbox and in the metrics. */
export const mostAttempts = 20
/** A fault of storage is often over in a moment: a turn is tried again at once, after these waits, before it is put off. */
const retryMs = [50, 250, 1_000]
/** In each round of the event loop one new connection is taken; a proxy may open one for each message. */
const roundsBetween = 8

/**
 * Drops repeats, stores durably (files apart, so that nothing holds their bytes from then on), then handles one message at a
 * time per contact, in order of arrival. A message that is put off holds back the later ones of its contact until it is taken
 * up again. Whoever calls may answer the platform as soon as `receive` resolves.
 */
export function createInbound(deps: ReceiveDeps): Inbound {
  const tails = new Map<ContactMark, Promise<void>>()
  const underWay = new Set<string>()
  /** Contacts whose message was put off. */
  const held = new Set<ContactMark>()
  const inTurn = createTurns()

  const attempt = async (row: InboxRow): Promise<Handled> => {
    for (const waitMs of retryMs) {
      try {
        return await deps.handle(row)
      } catch (error) {
        deps.log.warn({ turn: row.id, kind: (error as Error).name, where: whereOf(error) }, 'a turn is tried again')
        await new Promise((resolve) => setTimeout(resolve, waitMs))
      }
    }
    return deps.handle(row)
  }
  const run = async (row: InboxRow): Promise<void> => {
    try {
      if (held.has(row.contact)) return
      await inTurn()
      const { queuedFor } = await attempt(row)
      const others = queuedFor.filter((contact) => contact !== row.contact)
      for (const contact of others)
        deps.deliverTo(contact).catch(() => deps.log.warn({ turn: row.id }, 'delivery put off'))
      await deps.deliverTo(row.contact).catch(() => deps.log.warn({ turn: row.id }, 'delivery put off'))
    } catch (error) {
      held.add(row.contact)
      deps.log.error(
        { turn: row.id, channel: row.channel, kind: (error as Error).name, where: whereOf(error) },
        'a turn was put off',
      )
      await deps.storage.inbox.failed(row.id).catch(() => undefined)
    } finally {
      underWay.delete(row.id)
    }
  }
  const enqueue = (row: InboxRow): Promise<void> => {
    underWay.add(row.id)
    const tail = (tails.get(row.contact) ?? Promise.resolve()).then(() => run(row))
    tails.set(row.contact, tail)
    void tail.then(() => {
      if (tails.get(row.contact) === tail) tails.delete(row.contact)
    })
    return tail
  }

  return {
    async receive(message: InboundMessage): Promise<Accepted> {
      const id = deps.ids.id()
      const contact = deps.marks.contact(message.from)
      const { receivedAt, attachments, posted, heardAtMs, ...rest } = message
      // What nobody can see is nothing that was said.
      const words = isBlank(rest.text) ? { ...rest, text: '' } : rest
      const files = attachments.map((attachment) => sealAttachment(attachment, deps))
      const kept: Omit<TakenMessage, 'receivedAt'> = { ...words, attachments: files.map(({ ref }) => ref) }
      const row = {
        id,
        channel: message.channel,
        contact,
        sealed: deps.seal.seal('inbox', id, JSON.stringify(kept)),
        receivedAt,
      }
      const trail = posted === undefined ? {} : { trail: trailRow(contact, posted, deps) }
      const heard = heardAtMs === undefined ? {} : { heard: heardRow(contact, heardAtMs, receivedAt, deps.seal) }
      const mark = deps.marks.external(message.channel, message.externalId)
      underWay.add(id)
      try {
        const accepted = await deps.storage.inbox.accept({
          ...row,
          ...trail,
          ...heard,
          mark,
          attachments: files.map(({ stored }) => stored),
        })
        if (accepted === 'repeat') return { repeat: true, settled: tails.get(contact) ?? Promise.resolve() }
      } finally {
        underWay.delete(id)
      }
      return { repeat: false, settled: enqueue({ ...row, attempts: 0 }) }
    },
    async resume(before) {
      const rows = await deps.storage.inbox.unsettled(resumeBatch, mostAttempts)
      const due = rows.filter((row) => (row.receivedAt < before || held.has(row.contact)) && !underWay.has(row.id))
      for (const { contact } of due) held.delete(contact)
      await Promise.all(due.map(enqueue))
    },
    async idle() {
      await Promise.allSettled([...tails.values()])
    },
  }
}

/**
 * Resolves in the order of asking, some rounds of the event loop after the turn before: what comes in meanwhile is stored and
 * answered before the next turn begins to think.
 */
function createTurns(): () => Promise<void> {
  let last = Promise.resolve()
  const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve))
  const pass = async (before: Promise<void>) => {
    await before
    for (let round = 0; round < roundsBetween; round++) await nextRound()
  }
  return () => (last = pass(last))
}
