import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerAccount, answerQuota, answerSend, answerUpload, refuseCall } from './fake-zalo-api.ts'
import { echoOf, eventOfAct, type FakeAct } from './fake-zalo-event.ts'
import { createFaultPlan, type FakeAnswer, type FakeFault, type FakeMethod } from './fake-zalo-fault.ts'
import { answerToken } from './fake-zalo-oauth.ts'
import {
  createFakeState,
  newRefreshToken,
  personOf,
  type FakeClock,
  type FakeMessage,
  type FakeState,
} from './fake-zalo-state.ts'
import { createFakeWebhook, type FakeWebhook } from './fake-zalo-webhook.ts'

/** How this Zalo behaves. */
export interface FakeZaloOptions {
  readonly clock?: FakeClock
  /** 0 or nothing: any free port. */
  readonly port?: number
  readonly acceptsButtons?: boolean
  /** Sends back what the account sends, as the platform does; `adminId` on each, should the platform do that, too. */
  readonly echoes?: boolean | { readonly adminId: string }
  /** Repeats undelivered events by itself, looking every so often: for a program that runs, not for tests. */
  readonly repeatEveryMs?: number
  /** Told of each message that a person gets. */
  readonly onMessage?: (person: string) => void
  /** How many calls a minute are answered; 4,000 unless told. */
  readonly requestsPerMinute?: number
}

/** A Zalo on the loopback interface: people, an Official Account, tokens, windows, quotas and faults. */
export interface FakeZalo {
  /** Both the API's root and that of OAuth. */
  readonly root: string
  readonly state: FakeState
  readonly webhook: FakeWebhook
  /** The refresh token that the console gives out; good once. */
  readonly refreshToken: string
  /** Method and path of each request that came. */
  readonly requests: string[]
  /** The next `times` requests of that kind go wrong. */
  fail(method: FakeMethod, fault: FakeFault, times?: number): void
  /** No more faults. */
  heal(): void
  /** Cuts the requests that hang, as a network does that comes back. */
  release(): void
  /** Somebody does something on their phone; the webhook's status. */
  personDoes(person: string, act: FakeAct): Promise<number>
  /** A person of the office writes in the OA Manager. */
  officerWrites(to: string, text: string): Promise<number>
  /** What a person sees of the account. */
  messagesTo(person: string): readonly FakeMessage[]
  /** A code as after a consent, for the PKCE challenge that is saved in the console. */
  consent(challenge: string): string
  /** Resolves when every echo has been delivered. */
  settled(): Promise<void>
  close(): Promise<void>
}

const paths: Readonly<Record<string, FakeMethod>> = {
  'POST /v4/oa/access_token': 'token',
  'POST /v3.0/oa/message/cs': 'send',
  'POST /v2.0/oa/upload/image': 'upload',
  'POST /v2.0/oa/upload/gif': 'upload',
  'POST /v2.0/oa/upload/file': 'upload',
  'POST /v3.0/oa/quota/message': 'quota',
  'GET /v2.0/oa/getoa': 'account',
}

/** Starts it, with one Official Account and nobody who knows it. */
export async function startFakeZalo(options: FakeZaloOptions = {}): Promise<FakeZalo> {
  const state = createFakeState({
    clock: options.clock ?? { now: () => new Date() },
    appId: '2718281828459045235',
    appSecret: 'app-secret-example',
    oaSecret: 'oa-secret-example',
    oaId: '4318675309000000001',
    acceptsButtons: options.acceptsButtons ?? false,
    requestsPerMinute: options.requestsPerMinute ?? 4_000,
  })
  const webhook = createFakeWebhook(state)
  const faults = createFaultPlan()
  const requests: string[] = []
  const hanging = new Set<IncomingMessage>()
  const echoes = new Set<Promise<unknown>>()

  function echo(to: string, message: FakeMessage): void {
    if (options.echoes === undefined || options.echoes === false) return
    const adminId = options.echoes === true ? undefined : options.echoes.adminId
    const work = webhook.deliver(echoOf(to, message, adminId, state)).finally(() => echoes.delete(work))
    echoes.add(work)
  }

  async function act(method: FakeMethod, path: string, request: IncomingMessage, body: Buffer): Promise<FakeAnswer> {
    if (method === 'token') return answerToken(request.headers, body.toString('utf8'), state)
    const refusal = refuseCall(request.headers, state)
    if (refusal !== undefined) return refusal
    if (method === 'quota') return answerQuota(body.toString('utf8'), state)
    if (method === 'account') return answerAccount(state)
    if (method === 'upload') {
      const kind = path.endsWith('/image') ? 'image' : path.endsWith('/gif') ? 'gif' : 'file'
      return answerUpload(kind, request.headers['content-type'] ?? '', body, state)
    }
    const { answer, sent } = answerSend(body.toString('utf8'), state)
    if (sent !== undefined) {
      options.onMessage?.(sent.to.id)
      echo(sent.to.id, sent.message)
    }
    return answer
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://zalo').pathname
    const media = request.method === 'GET' ? state.media.get(path) : undefined
    const method = media === undefined ? paths[`${request.method} ${path}`] : 'media'
    requests.push(`${request.method} ${path}`)
    const body = await bytesOf(request)
    if (method === undefined) return write(response, { status: 404, body: 'not found' })
    const fault = faults.next(method)
    if (fault === 'hangs') return void hanging.add(request)
    if (fault === 'drops-before') return void request.socket.destroy()
    if (typeof fault === 'object' && 'code' in fault)
      return write(response, { status: 200, body: { error: fault.code, message: 'as planned' } })
    if (typeof fault === 'object' && 'status' in fault) {
      const headers = {
        ...(fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }),
        ...(fault.location === undefined ? {} : { location: fault.location }),
      }
      return write(response, { status: fault.status, headers, body: fault.body ?? 'as planned' })
    }
    const answer = media === undefined ? await act(method, path, request, body) : { status: 200, body: media }
    if (fault === 'drops-after') return void request.socket.destroy()
    if (fault !== undefined) await sleep(fault.late)
    write(response, answer)
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  server.keepAliveTimeout = 60_000
  await new Promise<void>((ready) => server.listen(options.port ?? 0, '127.0.0.1', ready))
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const repeating =
    options.repeatEveryMs === undefined ? undefined : setInterval(() => void webhook.repeatDue(), options.repeatEveryMs)

  return {
    root,
    state,
    webhook,
    refreshToken: newRefreshToken(state),
    requests,
    fail: (method, fault, times = 1) => faults.add(method, fault, times),
    heal: () => faults.clear(),
    release() {
      for (const { socket } of hanging) socket.destroy()
      hanging.clear()
    },
    personDoes: async (person, act) => webhook.deliver(eventOfAct(person, act, root, state)),
    async officerWrites(to, text) {
      const id = `m-${state.next()}`
      const sent = { id, text, buttons: [], file: undefined, quotes: undefined, quota: 'reply' } as const
      personOf(state, to).messages.push({ ...sent, at: state.clock.now() })
      return webhook.deliver(echoOf(to, { id, text }, '9000000000000000001', state))
    },
    messagesTo: (person) => personOf(state, person).messages,
    consent(challenge) {
      const code = `code-${state.next()}`
      const until = new Date(state.clock.now().getTime() + 10 * 60_000)
      state.codes.set(code, { isUsed: false, challenge, until })
      return code
    },
    async settled() {
      while (echoes.size > 0) await Promise.allSettled([...echoes])
    },
    async close() {
      clearInterval(repeating)
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

function write(response: ServerResponse, { status, headers, body }: FakeAnswer): void {
  const isPlain = typeof body === 'string' || body instanceof Uint8Array
  response.writeHead(status, { 'content-type': isPlain ? 'application/octet-stream' : 'application/json', ...headers })
  response.end(isPlain ? body : JSON.stringify(body))
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
