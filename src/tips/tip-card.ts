import type { QuickReply } from '../core/message.ts'
import type { Places, Translate, Words } from '../core/ports.ts'
import { tipMoves, type Tip } from '../core/tip.ts'
import type { Card, CardMode, TipTally } from '../core/topics.ts'
import { withoutRoot } from '../core/unit.ts'
import { showInVietnam } from '../core/vietnam-time.ts'

/** The commands behind an officer's buttons; each is followed by the case code. */
export const officerCommands = {
  card: 'tin',
  cases: 'ca',
  move: 'buoc',
  ask: 'hoi',
  close: 'dong',
  write: 'tra',
  send: 'gui',
  drop: 'bo',
} as const

/** The ready questions; their words are in `locales/`, neutral and without "why". */
export const questions = ['safe', 'where', 'when', 'who', 'trusted'] as const

export interface CardView {
  /** The owner's number. */
  readonly alias: number | undefined
  readonly mode: CardMode | undefined
  readonly now: Date
  /** In the group others talk beside the tip: the card says what goes to the tipster. */
  readonly place: 'group' | 'private'
  /** No buttons: this reader may not act. */
  readonly isReadOnly?: boolean
}

export interface CardDeps {
  readonly places: Pick<Places, 'path'>
  readonly translate: Translate
  readonly publicUrl: string
}

const hourMs = 60 * 60 * 1000

/**
 * How a tip stands, as officers see it in a chat: code, level, kind, place, clock, owner and numbers, with the next steps as
 * buttons. Never the words of a tip, and nothing of who sent it; when it last wrote is told to the hour.
 */
export async function tipCard(tally: TipTally, view: CardView, deps: CardDeps): Promise<Card> {
  const words = deps.translate(deps.translate.pick(undefined))
  const { tip } = tally
  const path = withoutRoot(await deps.places.path(tip.unit))
  const isLate = isOverdue(tip, view.now)
  const lines = [
    words('desk.card.head', {
      code: tip.id,
      danger: words(`status.danger.${tip.level}`),
      kind: words(`status.kind.${tip.kind}`),
    }),
    words('desk.card.place', { place: path.map(({ name }) => name).join(', ') || words('status.unknownPlace') }),
    words(isLate ? 'desk.card.overdue' : 'desk.card.due', { due: showInVietnam(tip.dueAt) }),
    words('desk.card.status', {
      status: words(`status.officer.${tip.status}`),
      owner: view.alias === undefined ? words('desk.card.noOwner') : words('desk.card.owner', { alias: view.alias }),
    }),
    words('desk.card.written', {
      n: tally.written,
      at: showInVietnam(new Date(Math.floor((tally.writtenAt ?? tip.openedAt).getTime() / hourMs) * hourMs)),
    }),
    words('desk.card.answers', { n: tally.answers }),
    ...(tally.hasWayBack ? [] : [words('desk.card.noWayBack')]),
    words('desk.card.console', { url: `${deps.publicUrl}/console/tips/${tip.id}` }),
    ...(view.isReadOnly === true ? [] : hints(tip, view, words)),
  ]
  return { text: lines.join('\n'), buttons: view.isReadOnly === true ? [] : buttonsOf(tip, view, words) }
}

/** Nobody has acted in time. */
export function isOverdue({ status, dueAt }: Tip, now: Date): boolean {
  return ['open', 'acknowledged'].includes(status) && dueAt < now
}

/** The button that shows a tip's card. */
export function cardButton(tip: string, label: string): QuickReply {
  return { label, value: `/${officerCommands.card} ${tip}` }
}

/** The button that takes a tip. */
export function takeButton(tip: string, words: Words): QuickReply {
  return { label: words('desk.move.acknowledged'), value: `/${officerCommands.move} ${tip} acknowledged` }
}

/** The button that begins an answer in a private chat. */
export function writeButton(tip: string, words: Words): QuickReply {
  return { label: words('desk.write'), value: `/${officerCommands.write} ${tip}` }
}

function hints({ status }: Tip, { mode, place }: CardView, words: Words): readonly string[] {
  if (status === 'closed') return []
  const hint = place === 'group' ? [words('desk.card.hint')] : []
  switch (mode) {
    case 'asking':
      return [...hint, '', words('desk.card.asking')]
    case 'closing':
      return [...hint, '', words('desk.card.closing')]
    case undefined:
      return hint
    default:
      return mode satisfies never
  }
}

function buttonsOf(tip: Tip, { mode, place }: CardView, words: Words): readonly QuickReply[] {
  if (tip.status === 'closed') return []
  const back = { label: words('desk.back'), value: `/${officerCommands.card} ${tip.id}` }
  switch (mode) {
    case 'asking':
      return [
        ...questions.map((id) => ({
          label: words(`desk.question.${id}.label`),
          value: `/${officerCommands.ask} ${tip.id} ${id}`,
        })),
        back,
      ]
    case 'closing':
      return [
        { label: words('desk.yes'), value: `/${officerCommands.move} ${tip.id} closed` },
        { label: words('desk.no'), value: back.value },
      ]
    case undefined:
      return [
        ...tipMoves[tip.status].map((to) => ({
          label: words(`desk.move.${to}`),
          value: to === 'closed' ? `/${officerCommands.close} ${tip.id}` : `/${officerCommands.move} ${tip.id} ${to}`,
        })),
        { label: words('desk.ask'), value: `/${officerCommands.ask} ${tip.id}` },
        ...(place === 'private' ? [writeButton(tip.id, words)] : []),
      ]
    default:
      return mode satisfies never
  }
}
