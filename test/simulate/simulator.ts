import { createApp, type StartedApp } from '../../src/app.ts'
import { openBase, type Base } from '../../src/base.ts'
import { projectRoot } from '../../src/project-root.ts'
import { loadContent, type Content } from '../../src/content.ts'
import { ConfigError } from '../../src/core/errors.ts'
import type { Officer } from '../../src/core/shift.ts'
import { listen } from '../../src/server.ts'
import { makeInvite, makeSignInLink } from '../../src/sign-in-link.ts'
import { startFakeTelegram } from '../support/fake-telegram.ts'
import { startFakeZalo } from '../support/fake-zalo.ts'
import { settingsOf } from './bot-settings.ts'
import { officerOnTelegram, officersGroup, telegramPeople } from './cast.ts'
import { createMovedClock } from './clock.ts'
import { createFaultBoard } from './faults.ts'
import { holdPort } from './hold-port.ts'
import { createSimulatorServer } from './server.ts'
import { createTelegramPhones } from './telegram-phones.ts'
import { loadSimulatorWords, say, type WordLocale } from './words.ts'
import { createZaloPhones } from './zalo-phones.ts'

export interface SimulatorOptions {
  /** Where the page is; the bot itself is on the next port unless `botPort` says otherwise. */
  readonly port: number
  readonly botPort?: number
  /** Telegram posts its updates, instead of being asked for them. */
  readonly isWebhook: boolean
  /** A folder that may be thrown away afterwards. */
  readonly dataDir: string
  /** The language of what goes wrong at the start. */
  readonly locale: WordLocale
  /** What the bot knows and says, where it was read before. */
  readonly content?: Content
}

/** The running product between a fake Telegram and a fake Zalo. */
export interface Simulator {
  readonly pageUrl: string
  readonly chatUrl: string
  /** Signs the sample officer in, once. */
  readonly consoleLink: string
  readonly base: Base
  /** Ends all of it, whatever hangs. */
  close(): Promise<void>
}

const mostLogLines = 500

/** Starts the fakes, the bot and the page. Rejects with `ConfigError` when a port is taken; nothing runs on then. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { port, botPort = port + 1, isWebhook, dataDir, locale } = options
  const [held, botHeld] = [await holdPort(port), await holdPort(botPort)]
  const clock = createMovedClock()
  const logLines: string[] = []
  const telegram = await startFakeTelegram({ now: () => clock.now().getTime() })
  const zalo = await startFakeZalo({ clock, echoes: true, repeatEveryMs: 1_000 })
  const closing: (() => Promise<void>)[] = []
  async function close(): Promise<void> {
    await Promise.all([held?.release(), botHeld?.release()])
    // The fakes go first: what hangs in them fails then, and the bot waits for nothing.
    await Promise.all([telegram.close(), zalo.close()])
    for (const each of closing.splice(0).reverse()) await each()
  }

  try {
    for (const [each, hold] of [
      [port, held],
      [botPort, botHeld],
    ] as const)
      if (hold === undefined) throw new ConfigError([say(loadSimulatorWords(locale), 'cli.portTaken', { port: each })])
    const content = options.content ?? loadContent(projectRoot)
    const config = settingsOf({ telegram, zalo, botPort, isWebhook, dataDir, content })
    for (const [key, id] of Object.entries(telegramPeople))
      telegram.person(id, { names: [key, 'Simulated', key], locale: 'vi' })
    telegram.person(officerOnTelegram, { names: ['Officer', 'Simulated', 'officer'], locale: 'vi' })
    telegram.addForum(officersGroup)

    const base = await openBase(config, content, {
      clock,
      logTo: {
        write(line: string) {
          logLines.push(line)
          logLines.splice(0, logLines.length - mostLogLines)
        },
      },
    })
    await botHeld?.release()
    const app = await createApp(base).start()
    closing.push(() => app.stop())
    zalo.webhook.aim(`${config.publicUrl}/webhooks/zalo-oa`)
    const officer = await sampleOfficer(app)
    const invite = () => makeInvite(officer.id, base)
    telegram.userSends(officerOnTelegram, await invite())

    const server = createSimulatorServer({
      telegram: createTelegramPhones(telegram),
      zalo: createZaloPhones(zalo),
      faults: createFaultBoard({ telegram, zalo }),
      clock,
      logLines,
      invite,
      chatUrl: `${config.publicUrl}/`,
      consoleLink: () => makeSignInLink(officer.id, base),
    })
    await held?.release()
    const listening = await listen(server.app, config.host, port)
    closing.push(listening.stop, server.end)
    return {
      pageUrl: `http://${config.host}:${port}/`,
      chatUrl: `${config.publicUrl}/`,
      consoleLink: await makeSignInLink(officer.id, base),
      base,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function sampleOfficer({ base }: StartedApp): Promise<Officer> {
  const [officer] = await base.storage.officers.list()
  if (officer === undefined) throw new Error('there is no sample officer')
  return officer
}
