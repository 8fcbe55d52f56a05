import { createHash } from 'node:crypto'
import type { Receive, Route } from '../../core/channel.ts'
import type { Clock, Log } from '../../core/ports.ts'
import { readBody } from '../../core/read-body.ts'
import { whereOf } from '../../core/where.ts'
import { parseEvent } from '../../zalo-api-sdk/parse-event.ts'
import { checkSignature, signatureHeader, type SignatureOptions } from '../../zalo-api-sdk/signature.ts'
import type { TakeEvent } from './take-event.ts'

/** What the webhook needs. */
export interface WebhookDeps {
  readonly signature: SignatureOptions
  readonly takeEvent: TakeEvent
  readonly clock: Clock
  readonly log: Log
  readonly count: (kind: string) => void
  /** How long an answer may take; Zalo gives up after two seconds. */
  readonly ackMs: number
}

/** The door that Zalo knocks at. */
export interface Webhook {
  readonly route: Route
  begin(receive: Receive): void
  /** Resolves when nothing more will be taken in. */
  end(): Promise<void>
}

/** The address that is entered in the console of the app, below the public URL. */
export const webhookPath = '/webhooks/zalo-oa'
const bodyLimit = 256 * 1024
/** A wrong secret refuses every post: one line in the log each minute is enough to find it. */
const quietMs = 60_000

/**
 * Answers 200 when what came is durable and never before: 503 when that takes longer than Zalo waits, 500 when it failed. Zalo
 * brings it again then; a repeat joins the work that is still under way.
 */
export function createWebhook(deps: WebhookDeps): Webhook {
  const underWay = new Map<string, Promise<boolean>>()
  let receive: Receive | undefined
  let warnedAt = Number.NEGATIVE_INFINITY

  function refuse(check: string): Response {
    deps.count(`refused:${check}`)
    const now = deps.clock.now().getTime()
    if (now - warnedAt >= quietMs) {
      warnedAt = now
      deps.log.warn({ check }, 'a webhook of zalo was refused')
    }
    return answer(401)
  }

  async function take(raw: Uint8Array, hand: Receive): Promise<boolean> {
    const event = parseEvent(raw)
    const messageId = event.kind === 'message' ? event.messageId : undefined
    const externalId = messageId ?? `sha256:${createHash('sha256').update(raw).digest('base64url')}`
    const running = underWay.get(externalId)
    if (running !== undefined) return running
    const work = deps.takeEvent(event, { externalId, receivedAt: deps.clock.now() }, hand).then(
      () => true,
      (error: unknown) => {
        const kind = error instanceof Error ? error.name : 'unknown'
        const fields = { event: event.kind, kind, where: whereOf(error) }
        deps.log.error(fields, 'an event of zalo was not taken in')
        return false
      },
    )
    underWay.set(externalId, work)
    void work.then(() => underWay.delete(externalId))
    return work
  }

  return {
    route: {
      method: 'POST',
      path: webhookPath,
      async handle(request) {
        const raw = await readBody(request, bodyLimit)
        if (!(raw instanceof Uint8Array)) return answer(raw === 'too-large' ? 413 : 400)
        const check = checkSignature(request.headers.get(signatureHeader), raw, deps.signature)
        if (check !== 'ok') return refuse(check)
        if (receive === undefined) return answer(503)
        const taken = await atMost(take(raw, receive), deps.ackMs)
        return answer(taken === undefined ? 503 : taken ? 200 : 500)
      },
    },
    begin(given) {
      receive = given
    },
    async end() {
      receive = undefined
      await Promise.allSettled([...underWay.values()])
    },
  }
}

function answer(status: number): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } })
}

/** Undefined when `work` takes longer; it goes on. */
async function atMost<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([work, patience])
  } finally {
    clearTimeout(timer)
  }
}
