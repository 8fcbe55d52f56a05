import type { Effect, Outcome } from '../core/outcome.ts'
import { replyCommand } from '../tips/relay.ts'
import { skipValue } from '../flows/engine.ts'
import type { Flow } from '../flows/flow.ts'
import { flowByCommand, flowByKeyword, readCommand } from '../flows/match.ts'
import { answerReply, entryReply } from './answer-reply.ts'
import { countReach } from './count-reach.ts'
import { edited, notingParts } from './edited.ts'
import { bindOfficer, officerDesk } from './officer-turn.ts'
import { answeredToErase, askToErase, erases } from './erase-draft.ts'
import { filesAlone, offerFiles, takeFiles, tellOfFiles } from './files.ts'
import { officersGroup } from './officers-group.ts'
import { bareReceipt } from './bare-receipt.ts'
import { forgotten, oldTap } from './old-button.ts'
import { chosenPlace, placeCommand, tipPlace } from './place-reply.ts'
import { aside, begin, chosenValue, goOn, isChoice, isHalfWritten, runningFlow, toldSoFar } from './run-flow.ts'
import { emergencyNumbers, safety } from './safety.ts'
import { spokenText } from './spoken-text.ts'
import { askedToWrite, offerToOfficer, writeBack } from './to-officer.ts'
import { menuFlow, type DecideDeps, type Turn } from './turn.ts'
import { verdict } from './verdict.ts'

/** What a turn comes to; what becomes of its files is said beside it. Reads and asks; changes nothing. */
export async function decide(turn: Turn, deps: DecideDeps): Promise<Outcome> {
  if (turn.message.inGroup !== undefined) return officersGroup(turn, turn.message.inGroup, deps)
  if (turn.message.attachments.length === 0) return notingParts(turn, await speak(turn, deps), deps)
  const taken = takeFiles(turn, deps)
  return tellOfFiles(taken, notingParts(taken.turn, await speak(taken.turn, deps), deps), deps)
}

/**
 * An old button changes nothing. Who speaks: invite, officer, emergency numbers, verdict, edit, safety, command, receipt,
 * running flow, who writes to an officer, keyword, knowledge base — in this order; between flow and keyword nobody while an
 * officer writes on the platform itself. Files are looked at by nobody: where they come without words, or out of nowhere, they
 * are offered to the officers.
 */
async function speak(turn: Turn, deps: DecideDeps): Promise<Outcome> {
  return (await answeredToErase(turn, deps, (asItWas) => speakOn(asItWas, deps))) ?? speakOn(turn, deps)
}

async function speakOn(turn: Turn, deps: DecideDeps): Promise<Outcome> {
  const text = spokenText(turn, deps)
  const hasFiles = turn.message.attachments.length > 0
  if (text === '' && !hasFiles) return aside(turn, [{ key: 'common.writeSomething' }], deps)
  const old = await oldTap(turn, text, deps)
  if (old !== undefined) return old
  const outcome =
    (text === '' ? await filesAlone(turn, deps) : undefined) ??
    (await bindOfficer(turn, text, deps)) ??
    (await officerDesk(turn, text, deps)) ??
    emergencyNumbers(turn, text, deps) ??
    verdict(turn, text, deps) ??
    edited(turn, deps) ??
    (await safety(turn, text, deps)) ??
    (await command(turn, text, deps)) ??
    (await bareReceipt(turn, text, deps)) ??
    (await running(turn, text, deps)) ??
    (await askedToWrite(turn, text, deps)) ??
    muted(turn, text, deps) ??
    forgotten(turn, text, deps) ??
    (await keyword(turn, text, deps)) ??
    (hasFiles ? await offerFiles(turn, text, deps) : await answered(turn, text, deps))
  return { ...outcome, effects: [...remember(turn), ...outcome.effects, ...(await countReach(turn, outcome, deps))] }
}

async function command(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const now = runningFlow(turn, deps)
  const choice = chosenValue(turn, now, text, deps)
  const read = readCommand(choice ?? text)
  if (read === undefined) return undefined
  const flow = flowByCommand(deps.flows, read.command)
  // Only a choice that names a flow leads out of the running one.
  if (choice !== undefined && flow === undefined) return undefined
  if (flow?.id === 'quick-exit') return begin(turn, flow, {}, deps)
  if (now !== undefined && isHalfWritten(now) && flow?.id !== 'tip')
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
