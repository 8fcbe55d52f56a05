import type { Answer } from '../core/answer.ts'
import type { Citation, OutboundMessage } from '../core/message.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Words } from '../core/ports.ts'
import type { Line } from '../flows/action.ts'
import { menuSession, toMessages, type DecideDeps, type Turn } from './turn.ts'

/** Answers from the knowledge base; says so when it does not know, and where to turn then. */
export async function answerReply(turn: Turn, question: string, deps: DecideDeps): Promise<Outcome> {
  return replyWith(turn, await deps.answerer.ask(question, { locale: turn.contact.locale, on: turn.now }), deps)
}

/** The entry that was chosen by its title. */
export async function entryReply(turn: Turn, entry: string, deps: DecideDeps): Promise<Outcome> {
  const answer = deps.answerer.entry(entry, { locale: turn.contact.locale, on: turn.now })
  return replyWith(turn, answer ?? { kind: 'unknown', suggestions: [], ranked: [] }, deps)
}

/** A turn that says this answer. */
export function replyWith(turn: Turn, answer: Answer, deps: DecideDeps): Outcome {
  const words = deps.translate(turn.contact.locale)
  const messages = toMessages(turn, answerLines(answer, words), words)
  const replies = answer.kind === 'answered' ? withCitations(messages, answer.sources) : messages
  return { replies, session: menuSession(turn, replies), effects: [] }
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
          text: [answer.text, sourceLine(answer.sources, words)].filter((part) => part !== '').join('\n\n'),
          choices: [report],
        },
      ]
    case 'unsure':
      return [{ key: 'answer.unsure', choices: [...offered, report] }]
    case 'unknown':
      return [{ key: offered.length > 0 ? 'answer.unknownWithNear' : 'answer.unknown', choices: [...offered, report] }]
    default:
      return answer satisfies never
  }
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
