import { readRefs } from '../core/attachment.ts'
import type { AttachmentRef } from '../core/message.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Session } from '../core/session.ts'
import { mostAttachments } from '../core/tip.ts'
import type { Line } from '../flows/action.ts'
import { acceptsFiles } from '../flows/flow.ts'
import { flowByCommand } from '../flows/match.ts'
import { fileVars } from './file-vars.ts'
import { aside, begin, goOn, keepsWords, runningFlow } from './run-flow.ts'
import { toMessages, type DecideDeps, type Turn } from './turn.ts'

/** Files that come this soon after one another, without words, are one act of sending: an album is acknowledged once. */
const rowMs = 8_000

/** A turn with files, after they were put where the running flow keeps them. */
export interface TakenFiles {
  readonly turn: Turn
  /** True when the flow keeps what is sent now. */
  readonly isKeeping: boolean
  /** How many files the tip has no room for. */
  readonly left: number
}

/** Puts the files of a turn into the variables of the running flow, as far as it keeps what is sent there. */
export function takeFiles(turn: Turn, deps: DecideDeps): TakenFiles {
  const { session } = turn
  const now = runningFlow(turn, deps)
  const isKeeping = now !== undefined && keepsWords(now)
  const held = isKeeping ? readRefs(session?.vars.files) : []
  const all = [...held, ...turn.message.attachments]
  const left = Math.max(0, all.length - mostAttachments)
  if (!isKeeping || session === undefined) return { turn, isKeeping, left }
  const vars = { ...session.vars, ...fileVars(all, deps.translate(turn.contact.locale)) }
  return { turn: { ...turn, session: { ...session, vars } }, isKeeping, left }
}

/** Files without words: where a tip is being written they are part of it, elsewhere they may become one. */
export async function filesAlone(turn: Turn, deps: DecideDeps): Promise<Outcome> {
  const now = runningFlow(turn, deps)
  if (turn.officer !== undefined) return { replies: [], session: 'keep', effects: [] }
  if (now === undefined || !keepsWords(now)) return offerFiles(turn, '', deps)
  const step = now.flow.steps[now.position.step]
  if (step !== undefined && acceptsFiles(step)) return goOn(turn, now, '', [], deps)
  return aside(turn, [], deps)
}

/** Nobody here looks at pictures, and a child may have no words for what is on one: they are offered to the officers. */
export async function offerFiles(turn: Turn, words: string, deps: DecideDeps): Promise<Outcome> {
  const flow = flowByCommand(deps.flows, 'baotin')
  if (flow === undefined) throw new Error('there is no flow for tips')
  return begin(turn, flow, { vars: { words }, entry: 'files' }, deps)
}

/**
 * Says what became of the files of a turn: kept, too many, or kept by nobody. An album is told of once, when nobody knows yet how
 * many it has: no number is said.
 */
export function tellOfFiles(taken: TakenFiles, outcome: Outcome, deps: DecideDeps): Outcome {
  const { turn, isKeeping, left } = taken
  // Whoever leaves at once must see an ordinary page.
  if (outcome.effects.some((effect) => effect.do === 'clear-thread')) return outcome
  const words = deps.translate(turn.contact.locale)
  const say = (lines: readonly Line[]) => toMessages(turn, lines, words, true)
  const files = filesKept(taken, outcome)
  const before = turn.session?.vars ?? {}
  const sinceLast = turn.message.receivedAt.getTime() - Number(before.filesAt ?? Number.NEGATIVE_INFINITY)
  const isRow = isKeeping && turn.message.text.trim() === '' && sinceLast <= rowMs
  const tooMany: readonly Line[] =
    left === 0 || (isRow && before.filesFull === 'yes')
      ? []
      : [{ key: 'files.tooMany', vars: { most: mostAttachments } }]
  const session = sessionAfter(taken, outcome)
  if (isRow) return { ...outcome, session, replies: say(tooMany) }
  const received: readonly Line[] = files.length === 0 ? [] : [{ key: 'files.received' }]
  const lost: readonly Line[] =
    files.length > 0 || isKeeping ? [] : [{ key: turn.officer === undefined ? 'files.notKept' : 'officers.noFiles' }]
  const own = outcome.replies.findLastIndex(({ to }) => to === turn.message.from)
  const at = Math.max(0, own)
  const told = say([...received, ...tooMany, ...lost])
  return { ...outcome, session, replies: [...outcome.replies.slice(0, at), ...told, ...outcome.replies.slice(at)] }
}

/** The files of this turn that are now in a half-written tip, or went to a tip. */
function filesKept({ turn }: TakenFiles, outcome: Outcome): readonly AttachmentRef[] {
  const sent = turn.message.attachments
  const went = outcome.effects.flatMap((effect) =>
    effect.do === 'open-tip' || effect.do === 'add-tip-message' ? effect.attachments : [],
  )
  const session = outcome.session === 'keep' ? turn.session : outcome.session
  const held = session === undefined || session === 'end' ? [] : readRefs(session.vars.files)
  const ids = new Set([...went, ...held].map(({ id }) => id))
  return sent.filter(({ id }) => ids.has(id))
}

/** The session with the files of the turn, and when they came; a turn that would leave it as it is must not lose them. */
function sessionAfter({ turn, isKeeping, left }: TakenFiles, { session }: Outcome): Outcome['session'] {
  const mark = (kept: Session): Session => ({
    ...kept,
    vars: {
      ...kept.vars,
      filesAt: String(turn.message.receivedAt.getTime()),
      ...(left === 0 ? {} : { filesFull: 'yes' }),
    },
  })
  if (session === 'end' || turn.officer !== undefined) return session
  if (session !== 'keep') return isKeeping || readRefs(session.vars.files).length > 0 ? mark(session) : session
  if (!isKeeping || turn.session === undefined) return session
  return { ...mark(turn.session), version: turn.session.version + 1 }
}
