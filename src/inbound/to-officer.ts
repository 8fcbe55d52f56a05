import type { Outcome } from '../core/outcome.ts'
import type { Choice } from '../flows/action.ts'
import { flowByCommand } from '../flows/match.ts'
import { readReplyCode, replyCode, replyCommand } from '../tips/relay.ts'
import { aside, begin } from './run-flow.ts'
import { menuFlow, menuMemory, menuSession, toMessages, type DecideDeps, type Turn } from './turn.ts'
import { withoutVerdict } from './verdict.ts'

/** The command that looks a tip up by its receipt. */
const lookUp = 'ma'

/**
 * The button under an officer's answer: this address may write to that tip, without its receipt. With the moment of words that
 * were just written behind it, these are sent; a button under older words sends nothing.
 */
export async function writeBack(turn: Turn, argument: string, deps: DecideDeps): Promise<Outcome> {
  const [code = '', saidAt] = argument.split(' ')
  const tip = readReplyCode(code, turn.message.from, deps.marks)
  const flow = flowByCommand(deps.flows, lookUp)
  if (tip === undefined || flow === undefined) return aside(turn, [{ key: 'receipt.useCode' }], deps)
  const { vars = {}, flow: at } = turn.session ?? {}
  return at === menuFlow && vars.said !== undefined && vars.saidAt === saidAt
    ? begin(turn, flow, { entry: 'send', vars: { tip, more: vars.said } }, deps)
    : begin(turn, flow, { entry: 'write', vars: { tip } }, deps)
}

/** "Trả lời cán bộ", typed: writes to the one tip that was answered here, and asks for the receipt where there is not just one. */
export async function askedToWrite(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const asks = deps.translate.locales.flatMap((locale) => deps.translate(locale)('tip.replyWords').split('|'))
  const flow = flowByCommand(deps.flows, lookUp)
  if (flow === undefined || !asks.some(deps.readChoice(text).says)) return undefined
  const answered = await deps.answeredTips(turn.message.from, turn.now)
  const waiting = answered.filter(({ isWaiting }) => isWaiting)
  const [one, another] = waiting.length === 1 ? waiting : answered
  return one === undefined || another !== undefined
    ? begin(turn, flow, { vars: { argument: '' } }, deps)
    : begin(turn, flow, { entry: 'write', vars: { tip: one.tip } }, deps)
}

/**
 * What was just answered may have been said to an officer whose answer waits for one: that it did not go there is said, and
 * one choice sends it. Words for an officer are not kept for the authors.
 */
export async function offerToOfficer(turn: Turn, text: string, outcome: Outcome, deps: DecideDeps): Promise<Outcome> {
  const waiting = (await deps.answeredTips(turn.message.from, turn.now)).filter(({ isWaiting }) => isWaiting)
  const [one, another] = waiting
  const last = outcome.replies.at(-1)
  if (one === undefined || last === undefined) return outcome
  const saidAt = turn.now.getTime().toString(36)
  const code = replyCode(one.tip, turn.message.from, deps.marks)
  const choice: Choice =
    another === undefined
      ? { label: 'tip.sendWords', value: `/${replyCommand} ${code} ${saidAt}` }
      : { label: 'tip.replyButton', value: `/${lookUp}` }
  const words = deps.translate(turn.contact.locale)
  const [offer] = toMessages(turn, [{ key: 'tip.notToOfficer', choices: [choice] }], words, true)
  const quickReplies = [...(offer?.quickReplies ?? []), ...withoutVerdict(last.quickReplies ?? [])]
  const replies = [
    ...outcome.replies.slice(0, -1),
    { ...last, text: `${last.text}\n\n${offer?.text ?? ''}`, quickReplies },
  ]
  const memory = typeof outcome.session === 'string' ? {} : menuMemory({ ...turn, session: outcome.session })
  const said = another === undefined ? { said: text, saidAt } : {}
  return {
    replies,
    session: menuSession(turn, replies, { ...memory, ...said }),
    effects: outcome.effects.filter((effect) => effect.do !== 'note-unanswered'),
  }
}
