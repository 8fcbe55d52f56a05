import { createHash, timingSafeEqual } from 'node:crypto'
import type { Api } from 'grammy'
import type { WebhookInfo } from 'grammy/types'
import type { Route } from '../../core/channel.ts'
import type { Log } from '../../core/ports.ts'
import { readBody } from '../../core/read-body.ts'
import { whereOf } from '../../core/where.ts'
import { asSignal } from './api.ts'
import type { Intake } from './intake.ts'
import { pause, waitMs } from './pause.ts'
import { logFailure, toSendError } from './send-error.ts'
import { allowedUpdates, type Timing } from './settings.ts'

export const webhookPath = '/webhooks/telegram'
const secretHeader = 'x-telegram-bot-api-secret-token'
const mostBodyBytes = 1024 * 1024
/** So many posts at once: each may hold a file of 20 MB. */
const mostConnections = 20

/** Why Telegram could not deliver an update to us, as far as it says. */
export const deliveryFaults = ['answer', 'timeout', 'connection', 'certificate', 'name', 'other'] as const
export type DeliveryFault = (typeof deliveryFaults)[number]

/** How Telegram sees the webhook. */
export interface WebhookState {
  /** Updates that wait at Telegram. */
  readonly pending: number
  readonly fault: DeliveryFault | undefined
}

export interface RouteDeps {
  readonly intake: Pick<Intake, 'take'>
  readonly secret: string
  readonly log: Log
  readonly countRefused: () => void
}

/** Takes what Telegram posts. 200 means that it is stored; anything else, that Telegram is to post it again. */
export function createWebhookRoute({ intake, secret, log, countRefused }: RouteDeps): Route {
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(secret))
    throw new Error('the secret of the webhook is not one that Telegram takes')
  const expected = digest(secret)
  return {
    method: 'POST',
    path: webhookPath,
    async handle(request) {
      if (!timingSafeEqual(digest(request.headers.get(secretHeader) ?? ''), expected)) {
        countRefused()
        return answer(401)
      }
      const body = await readBody(request, mostBodyBytes)
      if (!(body instanceof Uint8Array)) return answer(body === 'too-large' ? 413 : 400)
      const update = parse(body)
      try {
        return answer(update !== undefined && (await intake.take(update)) === 'taken' ? 200 : 400)
      } catch (error) {
        log.warn({ kind: 'intake', where: whereOf(error) }, 'an update was not taken in')
        return answer(503)
      }
    },
  }
}

export interface WatchDeps {
  readonly api: Api
  readonly publicUrl: string
  readonly secret: string
  readonly log: Log
  readonly timing: Pick<Timing, 'watchMs' | 'firstWaitMs' | 'mostWaitMs'>
  readonly saw: (state: WebhookState) => void
}

/** Sets the webhook and looks after it until `signal`: one that somebody else moved or removed is set again. */
export async function watchWebhook(deps: WatchDeps, signal: AbortSignal): Promise<void> {
  const { api, log, timing } = deps
  const url = deps.publicUrl.replace(/\/+$/, '') + webhookPath
  let failures = 0
  let isSet = false
  let lastFaultAt = 0
  while (!signal.aborted) {
    try {
      if (!isSet)
        await api.setWebhook(
          url,
          { secret_token: deps.secret, allowed_updates: [...allowedUpdates], max_connections: mostConnections },
          asSignal(signal),
        )
      isSet = true
      const info = await api.getWebhookInfo(asSignal(signal))
      failures = 0
      const faultAt = info.last_error_date ?? 0
      const fault = faultAt > lastFaultAt ? faultOf(info) : undefined
      lastFaultAt = Math.max(lastFaultAt, faultAt)
      deps.saw({ pending: info.pending_update_count, fault })
      if (fault !== undefined)
        log.warn({ kind: fault, pending: info.pending_update_count }, 'telegram could not deliver an update')
      if (info.url !== url) {
        isSet = false
        log.error({ kind: info.url === '' ? 'removed' : 'moved' }, 'the webhook was changed elsewhere; it is set again')
      }
      await pause(isSet ? timing.watchMs : timing.firstWaitMs, signal)
    } catch (error) {
      if (signal.aborted) return
      failures++
      const failure = toSendError(error)
      logFailure(log, failure, failures, 'the webhook was not looked after')
      await pause(waitMs(failures, timing, failure), signal)
    }
  }
}

/** Telegram's own words may hold an address: only their kind is kept. */
function faultOf({ last_error_message: said = '' }: WebhookInfo): DeliveryFault {
  if (/wrong response/i.test(said)) return 'answer'
  if (/time.?out|timed out/i.test(said)) return 'timeout'
  if (/ssl|certificate|tls/i.test(said)) return 'certificate'
  if (/resolve|host/i.test(said)) return 'name'
  return /connect/i.test(said) ? 'connection' : 'other'
}

function answer(status: number): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } })
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    return undefined
  }
}
