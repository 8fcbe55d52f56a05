import type { Api } from 'grammy'
import type { Channel } from '../../core/channel.ts'
import { ContentError, SendError } from '../../core/errors.ts'
import type { OutboundMessage } from '../../core/message.ts'
import type { Clock, Log, Translate } from '../../core/ports.ts'
import type { TopicChat } from '../../core/topics.ts'
import { createTelegramApi } from './api.ts'
import { createFetchAttachment, lossKinds, type Loss, type Strip } from './attachments.ts'
import { createButtons, type Buttons } from './buttons.ts'
import { createErase } from './erase.ts'
import { createIntake } from './intake.ts'
import { poll } from './polling.ts'
import { registerProfile } from './profile.ts'
import { createSend } from './send.ts'
import { defaultTiming, type TelegramSettings, type Timing } from './settings.ts'
import { createTopicChat } from './topics.ts'
import { ignoredKinds, type Ignored } from './update.ts'
import { createWebhookRoute, watchWebhook, type WebhookState } from './webhook.ts'

export interface TelegramDeps {
  readonly settings: TelegramSettings
  /** Commands of the menu, in order, without the slash. */
  readonly commands: readonly string[]
  readonly strip: Strip
  /** Queues a message durably; it is sent like any other. */
  readonly announce: (message: OutboundMessage) => Promise<void>
  readonly translate: Translate
  readonly clock: Clock
  readonly log: Log
  readonly timing?: Partial<Timing>
}

/** What happened since the start, by kind; for metrics. */
export interface TelegramCounts {
  readonly ignored: Readonly<Record<Ignored, number>>
  readonly lost: Readonly<Record<Loss, number>>
  /** Posts to the webhook without its secret. */
  readonly refused: number
  /** As Telegram last told; undefined while it has not, and in polling mode. */
  readonly webhook: WebhookState | undefined
}

export interface TelegramChannel extends Channel {
  counts(): TelegramCounts
  /** The client, and the buttons whose taps this channel reads. */
  readonly api: Api
  readonly buttons: Buttons
  /** The officers' group; undefined when there is none. */
  readonly topics: TopicChat | undefined
}

/** The keys of `locales/` that the channel speaks with. */
export function telegramWords(commands: readonly string[]): readonly string[] {
  const losses = ['attachmentTooLarge', 'attachmentNotReceived', 'attachmentNotCleaned', 'cardNotPassedOn']
  const own = ['description', 'oldButton', ...losses]
  return [...own, ...commands.map((command) => `commands.${command}`)].map((key) => `telegram.${key}`)
}

/** Telegram takes 30 messages a second in all, and one a second in a chat with a few more at once. */
const pace: NonNullable<Channel['pace']> = {
  all: { everyMs: 40, burst: 5 },
  each: { everyMs: 1_000, burst: 8 },
}

/**
 * Telegram through grammY's client. An address is `telegram:<id of the private chat>`; groups are not spoken with, but for the
 * officers' one. Starting waits for nothing: while Telegram is away the rest of the bot works, and this channel tries on.
 */
export function createTelegramChannel(deps: TelegramDeps): TelegramChannel {
  const { settings, log, translate } = deps
  const missing = telegramWords(deps.commands).filter((key) => !translate.has(key))
  if (missing.length > 0) throw new ContentError(missing.map((key) => `locales/*/telegram.json: there is no ${key}`))
  const timing = { ...defaultTiming, ...deps.timing }
  const api = createTelegramApi(settings, timing.callMs)
  const buttons = createButtons()
  const ignored = zeroes(ignoredKinds)
  const lost = zeroes(lossKinds)
  let refused = 0
  let webhook: WebhookState | undefined
  const intake = createIntake({
    ...deps,
    api,
    buttons,
    fetchAttachment: createFetchAttachment({ ...settings, api, strip: deps.strip, fileMs: timing.fileMs }),
    officers:
      settings.officerChat === undefined ? undefined : { chat: settings.officerChat.id, bot: botOf(settings.token) },
    countIgnored: (because) => void ignored[because]++,
    countLost: (because) => void lost[because]++,
  })
  const send = createSend({ api, buttons, messageMs: timing.messageMs })
  const erase = createErase({ api, clock: deps.clock, messageMs: timing.messageMs })
  const stopping = new AbortController()
  const running: Promise<void>[] = []
  const { receiving } = settings

  return {
    name: 'telegram',
    limits: { textLength: 4_096, quickReplies: 13 },
    pace,
    addressesLast: true,
    api,
    buttons,
    topics: settings.officerChat === undefined ? undefined : createTopicChat(api, buttons, settings.officerChat.id),
    routes:
      receiving.mode === 'webhook'
        ? [createWebhookRoute({ intake, secret: receiving.secret, log, countRefused: () => void refused++ })]
        : [],
    counts: () => ({ ignored: { ...ignored }, lost: { ...lost }, refused, webhook }),
    async start(receive) {
      intake.begin(receive)
      if (running.length > 0) return
      running.push(registerProfile({ ...deps, api, timing }, stopping.signal))
      switch (receiving.mode) {
        case 'polling': {
          const patient = createTelegramApi(settings, timing.pollSeconds * 1_000 + timing.callMs)
          running.push(poll({ api: patient, intake, log, timing }, stopping.signal))
          break
        }
        case 'webhook':
          running.push(
            watchWebhook({ api, ...receiving, log, timing, saw: (state) => void (webhook = state) }, stopping.signal),
          )
          break
        default:
          receiving satisfies never
      }
    },
    async send(message) {
      if (stopping.signal.aborted) throw new SendError('unreachable', 'telegram: the channel has stopped')
      return send(message)
    },
    async erase(to, messages) {
      if (stopping.signal.aborted) throw new SendError('unreachable', 'telegram: the channel has stopped')
      return erase(to, messages)
    },
    async stop() {
      stopping.abort()
      await intake.end()
      await Promise.allSettled(running)
    },
  }
}

/** A token begins with the bot's own id. */
function botOf(token: string): number {
  return Number(token.slice(0, token.indexOf(':')))
}

function zeroes<Kind extends string>(kinds: readonly Kind[]): Record<Kind, number> {
  return Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>
}
