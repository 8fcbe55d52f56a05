import type { Effect, Outcome } from '../core/outcome.ts'
import { foldWords } from '../core/text.ts'
import { replyCommand } from '../tips/relay.ts'
import { skipValue } from '../flows/engine.ts'
import type { Flow } from '../flows/flow.ts'
import { flowByCommand, flowByKeyword, readCommand } from '../flows/match.ts'
import { answerReply, entryReply } from './answer-reply.ts'
import { countReach } from './count-reach.ts'
import { bindOfficer, officerDesk } from './officer-turn.ts'
import { answeredToErase, askToErase, erases } from './erase-draft.ts'
import { filesAlone, offerFiles, takeFiles, tellOfFiles } from './files.ts'
import { officersGroup } from './officers-group.ts'
import { aside, begin, goOn, isChoice, isHalfWritten, runningFlow, toldSoFar } from './run-flow.ts'
import { chosenPlace, placeCommand, tipPlace } from './place-reply.ts'
import { emergencyNumbers, safety } from './safety.ts'
import { chosenText, menuFlow, menuMemory, type DecideDeps, type Turn } from './turn.ts'
import { askedToWrite, offerToOfficer, writeBack } from './to-officer.ts'
import { verdict } from './verdict.ts'

/** What a turn comes to; what becomes of its files is said beside it. Reads and asks; changes nothing. */
export async function decide(turn: Turn, deps: DecideDeps): Promise<Outcome> {
  if (turn.message.inGroup !== undefined) return officersGroup(turn, turn.message.inGroup, deps)
  if (turn.message.attachments.length === 0) return speak(turn, deps)
  const taken = takeFiles(turn, deps)
  return tellOfFiles(taken, await speak(taken.turn, deps), deps)
}

/**
 * Who speaks: invite, officer, emergency numbers, verdict, safety, command, running flow, who writes to an officer, keyword,
 * knowledge base — in this order; between flow and keyword nobody while an officer writes on the platform itself. Files are looked at by nobody: where
 * they come without words, or out of nowhere, they are offered to the officers.
 */
async function speak(turn: Turn, deps: DecideDeps): Promise<Outcome> {
  return (await answeredToErase(turn, deps, (asItWas) => speakOn(asItWas, deps))) ?? speakOn(turn, deps)
}

async function speakOn(turn: Turn, deps: DecideDeps): Promise<Outcome> {
  const text = chosenText(turn, deps)
  const hasFiles = turn.message.attachments.length > 0
  if (text === '' && !hasFiles) return aside(turn, [{ key: 'common.writeSomething' }], deps)
  const outcome =
    (text === '' ? await filesAlone(turn, deps) : undefined) ??
    (await bindOfficer(turn, text, deps)) ??
    (await officerDesk(turn, text, deps)) ??
    emergencyNumbers(turn, text, deps) ??
    verdict(turn, text, deps) ??
    (await safety(turn, text, deps)) ??
    (await command(turn, text, deps)) ??
    (await running(turn, text, deps)) ??
    (await askedToWrite(turn, text, deps)) ??
    muted(turn, text, deps) ??
    forgotten(turn, text, deps) ??
    (await keyword(turn, text, deps)) ??
    (hasFiles ? await offerFiles(turn, text, deps) : await answered(turn, text, deps))
  return { ...outcome, effects: [...remember(turn), ...outcome.effects, ...(await countReach(turn, outcome, deps))] }
}

async function command(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const read = readCommand(text)
  const now = runningFlow(turn, deps)
  if (read === undefined || isChoice(turn, now, text, deps)) return undefined
  const flow = flowByCommand(deps.flows, read.command)
  if (flow?.id === 'quick-exit') return begin(turn, flow, {}, deps)
  if (now !== undefined && isHalfWritten(now) && flow?.id !== now.flow.id)
    return erases(flow) ? askToErase(turn, deps) : keepingDraft(turn, read, flow, deps)
  if (read.command === 'muc') return entryReply(turn, read.rest, deps)
  if (read.command === placeCommand && read.rest !== '') return chosenPlace(turn, read.rest, deps)
  if (read.command === replyCommand) return writeBack(turn, read.rest, deps)
  if (text === skipValue && now === undefined) return undefined
  if (flow === undefined) return aside(turn, [{ key: 'common.unknownCommand' }], deps)
  if (flow.id !== 'tip') return begin(turn, flow, { vars: { argument: read.rest } }, deps)
  const place = await tipPlace(read.rest, deps)
  const said = place === undefined ? read.rest : ''
  const words = [now === undefined ? '' : toldSoFar(now), said].filter((part) => part !== '').join('\n')
  return begin(turn, flow, { vars: { argument: read.rest, words, ...place } }, deps)
}

/** A half-written tip is never dropped by another command: what only says something is said, the rest has to wait. */
async function keepingDraft(
  turn: Turn,
  read: { readonly command: string; readonly rest: string },
  flow: Flow | undefined,
  deps: DecideDeps,
): Promise<Outcome> {
  const isSaying = flow !== undefined && flow.private !== true
  const said = isSaying ? await begin(turn, flow, { vars: { argument: read.rest } }, deps) : undefined
  const isOver =
    said !== undefined && (said.session === 'end' || said.session === 'keep' || said.session.flow === menuFlow)
  const before =
    said !== undefined && isOver && said.effects.length === 0
      ? said.replies.map(({ text }) => ({ text }))
      : [{ key: 'tip.unfinished' }]
  return aside(turn, before, deps)
}

async function running(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const now = runningFlow(turn, deps)
  if (now === undefined) return undefined
  const named = flowByKeyword(deps.flows, text, deps.readChoice)
  if (named?.id === 'quick-exit') return undefined
  if (erases(named) && isHalfWritten(now)) return askToErase(turn, deps)
  if (named?.id === now.flow.id && !isChoice(turn, now, text, deps)) return aside(turn, [], deps)
  if (
    now.flow.private !== true &&
    !isChoice(turn, now, text, deps) &&
    'choose' in (now.flow.steps[now.position.step] ?? {})
  )
    return undefined
  return goOn(turn, now, text, [], deps)
}

/** While a person of the office writes, the bot leaves talk and questions to them; the ways to report and to leave stay open. */
function muted(turn: Turn, text: string, deps: DecideDeps): Outcome | undefined {
  const named = flowByKeyword(deps.flows, text, deps.readChoice)
  if (!turn.isMuted || named?.private === true || named?.plain === true) return undefined
  return { replies: [], session: 'keep', effects: [] }
}

/**
 * A button of a conversation that has been forgotten meanwhile: nobody may believe that something was sent. Which one it was
 * is forgotten too: a mere number may have been of a tip or of a menu.
 */
function forgotten(turn: Turn, text: string, deps: DecideDeps): Outcome | undefined {
  if (turn.session !== undefined && menuMemory(turn).isBlank === undefined) return undefined
  const words = deps.translate(turn.contact.locale)
  const typed = deps.readChoice(text)
  const report = { label: 'common.report', value: '/baotin' }
  const menu = [report, { label: 'common.receipt', value: '/ma' }, { label: 'common.help', value: '/help' }]
  if (typed.number !== undefined) return aside(turn, [{ key: 'tip.forgottenNumber', choices: menu }], deps)
  const steps = deps.flows.filter((flow) => flow.private === true).flatMap((flow) => Object.values(flow.steps))
  const options = steps.flatMap((step) => ('choose' in step ? step.options : []))
  const isButton = options.some(({ label, value, says = [] }) => {
    const name = words(label)
    const longer = says.filter((each) => foldWords(each).startsWith(`${foldWords(name)} `))
    return value === text || [name, ...longer].some(typed.says)
  })
  if (text !== skipValue && !isButton && !typed.says(words('common.skip'))) return undefined
  return aside(turn, [{ key: 'tip.forgotten', choices: [report] }], deps)
}

async function answered(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome> {
  return offerToOfficer(turn, text, await answerReply(turn, text, deps), deps)
}

async function keyword(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const flow = flowByKeyword(deps.flows, text, deps.readChoice)
  return flow === undefined ? undefined : begin(turn, flow, {}, deps)
}

/** A language asked for by the page, or a place from a poster's code, is kept when it says something new. */
function remember(turn: Turn): readonly Effect[] {
  return turn.contact.unit !== undefined && turn.message.ref === turn.contact.unit
    ? [{ do: 'remember', contact: { ...turn.contact, locale: turn.chosenLocale } }]
    : []
}
