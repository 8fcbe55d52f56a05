import { channelOf, type Address } from '../core/channel.ts'
import { deskPageSize, mostCases, type DeskActs, type DeskPlan, type DeskRefusal } from '../core/desk.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Clock, Ids, Marks, Places, Seal, Translate, Words } from '../core/ports.ts'
import type { Officer } from '../core/shift.ts'
import type { Storage } from '../core/storage.ts'
import type { StoredTip } from '../core/tip-store.ts'
import { isBlank } from '../core/text.ts'
import { canMove, tipStatuses, type TipStatus } from '../core/tip.ts'
import { dangers } from '../core/triage.ts'
import type { Write } from '../core/write.ts'
import { addMessage } from './add-message.ts'
import { relayReply, relayStatus } from './relay.ts'
import { readThread } from './thread.ts'
import { tipCard } from './tip-card.ts'
import { tipFor } from './tip-for.ts'
import { waysBack, type WaysBackDeps } from './ways-back.ts'

export interface DeskActDeps {
  readonly storage: Pick<Storage, 'tips' | 'officers' | 'officerTopics' | 'contacts'>
  readonly seal: Seal
  readonly marks: Marks
  readonly ids: Ids
  readonly clock: Clock
  readonly places: Places
  readonly translate: Translate
  readonly publicUrl: string
  readonly channelFacts: WaysBackDeps['channelFacts']
}

/** The longest reply an officer may send, in characters. */
export const longestReply = 2_000
/** The same ready question within this time is the same tap. */
const askingMs = 10 * 60_000
const inWork = tipStatuses.filter((status) => !['open', 'resolved', 'closed'].includes(status))
const refused = (because: DeskRefusal): DeskPlan => ({ kind: 'refused', because })

/** What officers do, as plans: the console and the chats commit them, each with what else belongs to the act. */
export function createDeskActs(deps: DeskActDeps): DeskActs {
  const { storage, places } = deps

  /** What is said to the tipster wherever a way leads back, each time in the language of that contact. */
  const toTipster = async (
    stored: StoredTip,
    said: (to: Address, words: Words) => readonly OutboundMessage[],
  ): Promise<readonly OutboundMessage[]> => {
    const messages = (await waysBack(stored, deps)).map(async ({ to, locale }) => {
      const chosen = (await storage.contacts.find(deps.marks.contact(to)))?.locale ?? ''
      return said(to, deps.translate(deps.translate.pick(chosen === '' ? locale : chosen)))
    })
    return (await Promise.all(messages)).flat()
  }
  /** The next steps stand on the card again after every act. */
  const movesAgain = (tip: string, at: Date): Write => ({ write: 'put-card-mode', tip, mode: undefined, until: at })
  const moveWrites = ({ tip }: StoredTip, officer: Officer, to: TipStatus, at: Date): readonly Write[] => [
    {
      write: 'move-tip',
      tip: tip.id,
      from: tip.status,
      to,
      officer: to === 'acknowledged' ? officer.id : undefined,
      at,
    },
    {
      write: 'log-tip',
      id: deps.ids.id(),
      tip: tip.id,
      what: 'moved',
      officer: officer.id,
      from: tip.status,
      to,
      at,
    },
  ]
  const reply = async (officer: Officer, id: string, text: string): Promise<DeskPlan> => {
    const stored = await tipFor(officer, id, deps)
    if (stored === undefined) return refused('no-such-tip')
    if (officer.role === 'admin') return refused('role')
    const words = text.normalize('NFC').trim()
    if (isBlank(words)) return refused('empty')
    if (words.length > longestReply) return refused('too-long')
    if (stored.tip.status === 'closed') return refused('no-such-move')
    const at = deps.clock.now()
    const first = stored.tip.status === 'open' ? moveWrites(stored, officer, 'acknowledged', at) : []
    const message = deps.ids.id()
    const said = { id: message, author: 'officer', alias: officer.alias, officer: officer.id, text: words } as const
    const answer = { tip: id, text: words, alias: officer.alias }
    const relayed = await toTipster(stored, (to, inWords) => relayReply([to], answer, inWords, deps.marks))
    const relays = relayed.map((each) => ({ ...each, relay: deps.ids.id() }))
    const fates = relays.map(({ relay, to }): Write => {
      return { write: 'insert-relay', id: relay, message, channel: channelOf(to), at }
    })
    return {
      kind: 'plan',
      writes: [...first, ...addMessage(stored, said, at, deps), ...fates, movesAgain(id, at)],
      messages: relays,
    }
  }

  return {
    async move(officer, id, to) {
      const stored = await tipFor(officer, id, deps)
      if (stored === undefined) return refused('no-such-tip')
      if (officer.role === 'admin') return refused('role')
      if (!canMove(stored.tip.status, to)) return refused('no-such-move')
      const at = deps.clock.now()
      return {
        kind: 'plan',
        writes: [...moveWrites(stored, officer, to, at), movesAgain(id, at)],
        messages: await toTipster(stored, (address, words) => relayStatus([address], { tip: id, status: to }, words)),
      }
    },
    reply,
    async ask(officer, id, text) {
      const plan = await reply(officer, id, text)
      const stored = plan.kind === 'plan' ? await storage.tips.find(id) : undefined
      const last = stored && (await readThread(stored, deps)).at(-1)
      const since = deps.clock.now().getTime() - askingMs
      const isSame = last?.author === 'officer' && last.text === text && last.at.getTime() > since
      return isSame ? { kind: 'refused', because: 'asked-already' } : plan
    },
    async card(officer, id, mode) {
      if ((await tipFor(officer, id, deps)) === undefined) return undefined
      const tally = await storage.officerTopics.tally(id)
      if (tally === undefined) return undefined
      const owner = tally.tip.officer === undefined ? undefined : await storage.officers.find(tally.tip.officer)
      const isReadOnly = officer.role === 'admin'
      return tipCard(tally, { alias: owner?.alias, mode, now: deps.clock.now(), place: 'private', isReadOnly }, deps)
    },
    async cases(officer) {
      const units = await places.below(officer.unit)
      const most = { units, limit: deskPageSize }
      const [waiting, mine] = await Promise.all([
        storage.tips.list({ ...most, statuses: ['open'] }),
        storage.tips.list({ ...most, statuses: inWork, officer: officer.id }),
      ])
      return [...waiting, ...mine]
        .toSorted(
          (a, b) => dangers.indexOf(a.level) - dangers.indexOf(b.level) || a.dueAt.getTime() - b.dueAt.getTime(),
        )
        .slice(0, mostCases)
    },
    status: async (id) => (await storage.tips.find(id))?.tip.status,
    tipOf: (chat, topic) => storage.officerTopics.tipOf(chat, topic),
  }
}
