import type { Outcome } from '../core/outcome.ts'
import { askAgain } from '../flows/engine.ts'
import type { Flow } from '../flows/flow.ts'
import { flowByCommand, optionByText } from '../flows/match.ts'
import { aside, begin } from './run-flow.ts'
import { chosenText, menuOf, toMessages, type DecideDeps, type Turn } from './turn.ts'

/** The command that erases. */
const eraseCommand = 'xoa'

/** True for the flow that erases, which may begin over a half-written tip. */
export function erases(flow: Flow | undefined): boolean {
  return flow?.triggers?.some((trigger) => 'command' in trigger && trigger.command === eraseCommand) === true
}

/** Asks, over a half-written tip, whether to erase everything. The tip stays where it is until that is confirmed. */
export function askToErase(turn: Turn, deps: DecideDeps): Outcome {
  const { session } = turn
  const flow = flowByCommand(deps.flows, eraseCommand)
  if (session === undefined || flow === undefined) throw new Error('there is nothing to erase, or no flow for it')
  const question = askAgain(flow, { flow: flow.id, step: flow.start, vars: {} })
  const replies = toMessages(turn, [question], deps.translate(turn.contact.locale))
  const vars = { ...session.vars, eraseMenu: menuOf(replies) }
  return { replies, session: { ...session, vars, version: session.version + 1 }, effects: [] }
}

/**
 * The answer to that: what is no answer is decided by `otherwise` as if nothing had been asked, but for a number, which can
 * only be of the question. Undefined when nothing was asked.
 */
export async function answeredToErase(
  turn: Turn,
  deps: DecideDeps,
  otherwise: (turn: Turn) => Promise<Outcome>,
): Promise<Outcome | undefined> {
  const { session } = turn
  const flow = flowByCommand(deps.flows, eraseCommand)
  const step = flow?.steps[flow.start]
  if (session?.vars.eraseMenu === undefined || flow === undefined || step === undefined || !('choose' in step))
    return undefined
  const { eraseMenu, ...vars } = session.vars
  const text = chosenText({ ...turn, session: { ...session, vars: { ...vars, menu: eraseMenu } } }, deps)
  const words = deps.translate(turn.contact.locale)
  const option = optionByText(step.options, text, (key) => words(key), deps.readChoice)
  if (option === undefined && deps.readChoice(text).number !== undefined) return askToErase(turn, deps)
  const asItWas: Turn = { ...turn, message: { ...turn.message, text }, session: { ...session, vars } }
  if (option?.value === 'yes') return begin(asItWas, flow, { entry: 'now' }, deps)
  const outcome = option === undefined ? await otherwise(asItWas) : aside(asItWas, [{ key: 'erase.kept' }], deps)
  const kept = { ...session, vars, version: session.version + 1 }
  return outcome.session === 'keep' ? { ...outcome, session: kept } : outcome
}
