import type { Effect, Outcome } from '../core/outcome.ts'
import { fold } from '../core/text.ts'
import { flowByCommand, flowByKeyword, readCommand } from '../flows/match.ts'
import { answerReply, entryReply } from './answer-reply.ts'
import { bindOfficer, officerDesk } from './officer-turn.ts'
import { begin, goOn, isChoice, pendingQuestion, runningFlow } from './run-flow.ts'
import { aside, chosenText, emergencyCommand, type DecideDeps, type Turn } from './turn.ts'

/**
 * Who speaks: invite, officer, emergency numbers, safety, command, running flow, keyword, knowledge base — in this order.
 * Reads and asks; changes nothing.
 */
export async function decide(turn: Turn, deps: DecideDeps): Promise<Outcome> {
  const words = deps.translate(turn.contact.locale)
  const text = chosenText(turn)
  if (text === '') return aside(turn, [{ key: 'common.writeSomething' }], words)
  const outcome =
    (await bindOfficer(turn, text, deps)) ??
    (await officerDesk(turn, text, deps)) ??
    emergencyNumbers(turn, text, deps) ??
    (await safety(turn, text, deps)) ??
    (await command(turn, text, deps)) ??
    (await running(turn, text, deps)) ??
    (await keyword(turn, text, deps)) ??
    (await answerReply(turn, text, deps))
  return { ...outcome, effects: [...remember(turn), ...outcome.effects, ...(await counts(turn, outcome, deps))] }
}

function emergencyNumbers(turn: Turn, text: string, deps: DecideDeps): Outcome | undefined {
  const words = deps.translate(turn.contact.locale)
  const asked = fold(text)
  const calls = words('common.emergencyWords').split('|').map(fold)
  if (asked !== emergencyCommand && !calls.includes(asked)) return undefined
  return aside(turn, [{ key: 'safety.numbers' }, ...pendingQuestion(runningFlow(turn, deps))], words)
}

/** Danger comes before everything: the way to help is said in this very turn, and what was told is kept for the tip line. */
async function safety(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const now = runningFlow(turn, deps)
  const told = readCommand(text)?.rest ?? text
  if (told === '' || isChoice(turn, now, text, deps)) return undefined
  const { level } = deps.assess(told)
  if (level !== 'emergency' && level !== 'urgent') return undefined
  const isAdult = deps.translate('vi')('safety.adultWords').split('|').some((cue) => ` ${fold(told)} `.includes(` ${fold(cue)} `))
  const self = isAdult ? 'adult' : 'child'
  if (now?.flow.private === true && readCommand(text) === undefined) {
    if (now.position.vars.warned === 'yes') return undefined
    return goOn(turn, now, text, [{ key: `safety.believe.${self}` }, { key: `safety.numbersAndQuestion.${self}` }], deps)
  }
  const flow = flowByCommand(deps.flows, 'baotin')
  return flow === undefined ? undefined : begin(turn, flow, { entry: 'danger', vars: { words: told, warned: 'yes', self } }, deps)
}

async function command(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const read = readCommand(text)
  const now = runningFlow(turn, deps)
  if (read === undefined || isChoice(turn, now, text, deps)) return undefined
  if (read.command === 'muc') return entryReply(turn, read.rest, deps)
  const flow = flowByCommand(deps.flows, read.command)
  if (flow === undefined) {
    const words = deps.translate(turn.contact.locale)
    return aside(turn, [{ key: 'common.unknownCommand' }, ...pendingQuestion(now)], words)
  }
  const words = read.rest !== '' ? read.rest : now?.flow.id === 'tip' ? (now.position.vars.words ?? '') : ''
  return begin(turn, flow, { vars: { argument: read.rest, ...(flow.id === 'tip' ? { words } : {}) } }, deps)
}

async function running(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const now = runningFlow(turn, deps)
  if (now === undefined) return undefined
  const named = flowByKeyword(deps.flows, text)
  if (named?.id === 'quick-exit') return undefined
  if (named?.id === now.flow.id && !isChoice(turn, now, text, deps)) return aside(turn, pendingQuestion(now), deps.translate(turn.contact.locale))
  if (now.flow.private !== true && !isChoice(turn, now, text, deps) && 'choose' in (now.flow.steps[now.position.step] ?? {})) return undefined
  return goOn(turn, now, text, [], deps)
}

async function keyword(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const flow = flowByKeyword(deps.flows, text)
  return flow === undefined ? undefined : begin(turn, flow, {}, deps)
}

/** A language asked for by the page, or a place from a poster's code, is kept when it says something new. */
function remember(turn: Turn): readonly Effect[] {
  return turn.contact.unit !== undefined && turn.message.ref === turn.contact.unit ? [{ do: 'remember', contact: turn.contact }] : []
}

/** Private conversations and officers are not counted: no reach figure is ever joined with a tip. */
async function counts(turn: Turn, outcome: Outcome, deps: DecideDeps): Promise<readonly Effect[]> {
  const isPrivate = (id: string | undefined) => deps.flows.some((flow) => flow.id === id && flow.private === true)
  const after = outcome.session === 'keep' || outcome.session === 'end' ? undefined : outcome.session.flow
  const isTip = outcome.effects.some((effect) => ['open-tip', 'add-tip-message', 'leave-tip', 'erase-contact', 'bind-officer'].includes(effect.do))
  if (turn.officer !== undefined || isTip || isPrivate(turn.session?.flow) || isPrivate(after)) return []
  const event = {
    channel: turn.message.channel,
    unit: turn.contact.unit ?? deps.defaultUnit,
    audience: turn.contact.audience,
    at: turn.now,
  }
  const person = await deps.personMark(turn.message.from, turn.now)
  return [
    { do: 'count', event: { ...event, kind: 'interaction', person: undefined } },
    { do: 'count', event: { ...event, kind: 'reached', person } },
  ]
}
