import { createActions } from './actions/index.ts'
import type { Base } from './base.ts'
import { createChanges } from './changes.ts'
import { createChannels, type OpenChannel } from './channels/index.ts'
import { createConsole } from './console/console.ts'
import type { Channel } from './core/channel.ts'
import type { Desk } from './core/desk.ts'
import { ConfigError } from './core/errors.ts'
import type { OutboundMessage } from './core/message.ts'
import type { Erasure } from './core/trail.ts'
import { flowCommands } from './flow-commands.ts'
import { handle, type HandleDeps } from './inbound/handle.ts'
import { createInbound, type Inbound } from './inbound/receive.ts'
import { createJobs } from './jobs.ts'
import { createAnswerer, type EntryAnswerer } from './knowledge/answerer.ts'
import { createAuthorQueue } from './knowledge/author-queue.ts'
import { loadChain } from './knowledge/chain/load-chain.ts'
import { createModelAnswerer, type ModelAnswerer } from './knowledge/model-answerer.ts'
import { createIsAbout } from './entry-harms.ts'
import { createReadReader } from './knowledge/speech.ts'
import { renderMetrics } from './metrics.ts'
import { createStripper } from './media/strip-in-worker.ts'
import { openOfficerGroup } from './officer-group.ts'
import { createQueue } from './outbound/queue.ts'
import { createSender, type Sender } from './outbound/sender.ts'
import { createIndicators } from './reach/indicators.ts'
import { parsePeriod } from './reach/period.ts'
import { createPersonMarks } from './reach/person-mark.ts'
import { renderReport } from './reach/render.ts'
import { greet } from './greeting.ts'
import { purge } from './purge.ts'
import { dismissSampleOfficer, putSampleOfficer } from './sample-data.ts'
import { createServer, listen } from './server.ts'
import { createAnsweredTips } from './tips/answered-tips.ts'
import { createDeskActs } from './tips/desk-acts.ts'
import { createDesk } from './tips/officer-desk.ts'

/** The bot, put together. */
export interface App {
  readonly base: Base
  readonly desk: Desk
  readonly inbound: Inbound
  readonly sender: Sender
  /** Shows in the officers' group how tips stand now; resolves when all that may be done was. */
  readonly showTopics: () => Promise<void>
  readonly fetch: (request: Request) => Response | Promise<Response>
  /** Takes up what was left over, starts the channels and, unless told otherwise, listens. */
  start(options?: { readonly listens: boolean }): Promise<StartedApp>
}

export interface StartedApp extends App {
  /** What the operator is told: where the chat is and how to sign in. */
  greeting(): Promise<readonly string[]>
  /** In reverse order of the start; resolves when everything that was begun is done. */
  stop(): Promise<void>
}

/** The composition root: every part built once and handed what it needs. `channels` replaces the configured ones in tests. */
export function createApp(base: Base, options: { readonly channels?: readonly Channel[] } = {}): App {
  const { storage, seal, marks, ids, clock, logs, places, duty, config, content } = base
  const { translate } = content
  const changes = createChanges()
  const log = logs.area('app')
  const announce = async (message: OutboundMessage | Erasure, at = clock.now()): Promise<void> => {
    await storage.commit(queue(message, at))
    wake()
  }
  const stripper = createStripper()
  const open: readonly OpenChannel[] =
    options.channels?.map((channel) => ({ channel })) ??
    createChannels({
      ...base,
      translate,
      publicUrl: config.publicUrl,
      trustsProxy: config.hasProxy,
      phones: content.phones,
      telegram: config.telegram,
      zalo: config.zalo,
      commands: flowCommands(content.flows),
      announce,
      strip: stripper.strip,
      logFor: logs.area,
    })
  const channels = new Map(open.map(({ channel }) => [channel.name, channel]))
  const limitsOf = (name: Channel['name']): Channel['limits'] =>
    channels.get(name)?.limits ?? { textLength: 2_000, quickReplies: 0 }
  const queue = createQueue({ ids, seal, marks, limitsOf })
  const sender = createSender({
    storage,
    seal,
    ids,
    channels,
    clock,
    log: logs.area('sender'),
    relayMoved: changes.publish,
    takeBack: announce,
  })
  const wake = (): void => void sender.deliverDue().catch(() => log.warn({}, 'delivery put off'))
  const channelFacts = (name: Channel['name']) => channels.get(name)
  const acts = createDeskActs({ ...base, translate, publicUrl: config.publicUrl, channelFacts })
  const desk = createDesk({ storage, acts, seal, ids, clock, places, changes, queue, wake, channelFacts })
  const group = openOfficerGroup(base, open)
  const indicators = createIndicators({ storage, places })
  const entryAnswerer = createAnswerer(content.knowledge, { clock, translate })
  const modelAnswerer = withModel(entryAnswerer, base)
  const actions = createActions({
    storage,
    seal,
    marks,
    ids,
    places,
    duty,
    translate,
    assess: content.assess,
    publicUrl: config.publicUrl,
    defaultUnit: config.defaultUnit,
  })
  const handleDeps: HandleDeps = {
    storage,
    seal,
    marks,
    ids,
    clock,
    places,
    queue,
    log: logs.area('inbound'),
    tipsChanged: changes.publish,
    decide: {
      flows: content.flows,
      actions,
      readChoice: content.readChoice,
      answeredTips: createAnsweredTips({ storage, seal, marks }),
      assess: content.assess,
      answerer: modelAnswerer ?? entryAnswerer,
      readerOf: createReadReader(content.knowledge),
      isAbout: createIsAbout(content.knowledge.entries, content.assess),
      translate,
      stripPersonal: content.stripPersonal,
      places,
      duty,
      marks,
      invited: storage.officers.invited,
      acts,
      personMark: createPersonMarks({ storage, seal, marks, ids }),
      addressesLast: (name) => channels.get(name)?.addressesLast === true,
      mostButtons: (name) => channels.get(name)?.limits.quickReplies ?? 0,
      publicUrl: config.publicUrl,
      pageUrl: config.hasProxy ? config.publicUrl : '',
      defaultUnit: config.defaultUnit,
    },
  }
  const inbound = createInbound({
    storage,
    seal,
    marks,
    ids,
    log: logs.area('inbound'),
    handle: (row) => handle(row, handleDeps),
    deliverTo: sender.deliverTo,
  })
  const console = createConsole({
    storage,
    desk,
    indicators,
    authorQueue: createAuthorQueue({ storage, seal, clock, answerer: entryAnswerer, knowledge: content.knowledge }),
    places,
    changes,
    marks,
    ids,
    clock,
    log: logs.area('console'),
    translate,
    isSecure: config.publicUrl.startsWith('https:'),
    publicUrl: config.publicUrl,
    parsePeriod,
    renderReport,
  })
  const server = createServer({
    routes: [...channels.values()].flatMap((channel) => channel.routes),
    console: console.app,
    ready: () => storage.ping(),
    metrics: async () => {
      const ofChannels = await Promise.all(open.map(async ({ metrics }) => (await metrics?.()) ?? []))
      const lines = [...ofChannels.flat(), ...group.metrics()]
      return renderMetrics(storage, clock.now(), modelAnswerer?.counts(), lines)
    },
    log: logs.area('server'),
  })
  const ago = (ms: number) => new Date(clock.now().getTime() - ms)
  const upkeep = open.flatMap(({ channel, upkeep: run }) =>
    run === undefined ? [] : [{ name: `upkeep-${channel.name}`, everyMs: 60 * 60_000, run }],
  )
  const jobs = createJobs(
    [
      ...upkeep,
      ...group.jobs,
      { name: 'deliver', everyMs: 1_000, run: () => sender.deliverDue() },
      { name: 'resume', everyMs: 5_000, run: () => inbound.resume(ago(10_000)) },
      { name: 'purge', everyMs: 10 * 60_000, run: () => purge(base) },
      { name: 'tidy', everyMs: 60_000, run: () => storage.tidy() },
    ],
    logs.area('jobs'),
  )

  /** What is searched is indexed when it is first looked at: neither somebody in danger nor a webhook shall wait for that. */
  async function indexAll(): Promise<void> {
    const text = translate.locales.join(' ')
    content.assess(text)
    entryAnswerer.near(text, { locale: translate.pick(undefined) })
    await places.read(text)
  }

  const app: App = {
    base,
    desk,
    inbound,
    sender,
    showTopics: group.show,
    fetch: server.fetch,
    async start({ listens } = { listens: true }) {
      const sampleName = translate(translate.pick(undefined))('officers.sampleName')
      const sample = config.hasSampleData
        ? await putSampleOfficer(sampleName, base)
        : await dismissSampleOfficer(sampleName, base)
      if (listens) await indexAll()
      for (const channel of channels.values()) await channel.start(inbound.receive)
      inbound.resume(clock.now()).catch(() => log.warn({}, 'what was left over is taken up later'))
      await jobs.runNow('purge')
      const listening = listens
        ? await listen(server, config.host, config.port).catch((error: unknown) => {
            throw portFault(error, base)
          })
        : undefined
      changes.subscribe(() => void group.show())
      jobs.start()
      for (const { name } of upkeep) void jobs.runNow(name)
      wake()
      log.info({ channels: channels.size, storage: config.database.kind }, 'started')
      return {
        ...app,
        greeting: () => greet(base, sample ?? undefined),
        async stop() {
          console.stop()
          await group.stop()
          for (const channel of [...channels.values()].reverse()) await channel.stop()
          await listening?.stop()
          await stripper.stop()
          await jobs.stop()
          await inbound.idle()
          await sender.stop()
          await storage.close()
        },
      }
    },
  }
  return app
}

/** Puts the language model around the answers, where one is set; LangChain is not even loaded else. */
function withModel(answerer: EntryAnswerer, { config, content, clock, logs }: Base): ModelAnswerer | undefined {
  const { translate, prompts, assess, stripPersonal } = content
  const settings = config.model
  if (settings === undefined) return undefined
  return createModelAnswerer(answerer, {
    chain: () => loadChain({ settings, prompts }),
    assess,
    strip: (text) => stripPersonal(text, translate(translate.pick(undefined))),
    clock,
    log: logs.area('model'),
  })
}

function portFault(error: unknown, { content, config }: Base): unknown {
  const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  return isTaken
    ? new ConfigError([`PORT: ${content.translate(config.defaultLocale)('config.portTaken', { port: config.port })}`])
    : error
}
