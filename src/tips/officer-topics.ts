import { createHash } from 'node:crypto'
import { SendError, type SendFailure } from '../core/errors.ts'
import type { Clock, Log, Places } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import type { OfficerTopic, TipTally } from '../core/topics.ts'
import { isOverdue, tipCard } from './tip-card.ts'
import { createTopicPace } from './topic-pace.ts'
import { byUrgency, isPost, isWaiting, nextStep, noTopic, type LiveTopic } from './topic-step.ts'
import { createTopicSteps, type ShownCard, type TopicStepDeps } from './topic-steps.ts'

export interface OfficerTopicsDeps extends TopicStepDeps {
  readonly storage: Pick<Storage, 'tips' | 'officers' | 'officerTopics'>
  readonly places: Pick<Places, 'path'>
  readonly clock: Clock
  readonly log: Log
}

/** How the group stands; for metrics. */
export interface TopicsStanding {
  /** Tips in work that have no card yet. */
  readonly waiting: number
  /** Why the last call failed, while none has succeeded since. */
  readonly failure: SendFailure | undefined
}

/** Keeps the topics of the officers' group as their tips stand. */
export interface OfficerTopics {
  /** Does what is missing and can be done now; called again and again. Waits for the run that is under way, if there is one. */
  run(): Promise<void>
  standing(): TopicsStanding
  /** Resolves when nothing more will be done. */
  stop(): Promise<void>
}

/** Longer than one call may take: what a crash leaves claimed is taken up after it. */
const claimMs = 30_000
/** A tip whose topic was just deleted, or whose step was refused, is left alone for so long. */
const deletedMs = 10_000
const refusedMs = 60_000
/** Of one tip in one run: a card in words may need several. */
const mostSteps = 8

/**
 * Compares each tip with its topic and does what is missing, the most dangerous first. Each step is stored before the next is
 * done, under a claim: a crash repeats one step at most, and two processes never work on one topic. Notes to officers come after
 * all cards and words, so that nobody in the group can keep tips from being shown.
 */
export function createOfficerTopics(deps: OfficerTopicsDeps): OfficerTopics {
  const { storage, clock, chat, log } = deps
  const { officerTopics } = storage
  const act = createTopicSteps(deps)
  const pace = createTopicPace()
  /** What a tip and its topic were like when nothing was missing. */
  const settled = new Map<string, string>()
  const putOff = new Map<string, number>()
  let waiting = 0
  let isStopped = false
  let running: Promise<void> | undefined
  let isDueAgain = false

  const cardOf = async (tally: TipTally, topic: OfficerTopic, aliases: Aliases): Promise<ShownCard> => {
    const now = clock.now()
    const mode = topic.mode !== undefined && topic.mode.until > now ? topic.mode.kind : undefined
    const alias = aliases.get(tally.tip.officer ?? '')
    const card = await tipCard(tally, { alias, mode, now, place: 'group' }, deps)
    return { ...card, digest: createHash('sha256').update(JSON.stringify(card)).digest('base64url') }
  }
  const stepOf = (tally: TipTally, topic: OfficerTopic, shown: string, withNotes: boolean) => {
    const step = nextStep(tally, withNotes ? topic : { ...topic, note: undefined }, chat.chat, shown)
    if (step === undefined) return undefined
    const mayGoOn = isPost(step) ? pace.mayPost(clock.now()) : pace.mayChange(clock.now())
    return mayGoOn ? step : 'wait'
  }

  /** Under a claim: the steps of one tip, as many as may be done now. */
  async function goOn(tally: TipTally, claimed: OfficerTopic, aliases: Aliases, withNotes: boolean): Promise<void> {
    const { id } = tally.tip
    let state = claimed
    for (let count = 0; count < mostSteps && !isStopped; count++) {
      const card = await cardOf(tally, state, aliases)
      const step = stepOf(tally, state, card.digest, withNotes)
      if (step === undefined || step === 'wait') return
      if (!isPost(step)) pace.changed(clock.now())
      else if (step !== 'open') pace.posted(clock.now())
      const change = await act(step, tally, state, card)
      pace.succeeded()
      const isLost = change.state.topic === undefined
      if (isLost) putOff.set(id, clock.now().getTime() + deletedMs)
      state = change.state
      await officerTopics.put(id, state, new Date(clock.now().getTime() + claimMs))
      if (change.told !== undefined) await officerTopics.noteTold(id, change.told)
      if (isLost) return
    }
  }

  async function settle({ tally, topic }: LiveTopic, aliases: Aliases, withNotes: boolean): Promise<void> {
    const { id } = tally.tip
    const now = clock.now()
    const isLate = isOverdue(tally.tip, now)
    const isModeOver = topic?.mode !== undefined && topic.mode.until <= now
    const seen = JSON.stringify([tally, topic, aliases.get(tally.tip.officer ?? ''), isLate, isModeOver])
    if (settled.get(id) === seen || now.getTime() < (putOff.get(id) ?? 0)) return
    const standing = topic ?? noTopic
    // Without a card there is nothing to compare: of many tips that wait only the one whose turn it is has its card made.
    const shown = standing.card === undefined ? '' : (await cardOf(tally, standing, aliases)).digest
    const step = stepOf(tally, standing, shown, withNotes)
    if (step === undefined && standing.note === undefined) settled.set(id, seen)
    if (step === undefined || step === 'wait') return
    const claimed = await officerTopics.claim(id, now, new Date(now.getTime() + claimMs))
    if (claimed === undefined) return
    try {
      await goOn(tally, claimed, aliases, withNotes)
    } catch (error) {
      if (!(error instanceof SendError)) throw error
      meet(error, id)
    } finally {
      await officerTopics.release(id)
    }
  }

  function meet(error: SendError, tip: string): void {
    pace.failed(error, clock.now())
    const fields = { failure: error.failure, detail: error.message }
    switch (error.failure) {
      case 'throttled':
      case 'over-quota':
        return log.info(fields, 'the officers’ group takes no more for a while')
      case 'unreachable':
        return log.warn(fields, 'the officers’ group was not reached')
      case 'rejected':
        putOff.set(tip, clock.now().getTime() + refusedMs)
        return log.warn(fields, 'a step in the officers’ group was refused')
      case 'misconfigured':
      case 'opted-out':
      case 'window-closed':
        return log.error(
          fields,
          'the officers’ group cannot be used: its id must be right, and the bot an administrator of a forum there',
        )
      default:
        return error.failure satisfies never
    }
  }

  /** Topics whose tip is gone go too, with all that was said in them. */
  async function removeOrphans(): Promise<void> {
    for (const { tip, topic } of await officerTopics.orphans(chat.chat)) {
      if (isStopped || pace.isPaused(clock.now())) return
      try {
        await chat.remove(topic)
        await officerTopics.remove(tip)
      } catch (error) {
        if (!(error instanceof SendError)) throw error
        meet(error, tip)
      }
    }
  }

  async function runOnce(): Promise<void> {
    if (isStopped) return
    const live = (await officerTopics.live()).toSorted(byUrgency)
    const known = new Set(live.map(({ tally }) => tally.tip.id))
    for (const id of [...settled.keys(), ...putOff.keys()].filter((id) => !known.has(id))) {
      settled.delete(id)
      putOff.delete(id)
    }
    waiting = live.filter((each) => isWaiting(each, chat.chat)).length
    const aliases = live.length === 0 ? noAliases : await readAliases(storage)
    for (const withNotes of [false, true]) {
      for (const each of live) {
        if (isStopped || pace.isPaused(clock.now())) return
        if (!withNotes || each.topic?.note !== undefined) await settle(each, aliases, withNotes)
      }
    }
    await removeOrphans()
  }

  async function loop(): Promise<void> {
    do {
      isDueAgain = false
      await runOnce()
    } while (isDueAgain && !isStopped)
  }

  return {
    run() {
      isDueAgain = true
      running ??= loop().finally(() => (running = undefined))
      return running
    },
    standing: () => ({ waiting, failure: pace.failure() }),
    async stop() {
      isStopped = true
      await running?.catch(() => undefined)
    },
  }
}

type Aliases = ReadonlyMap<string, number>
const noAliases: Aliases = new Map()

async function readAliases({ officers }: Pick<Storage, 'officers'>): Promise<Aliases> {
  return new Map((await officers.list()).map(({ id, alias }) => [id, alias]))
}
