import type { Contact, ContactMark } from '../core/contact.ts'
import type { TakenMessage } from '../core/message.ts'
import type { Effect, Outcome } from '../core/outcome.ts'
import type { Clock, Log, Places } from '../core/ports.ts'
import type { Session } from '../core/session.ts'
import type { InboxRow, Storage } from '../core/storage.ts'
import { whereOf } from '../core/where.ts'
import type { Write } from '../core/write.ts'
import { decide } from './decide.ts'
import { writesFor, type EffectDeps } from './effects.ts'
import { leave } from './leave.ts'
import type { DecideDeps, Turn } from './turn.ts'

export interface HandleDeps extends EffectDeps {
  readonly storage: Storage
  readonly decide: DecideDeps
  readonly clock: Clock
  readonly places: Places
  readonly log: Log
  /** Told after a commit that changed a tip. */
  readonly tipsChanged: () => void
}

/** What a handled message leaves to do: the contacts that have something queued. */
export interface Handled {
  readonly queuedFor: readonly ContactMark[]
}

const mostConflicts = 8
/** What changes how a tip stands at the desk: erasing ends the answers that still wait. */
const tipActs: readonly Effect['do'][] = ['open-tip', 'add-tip-message', 'desk-act', 'leave-tip', 'erase-contact']

/**
 * Load → decide → commit; once more when something moved under it. A fault while deciding is a bug: it is logged by the
 * turn's id, the contact gets an apology with the hotline, and the message is settled. A fault of storage throws: the message
 * stays in the inbox and is tried again.
 */
export async function handle(row: InboxRow, deps: HandleDeps): Promise<Handled> {
  const startedAt = deps.clock.now()
  const message = readMessage(row, deps)
  for (let round = 0; round < mostConflicts; round++) {
    const turn = await load(row, message, deps)
    const outcome =
      message.leaving === undefined
        ? await decideSafely(row, turn, deps)
        : await leave(turn, message.leaving, { ...deps, actions: deps.decide.actions })
    const writes = await commitWrites(row, turn, outcome, deps)
    if ((await deps.storage.commit(writes)) === 'conflict') continue
    if (outcome.effects.some(({ do: act }) => tipActs.includes(act))) deps.tipsChanged()
    deps.log.info(
      {
        turn: row.id,
        channel: row.channel,
        ms: deps.clock.now().getTime() - startedAt.getTime(),
        replies: outcome.replies.length,
        rounds: round + 1,
      },
      'handled',
    )
    return { queuedFor: [...new Set(outcome.replies.map((reply) => deps.marks.contact(reply.to)))] }
  }
  throw new Error('a turn met a conflict each time')
}

function readMessage(row: InboxRow, deps: HandleDeps): TakenMessage {
  const read = JSON.parse(deps.seal.open('inbox', row.id, row.sealed)) as Omit<
    TakenMessage,
    'receivedAt' | 'attachments'
  > &
    Partial<Pick<TakenMessage, 'attachments'>>
  // What an earlier version took in says nothing of files.
  return { ...read, attachments: read.attachments ?? [], receivedAt: row.receivedAt }
}

async function load(row: InboxRow, message: TakenMessage, deps: HandleDeps): Promise<Turn> {
  const now = deps.clock.now()
  const known = await deps.storage.contacts.find(row.contact)
  const place = message.ref === undefined || known?.unit !== undefined ? undefined : await deps.places.find(message.ref)
  const contact: Contact = {
    mark: row.contact,
    locale: deps.decide.translate.pick(known?.locale === '' ? message.locale : (known?.locale ?? message.locale)),
    audience: known?.audience ?? 'everyone',
    unit: known?.unit ?? place?.code,
  }
  const session = await openSession(row.contact, now, deps)
  return {
    message,
    contact,
    chosenLocale: known?.locale ?? '',
    session,
    officer: await deps.storage.officers.byContact(row.contact),
    isMuted: await deps.storage.contacts.isMuted(row.contact, now),
    isErased: session === undefined && message.isTap === true && (await isErased(row.contact, deps)),
    now,
  }
}

/** A button is part of a message of the bot's, which is kept track of where the bot can erase a chat. */
async function isErased(contact: ContactMark, deps: HandleDeps): Promise<boolean> {
  const { rows, tooOld } = await deps.storage.trail.of(contact)
  return rows.length === 0 && tooOld === 0
}

async function openSession(contact: ContactMark, now: Date, deps: HandleDeps): Promise<Session | undefined> {
  const stored = await deps.storage.sessions.find(contact, now)
  if (stored === undefined) return undefined
  const { sealed, ...rest } = stored
  try {
    return {
      ...rest,
      vars: JSON.parse(deps.seal.open('session', sessionOf(contact, stored.version), sealed)) as Session['vars'],
    }
  } catch (error) {
    // A damaged session must not silence its owner: it counts as one that has just been left.
    deps.log.error({ kind: (error as Error).name, where: whereOf(error) }, 'a session could not be opened')
    return { ...rest, flow: '', step: '', vars: {} }
  }
}

const sessionOf = (contact: ContactMark, version: number) => `${contact}/${version}`

async function decideSafely(row: InboxRow, turn: Turn, deps: HandleDeps): Promise<Outcome> {
  try {
    return await decide(turn, deps.decide)
  } catch (error) {
    deps.log.error(
      { turn: row.id, channel: row.channel, kind: (error as Error).name, where: whereOf(error) },
      'a turn failed',
    )
    const text = deps.decide.translate(turn.contact.locale)('common.apology')
    const query = turn.message.inGroup?.tap
    const tap = query === undefined ? {} : { tap: { query, isRefusal: true } }
    return {
      replies: [{ to: turn.message.from, text, priority: 'reply', sayAgain: true, ...tap }],
      session: 'keep',
      effects: [],
    }
  }
}

async function commitWrites(row: InboxRow, turn: Turn, outcome: Outcome, deps: HandleDeps): Promise<readonly Write[]> {
  const { locale } = turn.contact
  const context = { from: turn.message.from, contact: row.contact, locale, at: turn.now }
  const effects = (await Promise.all(outcome.effects.map((effect) => writesFor(effect, context, deps)))).flat()
  const erases = effects.some((write) => write.write === 'erase-contact')
  // Whoever leaves in a hurry must not be shown an officer's words just then; whoever left the account has not written.
  const hides = turn.message.leaving !== undefined || effects.some((write) => write.write === 'clear-thread')
  return [
    { write: 'settle-inbox', id: row.id, at: turn.now },
    ...(erases ? [] : sessionWrites(row.contact, turn, outcome.session, deps)),
    ...effects,
    ...(hides ? [] : [{ write: 'release-deliveries', contact: row.contact, at: turn.now } as const]),
    // What is said after erasing is remembered nowhere: there is nothing that a number would choose.
    ...outcome.replies.flatMap((reply) =>
      deps.queue(erases ? { ...reply, fades: true, unprompted: true } : reply, turn.now),
    ),
  ]
}

function sessionWrites(
  contact: ContactMark,
  turn: Turn,
  session: Outcome['session'],
  deps: HandleDeps,
): readonly Write[] {
  const expected = turn.session?.version
  if (session === 'keep') return []
  if (session === 'end') return expected === undefined ? [] : [{ write: 'end-session', contact, expected }]
  const { vars, ...rest } = session
  const sealed = deps.seal.seal('session', sessionOf(contact, session.version), JSON.stringify(vars))
  return [{ write: 'put-session', contact, expected, ...rest, sealed }]
}
