import type { Api } from 'grammy'
import type { Log } from '../../core/ports.ts'
import { asSignal } from './api.ts'
import type { Intake } from './intake.ts'
import { pause, waitMs } from './pause.ts'
import { logFailure, toSendError } from './send-error.ts'
import { allowedUpdates, type Timing } from './settings.ts'

export interface PollingDeps {
  /** A client that waits longer than `pollSeconds`. */
  readonly api: Api
  readonly intake: Intake
  readonly log: Log
  readonly timing: Pick<Timing, 'pollSeconds' | 'firstWaitMs' | 'mostWaitMs'>
}

/**
 * Asks Telegram for updates until `signal`. An update is acknowledged, by asking for the one after it, only when it was taken
 * in: one that was not comes again, with all that followed it. Not grammY's own loop, which acknowledges what failed.
 */
export async function poll({ api, intake, log, timing }: PollingDeps, signal: AbortSignal): Promise<void> {
  let offset: number | undefined
  let failures = 0
  let isFree = false
  while (!signal.aborted) {
    try {
      // Telegram hands nothing out while a webhook is set.
      if (!isFree) await api.deleteWebhook({}, asSignal(signal))
      isFree = true
      const updates = await api.getUpdates(
        {
          limit: 100,
          timeout: timing.pollSeconds,
          allowed_updates: [...allowedUpdates],
          ...(offset === undefined ? {} : { offset }),
        },
        asSignal(signal),
      )
      const taken = await Promise.allSettled(updates.map((update) => intake.take(update)))
      const failed = taken.findIndex(({ status }) => status === 'rejected')
      const next = failed === -1 ? (updates.at(-1)?.update_id ?? -1) + 1 : updates[failed]?.update_id
      if (next !== undefined && updates.length > 0) offset = next
      if (failed === -1) {
        failures = 0
        continue
      }
      failures++
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
