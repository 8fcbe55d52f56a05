import { deskPageSize, type Desk, type DeskTip } from '../../src/core/desk.ts'
import type { Attachment } from '../../src/core/message.ts'
import type { Places } from '../../src/core/ports.ts'
import type { Officer } from '../../src/core/shift.ts'
import { tipMoves, type Tip, type TipStatus } from '../../src/core/tip.ts'
import type { Unit } from '../../src/core/unit.ts'

export const hourMs = 60 * 60 * 1000

const unit = (code: string, name: string, kind: Unit['kind'], parent: string | undefined): Unit => ({
  code,
  name,
  kind,
  parent,
  oldNames: [],
  isSample: true,
})
export const units: readonly Unit[] = [
  unit('VN', 'Việt Nam', 'country', undefined),
  unit('01', 'Hà Nội', 'province', 'VN'),
  unit('0101', 'Xã Mẫu Một', 'commune', '01'),
  unit('0102', 'Xã Mẫu Hai', 'commune', '01'),
  unit('48', 'Đà Nẵng', 'province', 'VN'),
]

/** The places port over the five units above. */
export const places: Places = {
  find: async (code) => units.find((each) => each.code === code),
  search: async () => [],
  read: async () => ({ named: [], rest: '' }),
  async path(code) {
    const path: Unit[] = []
    for (let at = units.find((each) => each.code === code); at; at = units.find(({ code }) => code === at?.parent)) {
      path.push(at)
    }
    return path
  },
  async below(code) {
    const found = [code]
    for (const each of found) found.push(...units.filter(({ parent }) => parent === each).map(({ code }) => code))
    return found.filter((each) => units.some(({ code }) => code === each))
  },
}

/** A tip with what a test says about it. */
export function tipWith(change: Partial<Tip> = {}, rest: Partial<Omit<DeskTip, 'tip'>> = {}): DeskTip {
  const now = new Date('2026-11-22T05:00:00Z')
  const tip: Tip = {
    id: 'ABCD-2345',
    kind: 'online',
    level: 'urgent',
    safety: 'unknown',
    unit: '0101',
    routedUnit: '0101',
    status: 'open',
    officer: undefined,
    openedAt: new Date(now.getTime() - hourMs),
    dueAt: new Date(now.getTime() + 3 * hourMs),
    changedAt: new Date(now.getTime() - hourMs),
    ...change,
  }
  return {
    tip,
    place: units.filter(({ code }) => code === tip.unit || code === '01').reverse(),
    isUnrouted: tip.routedUnit === undefined && tip.status === 'open',
    isOverdue: tip.dueAt < now,
    owner: undefined,
    messages: [],
    log: [],
    moves: tipMoves[tip.status],
    canReply: true,
    hasWayBack: true,
    waysBack: [],
    relays: [],
    ...rest,
  }
}

/** The desk port over a list of tips: same rights and refusals, nothing stored. */
export interface DeskFixture extends Desk {
  tips: DeskTip[]
  /** Set to make the next act fail in a way that only two officers at once can bring about. */
  isChangedMeanwhile: boolean
  readonly replies: string[]
  /** Bytes by the id of the file. */
  readonly files: Map<string, Attachment>
  /** Ids that were asked for. */
  readonly asked: string[]
}

/** An empty desk. */
export function createDeskFixture(): DeskFixture {
  const change = (id: string, status: TipStatus, officer: Officer) => {
    desk.tips = desk.tips.map((each) =>
      each.tip.id === id
        ? { ...each, tip: { ...each.tip, status, officer: officer.id }, moves: tipMoves[status] }
        : each,
    )
  }
  const desk: DeskFixture = {
    tips: [],
    isChangedMeanwhile: false,
    replies: [],
    files: new Map(),
    asked: [],
    async list(officer, filter) {
      const own = await places.below(officer.unit)
      const found = desk.tips.filter(
        ({ tip, isUnrouted }) =>
          own.includes(tip.unit) &&
          (filter.statuses?.includes(tip.status) ?? true) &&
          (!filter.unroutedOnly || isUnrouted) &&
          (!filter.mineOnly || tip.officer === officer.id),
      )
      const rest = found.slice((filter.page ?? 0) * deskPageSize)
      return { rows: rest.slice(0, deskPageSize), hasMore: rest.length > deskPageSize }
    },
    async open(officer, id) {
      desk.asked.push(id)
      const own = await places.below(officer.unit)
      const found = desk.tips.find(({ tip }) => tip.id === id && own.includes(tip.unit))
      return found && officer.role === 'admin' ? { ...found, messages: undefined, moves: [], canReply: false } : found
    },
    async attachment(officer, id, file) {
      const found = officer.role === 'admin' ? undefined : await desk.open(officer, id)
      return found && desk.files.get(file)
    },
    async move(officer, id, to) {
      const found = await desk.open(officer, id)
      if (found === undefined) return { kind: 'refused', because: 'no-such-tip' }
      if (officer.role === 'admin') return { kind: 'refused', because: 'role' }
      if (desk.isChangedMeanwhile) return { kind: 'refused', because: 'changed-meanwhile' }
      if (!found.moves.includes(to)) return { kind: 'refused', because: 'no-such-move' }
      change(id, to, officer)
      return { kind: 'done' }
    },
    async reply(officer, id, text) {
      if ((await desk.open(officer, id)) === undefined) return { kind: 'refused', because: 'no-such-tip' }
      if (officer.role === 'admin') return { kind: 'refused', because: 'role' }
      if (text.trim() === '') return { kind: 'refused', because: 'empty' }
      if (text.length > 2000) return { kind: 'refused', because: 'too-long' }
      desk.replies.push(text)
      return { kind: 'done' }
    },
  }
  return desk
}
