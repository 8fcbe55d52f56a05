import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import type { Log } from '../../core/ports.ts'
import { asSignal } from './api.ts'
import type { Intake } from './intake.ts'
import { pause, waitMs } from './pause.ts'
import { logFailure, toSendError } from './send-error.ts'
import { allowedUpdates, type Timing } from './settings.ts'

export interface PollingDeps {
  /** A client that waits longer than `pollSeconds`. */
  readonly api: Api
  readonly intake: Pick<Intake, 'take'>
  readonly log: Log
  readonly timing: Pick<Timing, 'pollSeconds' | 'againMs' | 'firstWaitMs' | 'mostWaitMs'>
}

/**
 * Asks Telegram for updates until `signal`. An update is acknowledged, by asking for the one after it, only when it and all
 * before it were taken in. One that takes long (it has a file) holds up nobody else: Telegram is asked again meanwhile, from that
 * one on, and what comes again is known. Not grammY's own loop, which acknowledges what failed.
 */
export async function poll({ api, intake, log, timing }: PollingDeps, signal: AbortSignal): Promise<void> {
  const window = createWindow(intake)
  let failures = 0
  let isFree = false
  while (!signal.aborted) {
    try {
      // Telegram hands nothing out while a webhook is set.
      if (!isFree) await api.deleteWebhook({}, asSignal(signal))
      isFree = true
      const offset = window.offset()
      const updates = await api.getUpdates(
        {
          limit: 100,
          timeout: timing.pollSeconds,
          allowed_updates: [...allowedUpdates],
          ...(offset === undefined ? {} : { offset }),
        },
        asSignal(signal),
      )
      window.meet(updates)
      await Promise.race([window.rests(), pause(timing.againMs, signal)])
      failures = window.hasFailed() ? failures + 1 : 0
      if (failures === 0) continue
      if (!signal.aborted) log.warn({ kind: 'intake' }, 'an update was not taken in')
      await pause(waitMs(failures, timing), signal)
    } catch (error) {
      if (signal.aborted) return
      isFree = false
      failures++
      const failure = toSendError(error)
      logFailure(log, failure, failures, 'telegram was not asked')
      await pause(waitMs(failures, timing, failure), signal)
    }
  }
}

/** The updates that Telegram still holds, as far as it has told of them, and what became of each; oldest first. */
function createWindow(intake: PollingDeps['intake']) {
  const known = new Map<number, 'under-way' | 'taken' | 'failed'>()
  const underWay = new Set<Promise<void>>()
  let offset: number | undefined

  const take = (update: Update): void => {
    known.set(update.update_id, 'under-way')
    const work = intake
      .take(update)
      .then(
        () => 'taken' as const,
        () => 'failed' as const,
      )
      .then((state) => {
        known.set(update.update_id, state)
        underWay.delete(work)
      })
    underWay.add(work)
  }

  return {
    /** From where to ask on: the first update that is not taken in. Those before it are forgotten, here and by Telegram. */
    offset(): number | undefined {
      for (const [id, state] of known) {
        offset = id
        if (state !== 'taken') break
        known.delete(id)
        offset = id + 1
      }
      return offset
    },
    /** Takes in what is new, and what failed, in order. What failed and is told of no more is lost at Telegram, too. */
    meet(updates: readonly Update[]): void {
      const told = new Set(updates.map((update) => update.update_id))
      for (const [id, state] of known) if (state === 'failed' && !told.has(id)) known.delete(id)
      for (const update of updates) {
        const state = known.get(update.update_id)
        if (state === undefined || state === 'failed') take(update)
      }
    },
    /** Resolves when nothing of what was met is under way any more. */
    rests: () => Promise.all(underWay),
    hasFailed: () => [...known.values()].includes('failed'),
  }
}
