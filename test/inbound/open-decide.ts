import { channelOf, type Address } from '../../src/core/channel.ts'
import type { Contact } from '../../src/core/contact.ts'
import type { Outcome } from '../../src/core/outcome.ts'
import type { Session } from '../../src/core/session.ts'
import type { Officer } from '../../src/core/shift.ts'
import { createIsAbout } from '../../src/entry-harms.ts'
import { decide } from '../../src/inbound/decide.ts'
import type { DecideDeps, Turn } from '../../src/inbound/turn.ts'
import { createAnswerer } from '../../src/knowledge/answerer.ts'
import { createReadReader } from '../../src/knowledge/speech.ts'
import { createAnsweredTips } from '../../src/tips/answered-tips.ts'
import { createDeskActs } from '../../src/tips/desk-acts.ts'
import { createPersonMarks } from '../../src/reach/person-mark.ts'
import { openActions, type OpenActions } from '../actions/open-actions.ts'

export interface TurnChange {
  readonly from?: Address
  readonly session?: Session | undefined
  readonly officer?: Officer
  readonly contact?: Partial<Contact>
  readonly ref?: string
  readonly isMuted?: boolean
  readonly isErased?: boolean
  readonly isTap?: true
  readonly isEdit?: true
  readonly messageId?: string
}

/** Deciding with the real content and parts on a fresh database; nothing is committed. */
export interface OpenDecide extends OpenActions {
  readonly deps: DecideDeps
  turn(text: string, change?: TurnChange): Turn
  decide(text: string, change?: TurnChange): Promise<Outcome>
  /** A conversation that waits at a step. */
  at(flow: string, step: string, vars?: Readonly<Record<string, string>>): Session
  /** The words of a key in Vietnamese. */
  words(key: string): string
}

export async function openDecide(): Promise<OpenDecide> {
  const open = await openActions()
  const { base, clock, actions } = open
  const { translate, flows, assess, knowledge } = base.content
  const deps: DecideDeps = {
    flows,
    actions,
    readChoice: base.content.readChoice,
    answeredTips: createAnsweredTips(base),
    assess,
    answerer: createAnswerer(knowledge, { clock, translate }),
    readerOf: createReadReader(knowledge),
    isAbout: createIsAbout(knowledge.entries, assess),
    translate,
    stripPersonal: base.content.stripPersonal,
    places: base.places,
    duty: base.duty,
    marks: base.marks,
    invited: base.storage.officers.invited,
    acts: createDeskActs({
      ...base,
      translate,
      publicUrl: base.config.publicUrl,
      channelFacts: () => undefined,
    }),
    personMark: createPersonMarks(base),
    addressesLast: (channel) => channel === 'telegram' || channel === 'zalo',
    mostButtons: (channel) => (channel === 'telegram' ? 13 : 0),
    publicUrl: base.config.publicUrl,
    pageUrl: base.config.publicUrl,
    defaultUnit: base.config.defaultUnit,
  }
  const turn = (
    text: string,
    {
      from = 'telegram:lan',
      session,
      officer,
      contact,
      ref,
      isMuted = false,
      isErased = false,
      ...more
    }: TurnChange = {},
  ): Turn => {
    const context = open.context(from, contact === undefined ? {} : { contact })
    const message = {
      ...context.message,
      channel: channelOf(from),
      text,
      ...(ref === undefined ? {} : { ref }),
      ...more,
    }
    return { ...context, message, chosenLocale: '', session, officer, isMuted, isErased }
  }
  return {
    ...open,
    deps,
    turn,
    decide: (text, change) => decide(turn(text, change), deps),
    at: (flow, step, vars = {}) => ({
      flow,
      step,
      vars,
      version: 3,
      expiresAt: new Date(clock.now().getTime() + 60_000),
    }),
    words: (key) => translate('vi')(key),
  }
}

/** Where the contact stands after a turn: `keep`, `end`, or flow and step. */
export function standing({ session }: Outcome): string {
  return typeof session === 'string' ? session : `${session.flow}.${session.step}`
}

/** What was said, message by message. */
export function said(outcome: Outcome): readonly string[] {
  return outcome.replies.map(({ text }) => text)
}
