import {
  deskPageSize,
  type Changes,
  type Desk,
  type DeskActs,
  type DeskFilter,
  type DeskPlan,
  type DeskResult,
  type DeskRow,
  type DeskTip,
} from '../core/desk.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Clock, Ids, Places, Seal } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import { tipMoves, type Tip } from '../core/tip.ts'
import { withoutRoot } from '../core/unit.ts'
import type { TipLogEntry, Write } from '../core/write.ts'
import { readAttachment } from './read-attachment.ts'
import { readThread } from './thread.ts'
import { isOverdue } from './tip-card.ts'
import { tipFor } from './tip-for.ts'
import { waysBack, type WaysBackDeps } from './ways-back.ts'

export interface DeskDeps {
  readonly storage: Storage
  readonly acts: DeskActs
  readonly seal: Seal
  readonly ids: Ids
  readonly clock: Clock
  readonly places: Places
  readonly changes: Changes
  readonly queue: (message: OutboundMessage, at: Date) => readonly Write[]
  readonly channelFacts: WaysBackDeps['channelFacts']
  /** Called after a commit that queued something. */
  readonly wake: () => void
}

/** Opening a tip again within this time is the same reading: pages refresh themselves. */
const readingMs = 10 * 60_000

/** The desk on what is stored. Every act is one commit; two officers acting at once get one 'done' and one refusal. */
export function createDesk(deps: DeskDeps): Desk {
  const { storage, places } = deps

  const row = async (tip: Tip): Promise<DeskRow> => {
    const owner = tip.officer === undefined ? undefined : await storage.officers.find(tip.officer)
    const place = withoutRoot(await places.path(tip.unit))
    return {
      tip,
      place,
      isUnrouted: tip.status === 'open' && tip.routedUnit === undefined,
      isOverdue: isOverdue(tip, deps.clock.now()),
      owner: owner === undefined ? undefined : { alias: owner.alias, name: owner.name },
    }
  }
  const commit = async (plan: DeskPlan): Promise<DeskResult> => {
    if (plan.kind === 'refused') return plan
    const at = deps.clock.now()
    const queued = plan.messages.flatMap((message) => deps.queue(message, at))
    if ((await storage.commit([...plan.writes, ...queued])) === 'conflict')
      return { kind: 'refused', because: 'changed-meanwhile' }
    deps.changes.publish()
    if (queued.length > 0) deps.wake()
    return { kind: 'done' }
  }
  /** Opening something again within some minutes is the same reading. */
  const noteReading = async (officer: string, tip: string, entries: readonly TipLogEntry[]): Promise<void> => {
    const at = deps.clock.now()
    const since = at.getTime() - readingMs
    if (entries.some((entry) => entry.what === 'read' && entry.officer === officer && entry.at.getTime() > since))
      return
    const read: Write = {
      write: 'log-tip',
      id: deps.ids.id(),
      tip,
      what: 'read',
      officer,
      from: undefined,
      to: undefined,
      at,
    }
    await storage.commit([read])
  }

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
      const stored = await tipFor(officer, id, deps)
      if (stored === undefined) return undefined
      const mayRead = officer.role !== 'admin'
      const ways = await waysBack(stored, deps)
      const entries = await storage.tips.log(id)
      if (mayRead) await noteReading(officer.id, id, entries)
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
      const stored = officer.role === 'admin' ? undefined : await tipFor(officer, id, deps)
      const file = stored && (await readAttachment(stored, attachment, deps))
      if (file !== undefined) await noteReading(officer.id, id, await storage.tips.log(id))
      return file
    },
    move: async (officer, id, to) => commit(await deps.acts.move(officer, id, to)),
    reply: async (officer, id, text) => commit(await deps.acts.reply(officer, id, text)),
  }
}
