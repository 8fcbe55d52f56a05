import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readPayload, type FakePayload } from './fake-telegram-body.ts'
import { fakeMethods } from './fake-telegram-methods.ts'
import { createFakePeople, type FakePeople } from './fake-telegram-people.ts'
import {
  FakeRefusal,
  type FakeCall,
  type FakeChat,
  type FakeEdit,
  type FakeMessage,
  type FakeRates,
  type FakeState,
} from './fake-telegram-state.ts'
import { createFakeUpdates } from './fake-telegram-updates.ts'

/** How a call goes wrong. `before` and `after` say whether the platform had done what it was asked. */
export type FakeFault =
  | { readonly refuse: number; readonly description?: string; readonly retryAfter?: number }
  | { readonly gateway: number }
  /** Nothing goes wrong, but it takes its time. */
  | { readonly slowMs: number }
  | 'hangs'
  | 'drops-before'
  | 'drops-after'
  | 'hangs-after'

export interface FakeTelegramOptions {
  readonly token?: string
  readonly port?: number
  readonly now?: () => number
  /** How soon an update that the webhook refused is posted again. */
  readonly retryMs?: number
  /** Told of each call that was done. */
  readonly onCall?: (call: FakeCall) => void
}

/** Telegram on the loopback interface: its state, its limits, its faults, and the people who use it. */
export interface FakeTelegram extends FakePeople {
  readonly apiRoot: string
  readonly token: string
  /** The next `times` calls of `method` (`*`: of any; `file`: downloads) go wrong. */
  fault(method: string, fault: FakeFault, times?: number): void
  /** Takes all planned faults back. */
  heal(): void
  /** Cuts the calls that hang, as a network does that comes back. */
  release(): void
  /** Keeps Telegram's rates from now on, or those given. */
  keepRates(rates?: FakeRates): void
  /** Moves the clock. */
  advance(ms: number): void
  /** A chat as it stands; undefined before it begins. */
  chat(id: number): Readonly<FakeChat> | undefined
  messagesIn(chat: number): readonly FakeMessage[]
  /** What the bot has said in a chat, oldest first. */
  botMessagesIn(chat: number): readonly FakeMessage[]
  topicsIn(chat: number): readonly { readonly id: number; readonly name: string; readonly isClosed: boolean }[]
  readonly edits: readonly FakeEdit[]
  readonly calls: readonly FakeCall[]
  /** By scope and language, as `all_private_chats/vi`. */
  commands(scope: string): readonly string[]
  description(language: string): string | undefined
  queryAnswers(): readonly {
    readonly chat: number
    readonly isAnswered: boolean
    readonly answer: string | undefined
  }[]
  pending(): number
  webhookUrl(): string
  loseWebhook(): void
  repeatLast(): Promise<void>
  close(): Promise<void>
}

const usualRates: FakeRates = { groupMinute: 20, chatSecond: 1, second: 30 }

/** Starts a fake Telegram. Nothing of it leaves the machine. */
export async function startFakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const token = options.token ?? '7000000001:AAFakeTokenForTestsOnly_0123456789abcde'
  const clock = options.now ?? Date.now
  let moved = 0
  const now = () => clock() + moved
  const state: FakeState = {
    token,
    now,
    chats: new Map(),
    files: new Map(),
    paths: new Map(),
    queries: new Map(),
    edits: [],
    calls: [],
    commands: new Map(),
    descriptions: new Map(),
    sends: [],
    rates: undefined,
    lastFile: 0,
  }
  const updates = createFakeUpdates(now, options.retryMs ?? 20)
  const faults: { method: string; fault: FakeFault; left: number }[] = []
  const hanging = new Set<IncomingMessage>()

  const nextFault = (method: string): FakeFault | undefined => {
    const planned = faults.find((each) => each.left > 0 && (each.method === method || each.method === '*'))
    if (planned === undefined) return undefined
    planned.left--
    return planned.fault
  }
  const act = async (method: string, payload: FakePayload): Promise<unknown> => {
    const known = updates.methods[method]
    if (known !== undefined) return known(payload)
    const other = fakeMethods[method]
    if (other === undefined) throw new FakeRefusal(404, 'Not Found')
    return other(payload, state)
  }
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const [, isFile, given, name] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url.pathname) ?? []
    if (given === undefined || name === undefined) return refuse(response, new FakeRefusal(404, 'Not Found'))
    const payload = await readPayload(request, url.searchParams)
    if (given !== token) return refuse(response, new FakeRefusal(401, 'Unauthorized'))
    const method = isFile === undefined ? name : 'file'
    const fault = nextFault(method)
    if (fault === 'hangs') return void hanging.add(request)
    if (fault === 'drops-before') return void request.socket.destroy()
    if (typeof fault === 'object' && 'gateway' in fault)
      return void response.writeHead(fault.gateway, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>')
    if (typeof fault === 'object' && 'slowMs' in fault) await new Promise((done) => setTimeout(done, fault.slowMs))
    if (isFile === undefined) state.calls.push({ method, payload: payload.fields })
    try {
      if (typeof fault === 'object' && 'refuse' in fault)
        throw new FakeRefusal(fault.refuse, fault.description ?? `Fault ${fault.refuse}`, fault.retryAfter)
      if (isFile !== undefined) return download(name, response)
      const result = await act(method, payload)
      options.onCall?.({ method, payload: payload.fields })
      if (fault === 'drops-after') return void request.socket.destroy()
      if (fault === 'hangs-after') return void hanging.add(request)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }))
    } catch (error) {
      refuse(response, error instanceof FakeRefusal ? error : new FakeRefusal(500, 'Internal Server Error'))
    }
  }
  function download(path: string, response: ServerResponse): void {
    const link = state.paths.get(path)
    if (link === undefined || link.until < now()) throw new FakeRefusal(404, 'Not Found')
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(link.file.bytes)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  // A connection must not end by itself while a slow machine is about to use it again.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((ready) => server.listen(options.port ?? 0, '127.0.0.1', ready))
  const messagesIn = (chat: number) => [...(state.chats.get(chat)?.messages.values() ?? [])]

  return {
    ...createFakePeople(state, updates),
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    fault: (method, fault, times = 1) => void faults.push({ method, fault, left: times }),
    heal: () => void faults.splice(0),
    release() {
      for (const { socket } of hanging) socket.destroy()
      hanging.clear()
    },
    keepRates: (rates = usualRates) => void (state.rates = rates),
    advance: (ms) => void (moved += ms),
    chat: (id) => state.chats.get(id),
    messagesIn,
    botMessagesIn: (chat) => messagesIn(chat).filter(({ from }) => from === 'bot'),
    topicsIn: (chat) => [...(state.chats.get(chat)?.topics ?? [])].map(([id, topic]) => ({ id, ...topic })),
    edits: state.edits,
    calls: state.calls,
    commands: (scope) => state.commands.get(scope)?.map(({ command }) => command) ?? [],
    description: (language) => state.descriptions.get(`default/${language}`),
    queryAnswers: () => [...state.queries.values()],
    pending: updates.pending,
    webhookUrl: updates.webhookUrl,
    loseWebhook: updates.loseWebhook,
    repeatLast: updates.repeatLast,
    async close() {
      updates.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function refuse(response: ServerResponse, { code, message, retryAfter }: FakeRefusal): void {
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }
  response
    .writeHead(code, { 'content-type': 'application/json' })
    .end(JSON.stringify({ ok: false, error_code: code, description: message, ...parameters }))
}
