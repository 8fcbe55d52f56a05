import type { Answer, Reader } from '../core/answer.ts'
import type { Citation, OutboundMessage } from '../core/message.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Words } from '../core/ports.ts'
import type { Choice, Line } from '../flows/action.ts'
import { showDay } from '../knowledge/period.ts'
import { noteUnanswered } from './note-unanswered.ts'
import { placeReply } from './place-reply.ts'
import { readEntryCommand, readerFor, switchButton } from './reader.ts'
import { menuMemory, menuSession, toMessages, type DecideDeps, type MenuMemory, type Turn } from './turn.ts'
import { withVerdict } from './verdict.ts'

/**
 * Says whom to call in a place that is asked about, or answers from the knowledge base, in the light of what was answered
 * last; says so when it does not know, and where to turn then.
 */
export async function answerReply(turn: Turn, question: string, deps: DecideDeps): Promise<Outcome> {
  const place = await placeReply(turn, question, deps)
  if (place?.isAside === false) return place.outcome
  const { topic } = menuMemory(turn)
  const reader = readerFor(turn, question, deps)
  const { locale } = turn.contact
  const after = topic === undefined ? {} : { after: topic }
  const answer = await deps.answerer.ask(question, { locale, on: turn.now, reader, ...after })
  if (place !== undefined && answer.kind !== 'answered') return place.outcome
  const isSame = answer.kind === 'answered' && answer.entry === topic
  const more = place?.button === undefined ? {} : { button: place.button }
  const outcome = replyWith(turn, answer, deps, { reader, isSame, ...more })
  // What goes on from an answer says nothing without it, and what that was about is kept nowhere.
  if (answer.kind === 'unsure' && answer.after !== undefined) return outcome
  return { ...outcome, effects: [...outcome.effects, ...noteUnanswered(turn, question, answer, deps)] }
}

/** The entry that was chosen by its title, or in the other wording. */
export async function entryReply(turn: Turn, argument: string, deps: DecideDeps): Promise<Outcome> {
  const chosen = readEntryCommand(argument)
  const reader = chosen?.wording ?? readerFor(turn, '', deps)
  const answer = deps.answerer.entry(chosen?.entry ?? '', { locale: turn.contact.locale, on: turn.now, reader })
  return replyWith(turn, answer ?? { kind: 'unknown', suggestions: [], ranked: [] }, deps, { reader })
}

/** How an answer is said: for whom, whether it is the one given last, and a button beside its own. */
export interface Saying {
  readonly reader?: Reader
  readonly isSame?: boolean
  readonly button?: Choice
}

/** A turn that says this answer and remembers what it was about. */
export function replyWith(turn: Turn, answer: Answer, deps: DecideDeps, saying: Saying = {}): Outcome {
  const words = deps.translate(turn.contact.locale)
  const lines = answerLines(answer, words).map((line) => ({
    ...line,
    ...('text' in line && saying.isSame === true ? { text: `${words('answer.same')}\n\n${line.text}` } : {}),
    choices: [...(line.choices ?? []), ...(saying.button === undefined ? [] : [saying.button])],
  }))
  const messages = toMessages(turn, withVerdict(turn, answer, lines), words)
  const replies = answer.kind === 'answered' ? withCitations(messages, answer.sources) : messages
  return { replies, session: menuSession(turn, replies, remembered(answer, saying)), effects: [] }
}

function remembered(answer: Answer, { reader = 'unknown' }: Saying): MenuMemory {
  const topic = answer.kind === 'answered' ? answer.entry : answer.kind === 'unsure' ? answer.after : undefined
  return { ...(topic === undefined ? {} : { topic }), ...(reader === 'unknown' ? {} : { reader }) }
}

/** Answer → the words, the sources and the buttons that the contact sees. */
export function answerLines(answer: Answer, words: Words): readonly Line[] {
  const report = { label: 'common.report', value: '/baotin' }
  const offered =
    answer.kind === 'answered'
      ? []
      : answer.suggestions.map(({ entry, title }) => ({ text: title, value: `/muc ${entry}` }))
  switch (answer.kind) {
    case 'answered':
      return [
        {
          text: withSources(answer, words),
          choices: [report, switchButton(answer)],
        },
      ]
    case 'unsure':
      return [{ key: 'answer.unsure', choices: [...offered, report] }]
    case 'unknown':
      return [{ ...unknownWords(answer.day, offered.length > 0), choices: [...offered, report] }]
    default:
      return answer satisfies never
  }
}

function unknownWords(day: string | undefined, hasNear: boolean): Pick<Extract<Line, { key: string }>, 'key' | 'vars'> {
  if (day === undefined) return { key: hasNear ? 'answer.unknownWithNear' : 'answer.unknown' }
  return { key: hasNear ? 'answer.unknownOnDayWithNear' : 'answer.unknownOnDay', vars: { day: showDay(day) } }
}

/** The text of an answer and the line that says by which law. */
export function withSources({ text, sources }: Extract<Answer, { kind: 'answered' }>, words: Words): string {
  return [text, sourceLine(sources, words)].filter((part) => part !== '').join('\n\n')
}

/** "Theo: Luật Trẻ em 2016, Điều 1; …" with articles of one document together. */
export function sourceLine(sources: readonly Citation[], words: Words): string {
  if (sources.length === 0) return ''
  const byTitle = new Map<string, string[]>()
  for (const { title, article } of sources)
    byTitle.set(title, [...(byTitle.get(title) ?? []), ...(article === '' ? [] : [article])])
  const list = [...byTitle].map(([title, articles]) => [title, ...new Set(articles)].join(', ')).join('; ')
  return words('answer.sources', { list })
}

function withCitations(
  messages: readonly OutboundMessage[],
  citations: readonly Citation[],
): readonly OutboundMessage[] {
  return messages.map((message, index) => (index === messages.length - 1 ? { ...message, citations } : message))
}
