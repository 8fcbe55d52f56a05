import type { Effect, Outcome } from '../core/outcome.ts'
import { foldWords } from '../core/text.ts'
import { readReplyCode, replyCommand } from '../tips/relay.ts'
import { flowByCommand, flowByKeyword, readCommand } from '../flows/match.ts'
import { answerReply, entryReply } from './answer-reply.ts'
import { bindOfficer, officerDesk } from './officer-turn.ts'
import { begin, goOn, isChoice, keepsWords, pendingQuestion, runningFlow } from './run-flow.ts'
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
  const asked = foldWords(text)
  const calls = deps.translate.locales
    .flatMap((locale) => deps.translate(locale)('common.emergencyWords').split('|'))
    .map(foldWords)
  if (text !== emergencyCommand && !calls.includes(asked)) return undefined
  return aside(
    turn,
    [{ key: 'safety.numbers' }, ...pendingQuestion(runningFlow(turn, deps))],
    deps.translate(turn.contact.locale),
  )
}

/** Danger comes before everything: the way to help is said in this very turn, and what was told is kept for the tip line. */
async function safety(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const now = runningFlow(turn, deps)
  const told = readCommand(text)?.rest ?? text
  if (told === '' || isChoice(turn, now, text, deps)) return undefined
  const { level, kinds } = deps.assess(told)
  if (level !== 'emergency' && level !== 'urgent') return undefined
  const self = kinds.includes('suicide') ? 'crisis' : speaksAsAdult(told, deps) ? 'adult' : 'child'
  const said = ['believe', 'question', 'goOn'].map((part) => ({ key: `safety.${part}.${self}` }))
  if (now !== undefined && readCommand(text) === undefined && keepsWords(now)) {
    return now.position.vars.warned === 'yes' ? undefined : goOn(turn, now, text, said, deps)
  }
  const flow = flowByCommand(deps.flows, 'baotin')
  if (flow === undefined) return undefined
  const vars = { words: told, warned: 'yes', self }
  const isReporting = flow === flowByCommand(deps.flows, readCommand(text)?.command ?? '')
  return begin(turn, flow, isReporting ? { vars, said } : { vars, entry: 'danger' }, deps)
}

/** True when somebody speaks of a child of theirs; with tone marks the cue must carry them ("con tôi" is not "con tối"). */
function speaksAsAdult(text: string, deps: DecideDeps): boolean {
  const plain = foldWords(text)
  const written = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const key = written === plain ? 'safety.adultWordsPlain' : 'safety.adultWords'
  const cues = deps.translate.locales.flatMap((locale) => deps.translate(locale)(key).split('|'))
  return cues.some((cue) => ` ${written} `.includes(` ${cue} `))
}

async function command(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const read = readCommand(text)
  const now = runningFlow(turn, deps)
  if (read === undefined || isChoice(turn, now, text, deps)) return undefined
  if (read.command === 'muc') return entryReply(turn, read.rest, deps)
  if (read.command === replyCommand) return writeBack(turn, read.rest, deps)
  const flow = flowByCommand(deps.flows, read.command)
  if (flow === undefined) {
    const words = deps.translate(turn.contact.locale)
    return aside(turn, [{ key: 'common.unknownCommand' }, ...pendingQuestion(now)], words)
  }
  const words = read.rest !== '' ? read.rest : now?.flow.id === 'tip' ? (now.position.vars.words ?? '') : ''
  return begin(turn, flow, { vars: { argument: read.rest, ...(flow.id === 'tip' ? { words } : {}) } }, deps)
}

/** The button under an officer's answer: this address may write to that tip, without its receipt. */
async function writeBack(turn: Turn, code: string, deps: DecideDeps): Promise<Outcome> {
  const tip = readReplyCode(code, turn.message.from, deps.marks)
  const flow = flowByCommand(deps.flows, 'ma')
  if (tip === undefined || flow === undefined)
    return aside(turn, [{ key: 'receipt.useCode' }], deps.translate(turn.contact.locale))
  return begin(turn, flow, { entry: 'write', vars: { tip } }, deps)
}

async function running(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const now = runningFlow(turn, deps)
  if (now === undefined) return undefined
  const named = flowByKeyword(deps.flows, text)
  if (named?.id === 'quick-exit') return undefined
  if (named?.id === now.flow.id && !isChoice(turn, now, text, deps))
    return aside(turn, pendingQuestion(now), deps.translate(turn.contact.locale))
  if (
    now.flow.private !== true &&
    !isChoice(turn, now, text, deps) &&
    'choose' in (now.flow.steps[now.position.step] ?? {})
  )
    return undefined
  return goOn(turn, now, text, [], deps)
}

async function keyword(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const flow = flowByKeyword(deps.flows, text)
  return flow === undefined ? undefined : begin(turn, flow, {}, deps)
}

/** A language asked for by the page, or a place from a poster's code, is kept when it says something new. */
function remember(turn: Turn): readonly Effect[] {
  return turn.contact.unit !== undefined && turn.message.ref === turn.contact.unit
    ? [{ do: 'remember', contact: turn.contact }]
    : []
}

/** Private conversations and officers are not counted: no reach figure is ever joined with a tip. */
async function counts(turn: Turn, outcome: Outcome, deps: DecideDeps): Promise<readonly Effect[]> {
  const isPrivate = (id: string | undefined) => deps.flows.some((flow) => flow.id === id && flow.private === true)
  const after = outcome.session === 'keep' || outcome.session === 'end' ? undefined : outcome.session.flow
  const isTip = outcome.effects.some((effect) =>
    ['open-tip', 'add-tip-message', 'leave-tip', 'erase-contact', 'bind-officer'].includes(effect.do),
  )
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
