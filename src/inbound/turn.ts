import type { Contact } from '../core/contact.ts'
import type { InboundMessage, OutboundMessage, QuickReply, TakenMessage } from '../core/message.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Answerer, Reader } from '../core/answer.ts'
import type { DeskActs } from '../core/desk.ts'
import type { Duty, Marks, Places, StripPersonal, Translate, Words } from '../core/ports.ts'
import type { PersonMark } from '../core/reach.ts'
import type { Session } from '../core/session.ts'
import type { Officer } from '../core/shift.ts'
import type { Storage } from '../core/storage.ts'
import type { Assess, HarmKind } from '../core/triage.ts'
import type { UnitCode } from '../core/unit.ts'
import type { Actions, Choice, Line } from '../flows/action.ts'
import type { Flow } from '../flows/flow.ts'
import type { ReadChoice } from '../flows/read-choice.ts'
import type { AnsweredTips } from '../tips/answered-tips.ts'

/** One message with all that is known about who wrote it. */
export interface Turn {
  readonly message: TakenMessage
  readonly contact: Contact
  /** The language that the contact chose, empty when none was: `contact.locale` is what to speak now. */
  readonly chosenLocale: string
  readonly session: Session | undefined
  /** The officer whose chat account wrote. */
  readonly officer: Officer | undefined
  /** Somebody of the office speaks with the contact on the platform itself. */
  readonly isMuted: boolean
  /** A button was tapped in a chat of which nothing is kept: it has just been erased. */
  readonly isErased: boolean
  readonly now: Date
}

/** What deciding may read and ask; it writes nothing. */
export interface DecideDeps {
  readonly flows: readonly Flow[]
  readonly actions: Actions
  readonly assess: Assess
  readonly answerer: Answerer
  readonly readChoice: ReadChoice
  readonly answeredTips: AnsweredTips
  /** Who seems to write, by the words they use for themselves. */
  readonly readerOf: (text: string) => Reader
  /** Whether an entry of the knowledge base is about one of these kinds of harm. */
  readonly isAbout: (entry: string, kinds: readonly HarmKind[]) => boolean
  readonly translate: Translate
  readonly stripPersonal: StripPersonal
  readonly places: Places
  readonly duty: Duty
  readonly marks: Marks
  readonly invited: Storage['officers']['invited']
  /** What officers do with tips. */
  readonly acts: DeskActs
  readonly personMark: (address: InboundMessage['from'], at: Date) => Promise<PersonMark>
  /** Whether a channel's addresses stay good, so that an officer can be alerted there. */
  readonly addressesLast: (channel: InboundMessage['channel']) => boolean
  /** How many choices a channel shows as buttons; more, or all where it has none, are listed by number. */
  readonly mostButtons: (channel: InboundMessage['channel']) => number
  readonly publicUrl: string
  /** The web page as anybody can open it; empty where nobody has said what its address is. */
  readonly pageUrl: string
  readonly defaultUnit: UnitCode
}

/** The command that shows the emergency numbers, wherever the contact stands. */
export const emergencyCommand = '/khancap'

/** The session of a contact in no flow: it only remembers which buttons were offered, so that their numbers can be typed. */
export const menuFlow = '@menu'
const menuMinutes = 15

/** The session of a contact who has just left at once: it holds nothing, and old buttons say nothing while it lasts. */
export const leftFlow = '@left'

/** Lines as messages to the contact; the last one offers the emergency numbers, but where `plain` asks for words alone. */
export function toMessages(
  turn: Turn,
  lines: readonly Line[],
  words: Words,
  plain = false,
): readonly OutboundMessage[] {
  return lines.map((line, index) => {
    const isLast = index === lines.length - 1
    const choices = (line.choices ?? []).map((choice) => toQuickReply(choice, words))
    const replies =
      isLast && !plain ? [...choices, { label: words('common.emergency'), value: emergencyCommand }] : choices
    const text = 'text' in line ? line.text : words(line.key, line.vars)
    return {
      to: turn.message.from,
      text,
      priority: 'reply' as const,
      ...('key' in line && isWorthRepeating(line.key) ? { sayAgain: true as const } : {}),
      ...(replies.length > 0 ? { quickReplies: replies } : {}),
    }
  })
}

/** The way to help and what a tip came to: shown twice they do no harm, not shown at all they might. */
function isWorthRepeating(key: string): boolean {
  return key.startsWith('safety.') || ['tip.receipt', 'tip.done', 'tip.nobody', 'tip.tooMany'].includes(key)
}

function toQuickReply(choice: Choice, words: Words): QuickReply {
  return { label: 'text' in choice ? choice.text : words(choice.label), value: choice.value }
}

/** What a session in no flow remembers for a quarter of an hour beside the buttons. */
export interface MenuMemory {
  /** The entry that answered last: the next question may go on from it. */
  readonly topic?: string
  /** For whom answers are worded, where the contact showed or chose it. */
  readonly reader?: 'child' | 'adult'
  /** The answers that were judged, as entry@version: none counts twice. */
  readonly judged?: string
  /** A tip was sent just before. */
  readonly sent?: 'yes'
  /** Nothing but asides was said since a conversation, if there was one, was forgotten. */
  readonly isBlank?: 'yes'
  /** What was just written and may be meant for an officer, and when, until the next turn. */
  readonly said?: string
  readonly saidAt?: string
}

/** The session after a turn that leaves the contact in no flow: the buttons just offered can still be typed as numbers. */
export function menuSession(
  turn: Turn,
  replies: readonly OutboundMessage[],
  memory: MenuMemory = {},
): Outcome['session'] {
  const menu = menuOf(replies)
  if (menu === '') return 'end'
  const { judged, sent } = menuMemory(turn)
  return {
    flow: menuFlow,
    step: '',
    vars: { ...(judged === undefined ? {} : { judged }), ...(sent === undefined ? {} : { sent }), ...memory, menu },
    version: (turn.session?.version ?? 0) + 1,
    expiresAt: new Date(turn.now.getTime() + menuMinutes * 60_000),
  }
}

/** The session of somebody who has just left at once. */
export function leftSession(turn: Turn): Session {
  const expiresAt = new Date(turn.now.getTime() + menuMinutes * 60_000)
  return { flow: leftFlow, step: '', vars: {}, version: (turn.session?.version ?? 0) + 1, expiresAt }
}

/** What the contact's session remembers from turn to turn, when it is in no flow. */
export function menuMemory({ session }: Turn): MenuMemory {
  if (session?.flow !== menuFlow) return {}
  const { topic, reader, judged, sent, isBlank } = session.vars
  return {
    ...(topic === undefined ? {} : { topic }),
    ...(reader === 'child' || reader === 'adult' ? { reader } : {}),
    ...(judged === undefined ? {} : { judged }),
    ...(sent === 'yes' ? { sent } : {}),
    ...(isBlank === 'yes' ? { isBlank } : {}),
  }
}

/** The values of the last buttons offered, for `chosenText`. */
export function menuOf(replies: readonly OutboundMessage[]): string {
  const offered = replies.findLast((reply) => reply.quickReplies !== undefined)?.quickReplies ?? []
  return offered.length === 0 ? '' : JSON.stringify(offered.map((reply) => reply.value))
}

/** The values of the buttons that were offered last. */
export function offeredValues({ session }: Turn): readonly string[] {
  const menu = session?.vars.menu
  return menu === undefined ? [] : (JSON.parse(menu) as string[])
}

/** What was written, or the value of the button whose number was typed. 0 is always the emergency numbers. */
export function chosenText(turn: Turn, { readChoice }: Pick<DecideDeps, 'readChoice'>): string {
  const typed = turn.message.text.normalize('NFC').trim()
  const { number } = readChoice(typed)
  if (number === undefined) return typed
  if (number === 0) return emergencyCommand
  return offeredValues(turn)[number - 1] ?? typed
}
