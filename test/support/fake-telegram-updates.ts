import { textOf, type FakePayload } from './fake-telegram-body.ts'
import { bad } from './fake-telegram-messages.ts'
import { FakeRefusal } from './fake-telegram-state.ts'

interface Waiting {
  readonly id: number
  /** The chat: updates of one chat are delivered in order. */
  readonly lane: number
  readonly kind: string
  readonly body: Readonly<Record<string, unknown>>
  readonly at: number
}

interface Webhook {
  readonly url: string
  readonly secret: string | undefined
  readonly mostConnections: number
  lastErrorAt: number | undefined
  lastError: string | undefined
}

/** Updates on their way to the bot. */
export interface FakeUpdates {
  /** Answers the update's id; undefined when the bot did not ask for this kind. */
  add(lane: number, kind: string, body: Readonly<Record<string, unknown>>): number | undefined
  /** Delivers the newest update again, as after an acknowledgement that was lost; resolves when that is done. */
  repeatLast(): Promise<void>
  readonly methods: Readonly<Record<string, (payload: FakePayload) => unknown>>
  /** How many the bot has not acknowledged. */
  pending(): number
  webhookUrl(): string
  /** Takes the webhook away, as another program with the token could. */
  loseWebhook(): void
  close(): void
}

const dayMs = 24 * 3_600_000
const usualKinds = ['message', 'edited_message', 'callback_query', 'my_chat_member']

/** Holds updates until they are acknowledged: by `getUpdates` with a later offset, or by an answer of 2xx to the webhook. */
export function createFakeUpdates(now: () => number, retryMs: number): FakeUpdates {
  const waiting: Waiting[] = []
  const busy = new Set<number>()
  const timers = new Set<NodeJS.Timeout>()
  let lastId = 100_000_000
  let newest: Waiting | undefined
  let again: Waiting[] = []
  let allowed: readonly string[] = usualKinds
  let webhook: Webhook | undefined
  let poller: { wake(): void; supersede(): void } | undefined
  let isClosed = false
  let repeated: (() => void) | undefined

  const expire = (): void => {
    const from = waiting.findIndex(({ at }) => now() - at < dayMs)
    waiting.splice(0, from === -1 ? waiting.length : from)
  }
  const later = (ms: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
  }
  const post = async (update: Waiting, to: Webhook): Promise<boolean> => {
    try {
      const response = await fetch(to.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(to.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': to.secret }),
        },
        body: JSON.stringify({ update_id: update.id, ...update.body }),
      })
      if (response.ok) return true
      to.lastError = `Wrong response from the webhook: ${response.status} ${response.statusText}`
    } catch {
      to.lastError = 'Connection refused'
    }
    to.lastErrorAt = now()
    return false
  }
  const deliver = async (lane: number): Promise<void> => {
    const update = waiting.find((each) => each.lane === lane)
    if (webhook === undefined || update === undefined || busy.has(lane) || isClosed) return
    if (busy.size >= webhook.mostConnections) return later(retryMs, () => void deliver(lane))
    busy.add(lane)
    const isTaken = await post(update, webhook)
    busy.delete(lane)
    if (!isTaken) return later(retryMs, () => void deliver(lane))
    waiting.splice(waiting.indexOf(update), 1)
    return deliver(lane)
  }
  const deliverAll = (): void => {
    for (const lane of new Set(waiting.map((update) => update.lane))) void deliver(lane)
  }

  async function getUpdates({ fields }: FakePayload): Promise<unknown> {
    if (webhook !== undefined)
      throw new FakeRefusal(409, "Conflict: can't use getUpdates method while webhook is active")
    poller?.supersede()
    const offset = fields.offset === undefined ? 0 : Number(fields.offset)
    while (waiting[0] !== undefined && waiting[0].id < offset) waiting.shift()
    allow(fields.allowed_updates)
    expire()
    const until = Date.now() + Math.min(50, Number(fields.timeout ?? 0)) * 1_000
    while (waiting.length === 0 && again.length === 0 && Date.now() < until && !isClosed) {
      const isSuperseded = await new Promise<boolean>((resolve) => {
        poller = { wake: () => resolve(false), supersede: () => resolve(true) }
        later(until - Date.now(), () => resolve(false))
      })
      if (isSuperseded) throw new FakeRefusal(409, 'Conflict: terminated by other getUpdates request')
    }
    poller = undefined
    const answer = [...again, ...waiting].slice(0, Math.min(100, Number(fields.limit ?? 100)))
    again = []
    repeated?.()
    return answer.map(({ id, body }) => ({ update_id: id, ...body }))
  }

  function allow(given: unknown): void {
    if (Array.isArray(given)) allowed = given.length === 0 ? usualKinds : (given as string[])
  }

  return {
    add(lane, kind, body) {
      if (!allowed.includes(kind)) return undefined
      newest = { id: ++lastId, lane, kind, body, at: now() }
      waiting.push(newest)
      poller?.wake()
      void deliver(lane)
      return newest.id
    },
    async repeatLast() {
      if (newest === undefined) throw new Error('there was no update')
      if (webhook !== undefined) return void (await post(newest, webhook))
      again = [newest]
      const isDone = new Promise<void>((resolve) => (repeated = resolve))
      poller?.wake()
      await isDone
    },
    methods: {
      getUpdates,
      setWebhook({ fields }) {
        const url = textOf(fields.url)
        const secret = fields.secret_token === undefined ? undefined : textOf(fields.secret_token)
        if (!/^https:\/\/|^http:\/\/127\.0\.0\.1:/.test(url))
          throw bad('bad webhook: An HTTPS URL must be provided for webhook')
        if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secret))
          throw bad('secret token contains unallowed characters')
        const mostConnections = Number(fields.max_connections ?? 40)
        if (mostConnections < 1 || mostConnections > 100) throw bad('bad webhook: max_connections')
        allow(fields.allowed_updates)
        webhook = { url, secret, mostConnections, lastErrorAt: undefined, lastError: undefined }
        poller?.supersede()
        deliverAll()
        return true
      },
      deleteWebhook({ fields }) {
        webhook = undefined
        if (fields.drop_pending_updates === true) waiting.length = 0
        return true
      },
      getWebhookInfo() {
        expire()
        return {
          url: webhook?.url ?? '',
          has_custom_certificate: false,
          pending_update_count: waiting.length,
          allowed_updates: allowed,
          ...(webhook === undefined ? {} : { max_connections: webhook.mostConnections }),
          ...(webhook?.lastErrorAt === undefined
            ? {}
            : {
                last_error_date: Math.floor(webhook.lastErrorAt / 1_000),
                last_error_message: webhook.lastError,
              }),
        }
      },
    },
    pending: () => waiting.length,
    webhookUrl: () => webhook?.url ?? '',
    loseWebhook() {
      webhook = undefined
    },
    close() {
      isClosed = true
      poller?.wake()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
