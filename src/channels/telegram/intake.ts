import type { Api } from 'grammy'
import type { Receive } from '../../core/channel.ts'
import type { Attachment, InboundMessage, OutboundMessage } from '../../core/message.ts'
import type { Clock, Log, Translate } from '../../core/ports.ts'
import { asSignal } from './api.ts'
import type { FetchAttachment, Loss } from './attachments.ts'
import type { Buttons } from './buttons.ts'
import { readUpdate, type Ignored, type OfficersGroup, type ReadUpdate, type SentFile, type Told } from './update.ts'

/** What a sender is told, by what became of the file. */
const lossWords: Readonly<Record<Loss, string>> = {
  'too-large': 'telegram.attachmentTooLarge',
  'not-fetched': 'telegram.attachmentNotReceived',
  'not-cleaned': 'telegram.attachmentNotCleaned',
}

export interface IntakeDeps {
  readonly api: Api
  readonly buttons: Buttons
  readonly fetchAttachment: FetchAttachment
  readonly officers: OfficersGroup | undefined
  /** Queues a message durably. */
  readonly announce: (message: OutboundMessage) => Promise<void>
  readonly translate: Translate
  readonly clock: Clock
  readonly log: Log
  readonly countIgnored: (because: Ignored) => void
  readonly countLost: (because: Loss) => void
}

/** Where updates come in, from either way of receiving. */
export interface Intake {
  begin(receive: Receive): void
  /** Resolves when the update needs no repeating: what it tells is stored, or is nothing to the bot. 'unreadable': no update. */
  take(raw: unknown): Promise<'taken' | 'unreadable'>
  /** Resolves when nothing more will be handed in. */
  end(): Promise<void>
}

/** So many updates with files are known after they were taken in. */
const mostKnown = 1_000

/**
 * Hands updates in, those of one chat one after another. What waits behind one that could not be handed in fails with it, so
 * that Telegram repeats them in order. An update that comes again while it is under way is waited for, not done twice; one whose
 * files were fetched already, because Telegram did not wait for the answer, is not fetched again.
 */
export function createIntake(deps: IntakeDeps): Intake {
  const lanes = new Map<number, Promise<void>>()
  const underWay = new Map<number, Promise<void>>()
  const fetched = new Set<number>()
  const answers = new Set<Promise<void>>()
  const stopping = new AbortController()
  let receive: Receive | undefined

  /** Stops the button's turning; whether that succeeds changes nothing. */
  const answerTap = (query: string, words?: string): void => {
    const answer = deps.api
      .answerCallbackQuery(query, words === undefined ? {} : { text: words }, asSignal(stopping.signal))
      .catch(() => deps.log.debug({}, 'a tap was not answered'))
      .then(() => void answers.delete(answer))
    answers.add(answer)
  }
  const valueOf = ({ text, tap }: Extract<Told, { kind: 'officer' }>): string | undefined =>
    tap === undefined ? text : deps.buttons.valueOf(text, tap.label)
  const wordsIn = (locale: string | undefined) => deps.translate(deps.translate.pick(locale))

  async function hand(id: number, told: Told): Promise<void> {
    if (receive === undefined) throw new Error('the channel is closed')
    switch (told.kind) {
      case 'ignored':
        return
      case 'message':
        return handMessage(id, told, receive)
      case 'tap': {
        const text = deps.buttons.valueOf(told.data, told.label)
        if (text !== undefined) await receive({ ...inbound(id, { ...told, text }, [], deps.clock), isTap: true })
        return
      }
      case 'officer': {
        const text = valueOf(told)
        if (text !== undefined)
          await receive(fromOfficer(id, { ...told, text }, String(deps.officers?.chat), deps.clock))
        return
      }
      default:
        return told satisfies never
    }
  }

  async function handMessage(id: number, told: Extract<Told, { kind: 'message' }>, give: Receive): Promise<void> {
    const fetched = await Promise.all(told.files.map((file: SentFile) => deps.fetchAttachment(file, stopping.signal)))
    // What was broken off by the end is not lost: Telegram repeats the update after the next start.
    if (stopping.signal.aborted) throw new Error('the channel is closed')
    const losses = fetched.filter((each) => typeof each === 'string')
    const { repeat } = await give(
      inbound(
        id,
        told,
        fetched.filter((each) => typeof each !== 'string'),
        deps.clock,
      ),
    )
    if (!repeat && told.hasCard) await tell(told, 'telegram.cardNotPassedOn')
    if (repeat || losses[0] === undefined) return
    losses.forEach(deps.countLost)
    deps.log.warn({ kind: losses[0], count: losses.length }, 'an attachment was not received')
    await tell(told, lossWords[losses[0]])
  }

  /** Says what became of something that was sent along; the message itself is taken in already. */
  async function tell({ chat, locale }: Extract<Told, { kind: 'message' }>, key: string): Promise<void> {
    await deps
      .announce({ to: `telegram:${chat}`, text: wordsIn(locale)(key), unprompted: true, priority: 'reply' })
      .catch(() => deps.log.error({ kind: 'announcement' }, 'nobody was told that something was not taken in'))
  }

  /** What is done at once, before the update has its turn. */
  function greet({ told }: ReadUpdate): void {
    if (told.kind === 'ignored') deps.countIgnored(told.because)
    // Only what was asked for comes: something else means that Telegram writes updates in a new way.
    if (told.kind === 'ignored' && told.because === 'other')
      deps.log.warn({ kind: 'other' }, 'an update was not understood')
    if (told.kind === 'ignored' && told.query !== undefined) answerTap(told.query)
    // A button of ours is answered by what comes of it.
    if (told.kind === 'officer' && told.tap !== undefined && valueOf(told) === undefined)
      answerTap(told.tap.query, wordsIn(undefined)('telegram.oldButton'))
    if (told.kind === 'tap') {
      const isKnown = deps.buttons.valueOf(told.data, told.label) !== undefined
      answerTap(told.query, isKnown ? undefined : wordsIn(told.locale)('telegram.oldButton'))
    }
  }

  return {
    begin(given) {
      receive = given
    },
    async take(raw) {
      const update = readUpdate(raw, deps.officers)
      if (update === undefined) return 'unreadable'
      if (receive === undefined) throw new Error('the channel is closed')
      const running = underWay.get(update.id)
      if (running === undefined && fetched.has(update.id)) return 'taken'
      if (running === undefined) greet(update)
      const work = running ?? (lanes.get(update.lane) ?? Promise.resolve()).then(() => hand(update.id, update.told))
      if (running === undefined) {
        underWay.set(update.id, work)
        lanes.set(update.lane, work)
      }
      try {
        await work
        if (update.told.kind === 'message' && update.told.files.length > 0) fetched.add(update.id)
        if (fetched.size > mostKnown) fetched.delete(Math.min(...fetched))
        return 'taken'
      } finally {
        if (underWay.get(update.id) === work) underWay.delete(update.id)
        if (lanes.get(update.lane) === work) lanes.delete(update.lane)
      }
    },
    async end() {
      receive = undefined
      stopping.abort()
      await Promise.allSettled([...underWay.values(), ...answers])
    },
  }
}

type Said = Pick<Extract<Told, { kind: 'message' }>, 'chat' | 'locale' | 'text'> &
  Partial<Pick<Extract<Told, { kind: 'message' }>, 'message' | 'isEdit' | 'posted'>>

function inbound(id: number, told: Said, attachments: readonly Attachment[], clock: Clock): InboundMessage {
  const ref = /^\/start(?:@\w+)?\s+([A-Za-z0-9_-]{1,64})\s*$/.exec(told.text)?.[1]
  return {
    channel: 'telegram',
    externalId: String(id),
    from: `telegram:${told.chat}`,
    text: told.text,
    attachments,
    ...(ref === undefined ? {} : { ref }),
    ...(told.locale === undefined ? {} : { locale: told.locale }),
    ...(told.message === undefined ? {} : { messageId: String(told.message) }),
    ...(told.isEdit === true ? { isEdit: true } : {}),
    ...(told.posted === undefined ? {} : { posted: told.posted }),
    receivedAt: clock.now(),
  }
}

/** An act in the officers' group, told as coming from the private chat of whoever did it: that is how officers are known. */
function fromOfficer(id: number, told: Extract<Told, { kind: 'officer' }>, chat: string, clock: Clock): InboundMessage {
  const { person, topic, message, text, tap, hasFile, isEdit } = told
  return {
    channel: 'telegram',
    externalId: String(id),
    from: `telegram:${person}`,
    text,
    attachments: [],
    inGroup: {
      chat,
      topic,
      message,
      ...(tap === undefined ? {} : { tap: tap.query }),
      ...(hasFile ? { hasFile } : {}),
      ...(isEdit ? { isEdit } : {}),
    },
    receivedAt: clock.now(),
  }
}
