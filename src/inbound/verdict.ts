import type { Answer } from '../core/answer.ts'
import type { QuickReply } from '../core/message.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Verdict } from '../core/question.ts'
import type { Choice, Line } from '../flows/action.ts'
import { aside, runningFlow } from './run-flow.ts'
import { menuMemory, menuSession, toMessages, type DecideDeps, type Turn } from './turn.ts'

/** What the buttons under an answer send: the entry, its version, and 1 when it helped. */
const buttonShape = /^\/danhgia ([a-z0-9-]+)@([0-9a-f]{8}) ([01])$/

/** More buttons than these under one message are no help. */
const mostButtons = 5
/** So many answers that were judged are remembered, for as long as the menu. */
const mostJudged = 20

/** Lines with the two buttons under an answer, where there is room beside the emergency numbers; officers judge none. */
export function withVerdict(turn: Turn, answer: Answer, lines: readonly Line[]): readonly Line[] {
  if (answer.kind !== 'answered' || turn.officer !== undefined) return lines
  const about = `/danhgia ${answer.entry}@${answer.version}`
  const asked: readonly Choice[] = [
    { label: 'answer.helpful', value: `${about} 1` },
    { label: 'answer.unhelpful', value: `${about} 0` },
  ]
  return lines.map((line, index) => {
    const choices = line.choices ?? []
    const hasRoom = index === lines.length - 1 && choices.length + asked.length < mostButtons
    return hasRoom ? { ...line, choices: [...choices, ...asked] } : line
  })
}

/** Choices without the two buttons under an answer, where something else needs the room. */
export function withoutVerdict(choices: readonly QuickReply[]): readonly QuickReply[] {
  return choices.filter(({ value }) => !buttonShape.test(value))
}

/**
 * One tap says whether an answer helped. It is counted for the wording that the bot still gives, once in a menu session;
 * within a conversation nothing is counted. A button's value is never words of a person: it goes before the look for danger,
 * which a name such as "suicidal-thoughts-response" would alarm.
 */
export function verdict(turn: Turn, text: string, deps: DecideDeps): Outcome | undefined {
  const tapped = buttonShape.exec(text)
  if (tapped === null) return undefined
  const [, entry = '', version = '', said = ''] = tapped
  const words = deps.translate(turn.contact.locale)
  if (runningFlow(turn, deps) !== undefined) return aside(turn, [{ key: 'answer.thanks' }], deps)
  const { locale } = turn.contact
  const answer = deps.answerer.entry(entry, { locale, on: turn.now })
  const isCurrent = answer?.kind === 'answered' && answer.version === version
  const judged = menuMemory(turn).judged?.split(' ') ?? []
  const about = `${entry}@${version}`
  const isAgain = judged.includes(about)
  const kind = said === '1' ? 'helpful' : 'unhelpful'
  const replies = toMessages(
    turn,
    [isCurrent ? thanks(kind, isAgain) : { key: 'answer.judgedOld', choices: [report] }],
    words,
  )
  if (!isCurrent || isAgain) return { replies, session: menuSession(turn, replies, menuMemory(turn)), effects: [] }
  const memory = { ...menuMemory(turn), judged: [...judged, about].slice(-mostJudged).join(' ') }
  return {
    replies,
    session: menuSession(turn, replies, memory),
    effects: [{ do: 'count-verdict', entry, locale, version, verdict: kind }],
  }
}

const report: Choice = { label: 'common.report', value: '/baotin' }

function thanks(verdict: Verdict, isAgain: boolean): Line {
  if (isAgain) return { key: 'answer.judgedAlready', choices: [report] }
  if (verdict === 'helpful') return { key: 'answer.thanks', choices: [report] }
  return { key: 'answer.sorry', choices: [report, { label: 'answer.menu', value: '/menu' }] }
}
