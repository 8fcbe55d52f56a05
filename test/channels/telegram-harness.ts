import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Strip } from '../../src/channels/telegram/attachments.ts'
import { createTelegramChannel, type TelegramChannel, type TelegramDeps } from '../../src/channels/telegram/channel.ts'
import type { Timing } from '../../src/channels/telegram/settings.ts'
import type { Accepted, Receive } from '../../src/core/channel.ts'
import type { InboundMessage, OutboundMessage } from '../../src/core/message.ts'
import type { Translate } from '../../src/core/ports.ts'
import { createLogs } from '../../src/logger.ts'
import { createServer, listen } from '../../src/server.ts'
import { loadTranslate } from '../../src/translate.ts'
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram.ts'

export type Mode = 'polling' | 'webhook'
export const secret = 'Secret_of-the-webhook_0123456789'
export const lan = 5_550_000_001
export const commands = ['start', 'baotin', 'ma', 'xoa']

/** The words that the channel needs in `locales/<locale>/telegram.json`, in two languages. */
export function loadTelegramWords(): Translate {
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-words-'))
  for (const locale of ['vi', 'en']) {
    mkdirSync(join(dir, locale))
    const words = {
      description: `description ${locale}`,
      attachmentTooLarge: `too large ${locale}`,
      attachmentNotReceived: `not received ${locale}`,
      cardNotPassedOn: `card not passed on ${locale}`,
      attachmentNotCleaned: `not cleaned ${locale}`,
      oldButton: `old button ${locale}`,
      commands: Object.fromEntries(commands.map((command) => [command, `${command} ${locale}`])),
    }
    writeFileSync(join(dir, locale, 'telegram.json'), JSON.stringify(words))
  }
  const translate = loadTranslate(dir)
  rmSync(dir, { recursive: true })
  return translate
}

/** Takes away what stands after the mark, as if it were metadata. */
export const stripAfterMark: Strip = (bytes, mediaType) => {
  const at = Buffer.from(bytes).indexOf('|META')
  return {
    kind: mediaType.startsWith('image/') ? 'image' : 'file',
    mediaType,
    bytes: at === -1 ? bytes : bytes.slice(0, at),
  }
}

export const quick: Timing = {
  callMs: 1_000,
  messageMs: 1_500,
  fileMs: 600,
  pollSeconds: 5,
  againMs: 20,
  watchMs: 60_000,
  firstWaitMs: 10,
  mostWaitMs: 80,
}

export interface Telegram {
  readonly fake: FakeTelegram
  readonly channel: TelegramChannel
  readonly received: InboundMessage[]
  readonly announced: OutboundMessage[]
  readonly logLines: string[]
  /** Resolves when the update was handed in, taken or not. */
  handed(update: number | undefined): Promise<void>
  /** How a message is answered by those who take it in. */
  answer: (message: InboundMessage) => Promise<Accepted>
  close(): Promise<void>
}

export interface TelegramOptions extends Partial<Omit<TelegramDeps, 'settings'>> {
  readonly mode?: Mode
  readonly fake?: FakeTelegram
  readonly token?: string
  /** The officers' group. */
  readonly officerChat?: number
  /** Not started: the caller starts the channel. */
  readonly isIdle?: boolean
}

export const accepted = async (): Promise<Accepted> => ({ repeat: false, settled: Promise.resolve() })

/** A channel on a fake Telegram; in webhook mode behind the real server. */
export async function openTelegram(options: TelegramOptions = {}): Promise<Telegram> {
  const { mode = 'polling', isIdle = false, token, officerChat, ...deps } = options
  const fake = options.fake ?? (await startFakeTelegram())
  const logLines: string[] = []
  const logs = createLogs('debug', { write: (line: string) => void logLines.push(line) })
  const announced: OutboundMessage[] = []
  const received: InboundMessage[] = []
  const seen = new Set<string>()
  const waiting = new Map<string, () => void>()
  let handle: (request: Request, peer: string) => Promise<Response> = async () => new Response(null, { status: 503 })
  const server =
    mode === 'webhook'
      ? await listen(
          createServer({
            routes: [{ method: 'POST', path: '/webhooks/telegram', handle: (request, peer) => handle(request, peer) }],
            console: { fetch: () => new Response(null, { status: 404 }) },
            ready: async () => undefined,
            metrics: async () => '',
            log: logs.area('server'),
          }),
          '127.0.0.1',
          0,
        )
      : undefined
  const made = createTelegramChannel({
    settings: {
      token: token ?? fake.token,
      apiRoot: fake.apiRoot,
      ...(officerChat === undefined ? {} : { officerChat: { id: officerChat, showsWords: false } }),
      receiving:
        server === undefined
          ? { mode: 'polling' }
          : { mode: 'webhook', publicUrl: `http://127.0.0.1:${server.port}`, secret },
    },
    commands,
    strip: stripAfterMark,
    announce: async (message) => void announced.push(message),
    translate: loadTelegramWords(),
    clock: { now: () => new Date() },
    log: logs.area('telegram'),
    timing: quick,
    ...deps,
  })
  const counting =
    (receive: Receive): Receive =>
    async (message) => {
      try {
        return await receive(message)
      } finally {
        seen.add(message.externalId)
        // What this update does next happens before anybody who waits looks.
        setTimeout(() => waiting.get(message.externalId)?.(), 1)
      }
    }
  const channel: TelegramChannel = { ...made, start: (receive) => made.start(counting(receive)) }
  const route = made.routes[0]
  if (route !== undefined) handle = route.handle
  const telegram: Telegram = {
    fake,
    channel,
    received,
    announced,
    logLines,
    answer: accepted,
    async handed(update) {
      if (update === undefined) throw new Error('the bot is not told of this')
      const id = String(update)
      if (!seen.has(id)) await new Promise<void>((resolve) => waiting.set(id, resolve))
    },
    async close() {
      await channel.stop()
      await server?.stop()
      if (options.fake === undefined) await fake.close()
    },
  }
  if (!isIdle)
    await channel.start((message) => {
      received.push(message)
      return telegram.answer(message)
    })
  return telegram
}

/** Waits until something holds; fails with its name when it does not come. */
export async function until(what: string, holds: () => boolean, ms = 5_000): Promise<void> {
  const end = Date.now() + ms
  while (!holds()) {
    if (Date.now() > end) throw new Error(`did not happen: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Opens channels for a test and closes them after it. */
export function createOpener() {
  const opened: Telegram[] = []
  return {
    async start(options: TelegramOptions = {}): Promise<Telegram> {
      const telegram = await openTelegram(options)
      opened.push(telegram)
      return telegram
    },
    async closeAll() {
      for (const telegram of opened.splice(0)) await telegram.close()
    },
  }
}

/** The beginning of a picture, as far as anybody here looks. */
export const jpeg = (more = '') => Buffer.from(`\xff\xd8\xff picture${more}`, 'latin1')
