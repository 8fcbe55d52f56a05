import {
  deskPageSize,
  type Changes,
  type Desk,
  type DeskFilter,
  type DeskRefusal,
  type DeskResult,
  type DeskRow,
  type DeskTip,
} from '../core/desk.ts'
import { channelOf } from '../core/channel.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Clock, Ids, Marks, Places, Seal, Translate } from '../core/ports.ts'
import type { Officer } from '../core/shift.ts'
import type { Storage, StoredTip } from '../core/storage.ts'
import { canMove, tipMoves, type Tip, type TipStatus } from '../core/tip.ts'
import { withoutRoot } from '../core/unit.ts'
import type { TipLogEntry, Write } from '../core/write.ts'
import { addMessage } from './add-message.ts'
import { readAttachment } from './read-attachment.ts'
import { relayReply, relayStatus } from './relay.ts'
import { readThread } from './thread.ts'
import { waysBack, type WaysBackDeps } from './ways-back.ts'

export interface DeskDeps {
  readonly storage: Storage
  readonly seal: Seal
  readonly marks: Marks
  readonly ids: Ids
  readonly clock: Clock
  readonly places: Places
  readonly translate: Translate
  readonly changes: Changes
  readonly queue: (message: OutboundMessage, at: Date) => readonly Write[]
  readonly channelFacts: WaysBackDeps['channelFacts']
  /** Called after a commit that queued something. */
  readonly wake: () => void
}

/** The longest reply an officer may send, in characters. */
export const longestReply = 2_000
/** Opening a tip again within this time is the same reading: pages refresh themselves. */
const readingMs = 10 * 60_000
const refused = (because: DeskRefusal): DeskResult => ({ kind: 'refused', because })

/** The desk on what is stored. Every act is one commit; two officers acting at once get one 'done' and one refusal. */
export function createDesk(deps: DeskDeps): Desk {
  const { storage, places } = deps
  const child = deps.translate(deps.translate.pick(undefined))

  const mayOpen = async (officer: Officer, tip: Tip) => (await places.below(officer.unit)).includes(tip.unit)
  const find = async (officer: Officer, id: string): Promise<StoredTip | undefined> => {
    const stored = await storage.tips.find(id)
    return stored !== undefined && (await mayOpen(officer, stored.tip)) ? stored : undefined
  }
  const row = async (tip: Tip): Promise<DeskRow> => {
    const owner = tip.officer === undefined ? undefined : await storage.officers.find(tip.officer)
    const place = withoutRoot(await places.path(tip.unit))
    return {
      tip,
      place,
      isUnrouted: tip.status === 'open' && tip.routedUnit === undefined,
      isOverdue: ['open', 'acknowledged'].includes(tip.status) && tip.dueAt < deps.clock.now(),
      owner: owner === undefined ? undefined : { alias: owner.alias, name: owner.name },
    }
  }
  const log = (
    tip: string,
    what: 'moved' | 'read',
    officer: string,
    at: Date,
    from?: TipStatus,
    to?: TipStatus,
  ): Write => {
    return { write: 'log-tip', id: deps.ids.id(), tip, what, officer, from, to, at }
  }
  /** Opening something again within some minutes is the same reading. */
  const noteReading = async (officer: Officer, id: string, entries: readonly TipLogEntry[]): Promise<void> => {
    const since = deps.clock.now().getTime() - readingMs
    const isSame = entries.some(
      (entry) => entry.what === 'read' && entry.officer === officer.id && entry.at.getTime() > since,
    )
    if (!isSame) await storage.commit([log(id, 'read', officer.id, deps.clock.now())])
  }
  const moveWrites = (stored: StoredTip, officer: Officer, to: TipStatus, at: Date): readonly Write[] => [
    {
      write: 'move-tip',
      tip: stored.tip.id,
      from: stored.tip.status,
      to,
      officer: to === 'acknowledged' ? officer.id : undefined,
      at,
    },
    log(stored.tip.id, 'moved', officer.id, at, stored.tip.status, to),
  ]
  const commit = async (
    writes: readonly Write[],
    messages: readonly OutboundMessage[],
    at: Date,
  ): Promise<DeskResult> => {
    const result = await storage.commit([...writes, ...messages.flatMap((message) => deps.queue(message, at))])
    if (result === 'conflict') return refused('changed-meanwhile')
    deps.changes.publish()
    if (messages.length > 0) deps.wake()
    return { kind: 'done' }
  }

  const addressesOf = async (stored: StoredTip) => (await waysBack(stored, deps)).map(({ to }) => to)

  return {
    async list(officer, filter: DeskFilter) {
      const tips = await storage.tips.list({
        units: await places.below(officer.unit),
        limit: deskPageSize + 1,
        offset: (filter.page ?? 0) * deskPageSize,
        ...(filter.statuses === undefined ? {} : { statuses: filter.statuses }),
        ...(filter.unroutedOnly === true ? { unroutedOnly: true } : {}),
        ...(filter.mineOnly === true ? { officer: officer.id } : {}),
      })
      return { rows: await Promise.all(tips.slice(0, deskPageSize).map(row)), hasMore: tips.length > deskPageSize }
    },
    async open(officer, id): Promise<DeskTip | undefined> {
      const stored = await find(officer, id)
      if (stored === undefined) return undefined
      const mayRead = officer.role !== 'admin'
      const ways = await waysBack(stored, deps)
      const entries = await storage.tips.log(id)
      if (mayRead) await noteReading(officer, id, entries)
      return {
        ...(await row(stored.tip)),
        messages: mayRead ? await readThread(stored, deps) : undefined,
        log: entries,
        moves: mayRead ? tipMoves[stored.tip.status] : [],
        canReply: mayRead && stored.tip.status !== 'closed',
        hasWayBack: ways.length > 0,
        waysBack: ways.map(({ shown }) => shown),
        relays: await storage.tips.relays(id),
      }
    },
    async attachment(officer, id, attachment) {
      const stored = officer.role === 'admin' ? undefined : await find(officer, id)
      const file = stored && (await readAttachment(stored, attachment, deps))
      if (file !== undefined) await noteReading(officer, id, await storage.tips.log(id))
      return file
    },

    async move(officer, id, to) {
      const stored = await find(officer, id)
      if (stored === undefined) return refused('no-such-tip')
      if (officer.role === 'admin') return refused('role')
      if (!canMove(stored.tip.status, to)) return refused('no-such-move')
      const at = deps.clock.now()
      const told = relayStatus(await addressesOf(stored), { tip: id, status: to }, child)
      return commit(moveWrites(stored, officer, to, at), told, at)
    },
    async reply(officer, id, text) {
      const stored = await find(officer, id)
      if (stored === undefined) return refused('no-such-tip')
      if (officer.role === 'admin') return refused('role')
      const words = text.normalize('NFC').trim()
      if (words === '') return refused('empty')
      if (words.length > longestReply) return refused('too-long')
      if (stored.tip.status === 'closed') return refused('no-such-move')
      const at = deps.clock.now()
      const first = stored.tip.status === 'open' ? moveWrites(stored, officer, 'acknowledged', at) : []
      const message = deps.ids.id()
      const added = addMessage(
        stored,
        { id: message, author: 'officer', alias: officer.alias, officer: officer.id, text: words },
        at,
        deps,
      )
      const answer = { tip: id, text: words, alias: officer.alias }
      const relayed = relayReply(await addressesOf(stored), answer, child, deps.marks)
      const relays = relayed.map((each) => ({ ...each, relay: deps.ids.id() }))
      const fates = relays.map(({ relay, to }): Write => {
        return { write: 'insert-relay', id: relay, message, channel: channelOf(to), at }
      })
      return commit([...first, ...added, ...fates], relays, at)
    },
  }
}
