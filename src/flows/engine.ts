import type { OutboundMessage } from '../core/message.ts'
import type { Effect } from '../core/outcome.ts'
import type { Action, ActionContext, Actions, Choice, Line } from './action.ts'
import { acceptsFiles, waits, type Flow, type Step } from './flow.ts'
import { optionByText } from './match.ts'
import type { ReadChoice } from './read-choice.ts'

/** The value of the quick reply that skips an optional question. */
export const skipValue = '/boqua'

/** How much of what somebody told is said back to them, in characters. */
const mostShown = 400

/** No conversation needs more steps than this between two messages; more is an author's loop. */
const maxSteps = 50

/** Where the conversation stands: the step that waits, and what has been said so far. */
export interface Position {
  readonly flow: string
  readonly step: string
  readonly vars: Readonly<Record<string, string>>
}

export interface Advance {
  /** 'end' when the conversation is over. */
  readonly position: Position | 'end'
  readonly lines: readonly Line[]
  readonly effects: readonly Effect[]
  readonly alerts: readonly OutboundMessage[]
  /** False when a waiting step could not use the text: the question is said again. */
  readonly understood: boolean
}

export interface EngineDeps {
  readonly actions: Actions
  /** The words of a locale key in the contact's language, to recognise a typed label. */
  readonly label: (key: string) => string
  readonly isSkip: (text: string) => boolean
  readonly readChoice: ReadChoice
}

/**
 * Starts a flow. The engine knows no database, channel or clock: it walks the steps and collects what actions answer. A step
 * that is not there, an unknown action or a loop without a question throws: the loader refuses such flows.
 */
export async function startFlow(
  flow: Flow,
  vars: Readonly<Record<string, string>>,
  deps: EngineDeps,
  context: ActionContext,
  entry?: string,
): Promise<Advance> {
  const from = entry === undefined ? flow.start : (own(flow.entries ?? {}, entry) ?? missing(flow, entry))
  return walk(flow, from, { ...vars }, deps, context)
}

/** What the waiting step asked, to say it again after an aside. */
export function askAgain(flow: Flow, position: Position): Line {
  return questionLine(stepOf(flow, position.step), position.vars) ?? missing(flow, position.step)
}

/** Goes on from where `position` waits, with what the contact wrote. */
export async function resumeFlow(
  flow: Flow,
  position: Position,
  text: string,
  deps: EngineDeps,
  context: ActionContext,
): Promise<Advance> {
  const step = stepOf(flow, position.step)
  const vars = { ...position.vars }
  const again = (key: string): Advance => {
    const line = questionLine(step, vars)
    return {
      position,
      lines: [{ key }, ...(line === undefined ? [] : [line])],
      effects: [],
      alerts: [],
      understood: false,
    }
  }
  const isAnswered = text.trim() !== '' || (acceptsFiles(step) && context.message.attachments.length > 0)
  if ('ask' in step) {
    const typed = text.trim()
    const isSkipped = step.optional === true && deps.isSkip(typed)
    if (!isAnswered) return again('common.writeSomething')
    if (!isSkipped && step.max !== undefined && typed.length > step.max) return again('common.tooLong')
    vars[step.save] = isSkipped ? '' : typed
    return walk(flow, step.next, vars, deps, context)
  }
  if ('choose' in step) {
    const option = optionByText(step.options, text, deps.label, deps.readChoice)
    // A number that is none of the choices is a slip, not something told.
    const isSlip = deps.readChoice(text).number !== undefined
    if (option === undefined && step.other !== undefined && isAnswered && !isSlip) {
      vars[step.other.save] = text.trim()
      return walk(flow, step.other.next, vars, deps, context)
    }
    if (option === undefined) return again('common.chooseOne')
    if (step.save !== undefined) vars[step.save] = option.value === skipValue ? '' : option.value
    return walk(flow, option.next, vars, deps, context)
  }
  throw new Error(`flow ${flow.id}: step ${position.step} does not wait`)
}

async function walk(
  flow: Flow,
  from: string,
  vars: Record<string, string>,
  deps: EngineDeps,
  context: ActionContext,
): Promise<Advance> {
  const lines: Line[] = []
  const effects: Effect[] = []
  const alerts: OutboundMessage[] = []
  let name = from
  for (let count = 0; count < maxSteps; count++) {
    const step = stepOf(flow, name)
    if (waits(step)) {
      lines.push(questionLine(step, vars) as Line)
      return { position: { flow: flow.id, step: name, vars }, lines, effects, alerts, understood: true }
    }
    if ('end' in step) {
      if (step.end !== '') lines.push({ key: step.end, vars: shown(vars) })
      return { position: 'end', lines, effects, alerts, understood: true }
    }
    if ('say' in step) {
      lines.push({ key: step.say, vars: shown(vars) })
      name = step.next
    } else if ('branch' in step) {
      name = own(step.cases, vars[step.branch] ?? '') ?? step.cases.else ?? missing(flow, name)
    } else if ('do' in step) {
      const done = await actionOf(deps.actions, flow, step.do)(fill(step.with ?? {}, vars), context)
      if (step.save !== undefined) vars[step.save] = done.result ?? ''
      Object.assign(vars, done.vars)
      lines.push(...(done.lines ?? []))
      effects.push(...(done.effects ?? []))
      alerts.push(...(done.alerts ?? []))
      name = step.next
    }
  }
  throw new Error(`flow ${flow.id}: more than ${maxSteps} steps without a question`)
}

function questionLine(step: Step, vars: Readonly<Record<string, string>>): Line | undefined {
  if ('ask' in step) {
    const skip: readonly Choice[] = step.optional === true ? [{ label: 'common.skip', value: skipValue }] : []
    return { key: step.ask, vars: shown(vars), choices: skip }
  }
  if ('choose' in step) {
    return {
      key: step.choose,
      vars: shown(vars),
      choices: step.options.map((option, index) => ({ label: option.label, value: option.value || String(index + 1) })),
    }
  }
  return undefined
}

function fill(args: Readonly<Record<string, string>>, vars: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, value.startsWith('$') ? (vars[value.slice(1)] ?? '') : value]),
  )
}

function stepOf(flow: Flow, name: string): Step {
  return own(flow.steps, name) ?? missing(flow, name)
}

function actionOf(actions: Actions, flow: Flow, name: string): Action {
  const action = own(actions, name)
  if (action === undefined) throw new Error(`flow ${flow.id}: no action ${name}`)
  return action
}

function missing(flow: Flow, step: string): never {
  throw new Error(`flow ${flow.id}: no way on at step ${step}`)
}

/** Variables as they are said: a long text by its beginning. */
function shown(vars: Readonly<Record<string, string>>): Record<string, string> {
  const cut = (text: string) => (text.length <= mostShown ? text : `${text.slice(0, mostShown).trimEnd()}…`)
  return Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, cut(value)]))
}

/** A member of its own: free text such as "constructor" never finds what every object inherits. */
function own<T>(members: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined
}
