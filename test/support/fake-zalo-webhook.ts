import { createHash } from 'node:crypto'
import type { FakeState } from './fake-zalo-state.ts'

/** Where webhooks go: a URL, or a function that answers like a server. */
export type WebhookTarget = string | ((request: Request) => Promise<Response>)

interface Post {
  readonly raw: string
  readonly signature: string
  repeats: number
  dueAt: number
}

/** Deliveries of events, and their repeats as far as Zalo tells of them. */
export interface FakeWebhook {
  /** The status that was answered; 0 when nobody answered within two seconds. What was not answered 200 is repeated. */
  deliver(event: object): Promise<number>
  /** Any body with any headers, once. */
  post(raw: string, headers: Readonly<Record<string, string>>): Promise<number>
  /** Brings the last event once more, as after a lost answer. */
  repeatLast(): Promise<number>
  /** Repeats what is due by the clock; the statuses. */
  repeatDue(): Promise<readonly number[]>
  /** How many events wait to be repeated. */
  waiting(): number
  /** False once an event was given up: somebody has to switch the webhook on in the console. */
  isOn(): boolean
  aim(target: WebhookTarget): void
}

const waitsMs = [30_000, 5 * 60_000, 15 * 60_000, 30 * 60_000, 60 * 60_000]
const patienceMs = 2_000

/** `X-ZEvent-Signature` as the platform makes it: SHA-256 of app id, body, timestamp and OA secret, one after the other. */
export function signEvent(raw: string, timestamp: string, state: Pick<FakeState, 'appId' | 'oaSecret'>): string {
  return `mac=${createHash('sha256')
    .update(state.appId + raw + timestamp + state.oaSecret, 'utf8')
    .digest('hex')}`
}

export function createFakeWebhook(state: FakeState): FakeWebhook {
  let target: WebhookTarget | undefined
  let isOn = true
  let last: Post | undefined
  let waiting: Post[] = []

  async function post(raw: string, headers: Readonly<Record<string, string>>): Promise<number> {
    if (target === undefined) return 0
    const url = typeof target === 'string' ? target : 'https://bot.example/webhooks/zalo-oa'
    const request = new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: raw,
      signal: AbortSignal.timeout(patienceMs),
    })
    try {
      const answering = typeof target === 'string' ? fetch(request) : target(request)
      const late = new Promise<undefined>((resolve) => {
        request.signal.addEventListener('abort', () => resolve(undefined))
      })
      const response = await Promise.race([answering, late])
      await response?.body?.cancel()
      return response?.status ?? 0
    } catch {
      return 0
    }
  }

  async function attempt(event: Post): Promise<number> {
    const repeated = event.repeats === 0 ? {} : { num_retry: String(event.repeats) }
    const status = await post(event.raw, { 'x-zevent-signature': event.signature, ...repeated })
    if (status === 200) return status
    const waitMs = waitsMs[event.repeats++]
    if (waitMs === undefined) isOn = false
    else waiting.push({ ...event, dueAt: state.clock.now().getTime() + waitMs })
    return status
  }

  return {
    post,
    async deliver(event) {
      if (!isOn) return 0
      const raw = JSON.stringify(event)
      const { timestamp } = event as { timestamp?: string }
      last = { raw, signature: signEvent(raw, timestamp ?? '', state), repeats: 0, dueAt: 0 }
      return attempt({ ...last })
    },
    async repeatLast() {
      if (last === undefined) throw new Error('nothing was delivered')
      return attempt({ ...last })
    },
    async repeatDue() {
      const now = state.clock.now().getTime()
      const due = waiting.filter(({ dueAt }) => dueAt <= now)
      waiting = waiting.filter(({ dueAt }) => dueAt > now)
      const statuses: number[] = []
      for (const event of due) statuses.push(await attempt(event))
      return statuses
    },
    waiting: () => waiting.length,
    isOn: () => isOn,
    aim(given) {
      target = given
    },
  }
}
