import type { Outcome } from '../core/outcome.ts'
import { foldWords } from '../core/text.ts'
import { skipValue } from '../flows/engine.ts'
import type { Flow, Option } from '../flows/flow.ts'
import { readCommand } from '../flows/match.ts'
import { aside, isChoice, runningFlow, type Running } from './run-flow.ts'
import { leftFlow, menuMemory, menuSession, offeredValues, toMessages } from './turn.ts'
import type { DecideDeps, Turn } from './turn.ts'

/** The choice of somebody who is not safe now: it is heard under every message. */
const unsafe = 'unsafe'

const nothing: Outcome = { replies: [], session: 'keep', effects: [] }

/**
 * A tap on a button that is not offered any more. Its value is nobody's words: it is not stored, searched or noted. The
 * question that waits is said again; without one the main ways on are, but nothing to whoever has just left or erased the chat.
 */
export async function oldTap(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const now = runningFlow(turn, deps)
  if (turn.officer !== undefined || !isTap(turn, text, deps) || isOwnCommand(text)) return undefined
  if (offeredValues(turn).includes(text) || isChoice(turn, now, text, deps)) return undefined
  if (turn.isErased || turn.session?.flow === leftFlow) return nothing
  if (turn.session === undefined && turn.message.isTap === undefined && erases(text, deps.flows)) return nothing
  if (turn.isMuted && now === undefined) return nothing
  const goNow = text === unsafe ? [{ key: 'safety.goNow' }] : []
  if (now !== undefined) {
    const outcome = aside(turn, goNow, deps)
    return text === unsafe ? { ...outcome, session: notSafe(turn, now) } : outcome
  }
  const isOfTip = optionValues(deps.flows.filter(({ id }) => id === 'tip')).includes(text)
  if (isOfTip && menuMemory(turn).sent === 'yes') return aside(turn, [...goNow, { key: 'tip.sentAlready' }], deps)
  const lost = goNow.length > 0 ? undefined : forgotten(turn, text, deps)
  if (lost !== undefined) return lost
  const menu = await deps.actions['offer-menu']?.({ key: 'start.oldButton' }, turn)
  const replies = toMessages(turn, [...goNow, ...(menu?.lines ?? [])], deps.translate(turn.contact.locale))
  return { replies, session: menuSession(turn, replies, menuMemory(turn)), effects: [] }
}

/**
 * A button of a conversation that has been forgotten meanwhile: nobody may believe that something was sent. Which one it was
 * is forgotten too: a mere number may have been of a tip or of a menu. Whoever has just left is not told of tips for a number.
 */
export function forgotten(turn: Turn, text: string, deps: DecideDeps): Outcome | undefined {
  const hasLeft = turn.session?.flow === leftFlow
  if (turn.session !== undefined && !hasLeft && menuMemory(turn).isBlank === undefined) return undefined
  const words = deps.translate(turn.contact.locale)
  const typed = deps.readChoice(text)
  const report = { label: 'common.report', value: '/baotin' }
  const menu = [report, { label: 'common.receipt', value: '/ma' }, { label: 'common.help', value: '/help' }]
  if (typed.number !== undefined)
    return hasLeft ? undefined : aside(turn, [{ key: 'tip.forgottenNumber', choices: menu }], deps)
  const isButton = options(deps.flows.filter((flow) => flow.private === true)).some(({ label, value, says = [] }) => {
    const name = words(label)
    const longer = says.filter((each) => foldWords(each).startsWith(`${foldWords(name)} `))
    return value === text || [name, ...longer].some(typed.says)
  })
  if (text !== skipValue && !isButton && !typed.says(words('common.skip'))) return undefined
  return aside(turn, [{ key: 'tip.forgotten', choices: [report] }], deps)
}

/**
 * Zalo hands a button's value in as if it had been typed. There a text that is exactly a value counts as a tap, unless people
 * write that word themselves.
 */
function isTap({ message, session }: Turn, text: string, { flows }: DecideDeps): boolean {
  if (message.isTap === true) return true
  if (message.channel !== 'zalo') return false
  if (text === unsafe) return true
  const isWritten = options(flows).some(({ says }) => says?.includes(text) === true)
  return isWritten ? session === undefined && erases(text, flows) : optionValues(flows).includes(text)
}

/** True for a value that starts with a slash and says what to do, wherever it is tapped. */
function isOwnCommand(text: string): boolean {
  return text !== skipValue && readCommand(text) !== undefined
}

/** The session of a half-written tip whose teller has just said not to be safe. */
function notSafe(turn: Turn, { flow }: Running): Outcome['session'] {
  const { session } = turn
  if (session === undefined || flow.id !== 'tip') return 'keep'
  return { ...session, vars: { ...session.vars, safety: unsafe }, version: session.version + 1 }
}

/** True for the choice that has a chat erased. */
function erases(text: string, flows: readonly Flow[]): boolean {
  return flows.some(({ steps }) =>
    Object.values(steps).some((step) => {
      const next = 'choose' in step ? step.options.find(({ value }) => value === text)?.next : undefined
      const done = next === undefined ? undefined : steps[next]
      return done !== undefined && 'do' in done && done.do === 'erase-contact'
    }),
  )
}

function options(flows: readonly Flow[]): readonly Option[] {
  return flows.flatMap(({ steps }) => Object.values(steps)).flatMap((step) => ('choose' in step ? step.options : []))
}

function optionValues(flows: readonly Flow[]): readonly string[] {
  return options(flows)
    .map(({ value }) => value)
    .filter((value) => value !== '' && value !== skipValue)
}
