import type { Address, Channel } from '../core/channel.ts'
import type { OutboundMessage, Strip } from '../core/message.ts'
import type { Clock, Ids, Log, Marks, Seal, Translate } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import type { TopicChat } from '../core/topics.ts'
import { telegramMetrics, zaloMetrics } from './metrics.ts'
import { createTelegramChannel } from './telegram/channel.ts'
import type { TelegramSettings } from './telegram/settings.ts'
import { createWebChannel, type WebChannelDeps } from './web/channel.ts'
import { createZaloAccount } from './zalo/account.ts'
import { createZaloChannel } from './zalo/channel.ts'
import { mediaUrlsOf } from './zalo/fetch-media.ts'
import type { ZaloSettings } from './zalo/settings.ts'

export interface ChannelsDeps {
  readonly storage: Pick<Storage, 'commit' | 'contacts' | 'web' | 'zaloToken'>
  readonly seal: Seal
  readonly marks: Marks
  readonly ids: Ids
  readonly clock: Clock
  readonly translate: Translate
  readonly publicUrl: string
  readonly trustsProxy: boolean
  readonly phones: WebChannelDeps['phones']
  readonly telegram: TelegramSettings | undefined
  readonly zalo: ZaloSettings | undefined
  /** What a platform offers in its menu, without the slash. */
  readonly commands: readonly string[]
  readonly strip: Strip
  /** Queues a message that answers nothing; resolves when it is durable. */
  readonly announce: (message: OutboundMessage) => Promise<void>
  readonly logFor: (area: string) => Log
}

/** A channel, and what else has to be done for it. */
export interface OpenChannel {
  readonly channel: Channel
  /** Done at the start, without waiting for it, and every hour. */
  readonly upkeep?: () => Promise<void>
  /** Where officers see tips as topics of a group. */
  readonly topics?: TopicChat
  /** Prometheus lines. */
  readonly metrics?: () => Promise<readonly string[]>
}

/** The channels that are on. The web page always is; a platform is when its settings are there. */
export function createChannels(deps: ChannelsDeps): readonly OpenChannel[] {
  const { telegram, zalo } = deps
  return [
    { channel: createWebChannel({ ...deps, log: deps.logFor('web') }) },
    ...(telegram === undefined ? [] : [openTelegram(telegram, deps)]),
    ...(zalo === undefined ? [] : [openZalo(zalo, deps)]),
  ]
}

function openTelegram(settings: TelegramSettings, deps: ChannelsDeps): OpenChannel {
  const channel = createTelegramChannel({
    ...deps,
    settings,
    log: deps.logFor('telegram'),
  })
  return {
    channel,
    ...(channel.topics === undefined ? {} : { topics: channel.topics }),
    metrics: async () => telegramMetrics(channel.counts()),
  }
}

function openZalo(settings: ZaloSettings, deps: ChannelsDeps): OpenChannel {
  const { storage, marks, translate } = deps
  const log = deps.logFor('zalo')
  const account = createZaloAccount({ ...deps, settings, table: storage.zaloToken, log })
  const counts = new Map<string, number>()
  const wordsFor = async (to: Address) =>
    translate(translate.pick((await storage.contacts.find(marks.contact(to)))?.locale))
  const channel = createZaloChannel({
    client: account.client,
    signature: settings.signature,
    usesButtons: settings.usesButtons,
    strip: deps.strip,
    announce: async (to, key) =>
      deps.announce({ to, text: (await wordsFor(to))(key), unprompted: true, priority: 'reply' }),
    async mute(address, until) {
      await storage.commit([{ write: 'mute-contact', contact: marks.contact(address), until }])
    },
    count(kind) {
      log.debug({ kind }, 'counted')
      const [family = kind] = kind.split(':')
      counts.set(family, (counts.get(family) ?? 0) + 1)
    },
    clock: deps.clock,
    log,
    isMediaUrl: mediaUrlsOf(settings.apiRoot),
    ...(settings.verification === undefined ? {} : { verification: settings.verification }),
  })
  return {
    channel: {
      ...channel,
      async stop() {
        account.stop()
        await channel.stop()
      },
    },
    upkeep: () => account.keepAlive(),
    metrics: async () => zaloMetrics(counts, await account.tokenAgeMs()),
  }
}
