import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** What the fake is asked: to word a question anew, or to choose among the entries offered. */
export interface ModelRequest {
  readonly wants: 'rewrite' | 'choice'
  /** The ids that may be chosen. */
  readonly offered: readonly string[]
  readonly body: string
}

/** What the fake does then. `say` is what a model would say; the rest are ways of going wrong. */
export type ModelReply =
  | { readonly say: string }
  | { readonly body: string; readonly status?: number }
  | { readonly redirectTo: string }
  | 'hangs'
  | 'drops'
  | 'floods'

/** A model server on the loopback interface that does as it is told and remembers everything that it was sent. */
export interface FakeModel {
  readonly baseUrl: string
  /** Request line, headers and body of each request. */
  readonly received: string[]
  readonly floodedBytes: () => number
  plan: (request: ModelRequest) => ModelReply
  close(): Promise<void>
}

/** What a good server answers around what its model says. */
export function completionOf(content: unknown): string {
  return JSON.stringify({
    id: 'x',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content } }],
  })
}

const floodBytes = 50 * 1024 * 1024
const floodPart = 'a'.repeat(64 * 1024)

export async function startFakeModel(): Promise<FakeModel> {
  let flooded = 0
  const fake = {
    baseUrl: '',
    received: [] as string[],
    floodedBytes: () => flooded,
    plan: (): ModelReply => ({ say: '' }),
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  } as { -readonly [key in keyof FakeModel]: FakeModel[key] }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request)
    fake.received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}\n${body}`)
    const reply = fake.plan(read(body))
    if (reply === 'hangs') return
    if (reply === 'drops') {
      request.socket.destroy()
      return
    }
    if (reply === 'floods') {
      response.writeHead(200, { 'content-type': 'application/json' })
      await pipeline(Readable.from(floodParts()), response).catch(() => undefined)
      return
    }
    if ('redirectTo' in reply) {
      response.writeHead(307, { location: reply.redirectTo }).end()
      return
    }
    const status = 'status' in reply ? reply.status : 200
    response.writeHead(status ?? 200, { 'content-type': 'application/json' })
    response.end('say' in reply ? completionOf(reply.say) : reply.body)
  }

  function* floodParts(): Generator<string> {
    yield '{"choices": [{"message": {"content": "'
    for (let sent = 0; sent < floodBytes; sent += floodPart.length) {
      flooded += floodPart.length
      yield floodPart
    }
    yield '"}}]}'
  }

  const server = createServer((request, response) => void answer(request, response))
  // A connection must not end by itself while a slow machine is about to use it again.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  fake.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  return fake
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function read(body: string): ModelRequest {
  const { response_format: format } = JSON.parse(body) as { response_format?: unknown }
  const offered = /"enum":(\[[^\]]*\])/.exec(JSON.stringify(format ?? {}))?.[1] ?? '[]'
  return { wants: format === undefined ? 'rewrite' : 'choice', offered: JSON.parse(offered) as string[], body }
}
