import { createZaloChannel, type ZaloChannelDeps } from '../../src/channels/zalo/channel.ts'
import type { Accepted, Address, Channel } from '../../src/core/channel.ts'
import type { InboundMessage } from '../../src/core/message.ts'
import type { LogFields } from '../../src/core/ports.ts'
import { createZaloClient } from '../../src/zalo-api-sdk/client.ts'
import { createTokenChain } from '../../src/zalo-api-sdk/token-chain.ts'
import { startFakeZalo, type FakeZalo, type FakeZaloOptions } from '../support/fake-zalo.ts'
import { createTestClock, type TestClock } from '../support/test-app.ts'
import { createMemoryTokenStore } from '../zalo-api-sdk/memory-token-store.ts'

export const lan = '8123456789012345678'
export const lanAddress: Address = `zalo:${lan}`

/** A Zalo channel on a fake Zalo, and everything that it asked of the program around it. */
export interface OpenZalo {
  /** The channel that is running: another one after `renew`. */
  readonly channel: Channel
  readonly zalo: FakeZalo
  readonly clock: TestClock
  readonly received: InboundMessage[]
  readonly announced: { readonly to: Address; readonly key: string }[]
  readonly muted: { readonly address: Address; readonly until: Date }[]
  readonly counted: string[]
  readonly logged: { readonly fields: LogFields; readonly message: string }[]
  /** What becomes of a message that is handed in; a known external id is a repeat. */
  receive: (message: InboundMessage) => Promise<Accepted>
  /** Puts another channel in its place, as after a restart; not started. */
  renew(): Channel
  post(raw: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Response>
  close(): Promise<void>
}

export interface OpenZaloOptions {
  readonly fake?: Omit<FakeZaloOptions, 'clock'>
  readonly deps?: Partial<ZaloChannelDeps>
  readonly isStarted?: boolean
}

export async function openZalo(options: OpenZaloOptions = {}): Promise<OpenZalo> {
  const clock = createTestClock()
  const zalo = await startFakeZalo({ ...options.fake, clock })
  const { appId, appSecret, oaSecret } = zalo.state
  const timeoutMs = 500
  const tokens = createTokenChain({
    store: createMemoryTokenStore(),
    clock,
    appId,
    appSecret,
    refreshToken: zalo.refreshToken,
    oauthRoot: zalo.root,
    timeoutMs,
  })
  const logged: OpenZalo['logged'] = []
  const write = (fields: LogFields, message: string) => void logged.push({ fields, message })
  const announced: OpenZalo['announced'] = []
  const muted: OpenZalo['muted'] = []
  const counted: string[] = []
  const create = () =>
    createZaloChannel({
      client: createZaloClient({ tokens, clock, apiRoot: zalo.root, timeoutMs, uploadTimeoutMs: timeoutMs }),
      signature: { firstTerm: appId, secret: oaSecret },
      clock,
      log: { debug: write, info: write, warn: write, error: write },
      strip: async (bytes) => ({ kind: 'image', mediaType: 'image/jpeg', bytes }),
      announce: async (to, key) => void announced.push({ to, key }),
      mute: async (address, until) => void muted.push({ address, until }),
      count: (kind) => void counted.push(kind),
      isMediaUrl: ({ href }) => href.startsWith(`${zalo.root}/media/`),
      ackMs: 300,
      mediaTimeoutMs: 1_000,
      ...options.deps,
    })
  let channel = create()
  const seen = new Set<string>()
  const received: InboundMessage[] = []
  const post: OpenZalo['post'] = async (raw, headers = {}) => {
    const route = channel.routes[0]
    if (route === undefined) throw new Error('no route')
    const body = typeof raw === 'string' ? raw : new Uint8Array(raw)
    return route.handle(new Request('https://bot.example/webhooks/zalo-oa', { method: 'POST', headers, body }), '')
  }
  zalo.webhook.aim(async (request) => channel.routes[0]?.handle(request, '') ?? new Response(null, { status: 404 }))
  const open: OpenZalo = {
    get channel() {
      return channel
    },
    zalo,
    clock,
    received,
    announced,
    muted,
    counted,
    logged,
    async receive(message) {
      const repeat = seen.has(message.externalId)
      seen.add(message.externalId)
      return { repeat, settled: Promise.resolve() }
    },
    renew: () => (channel = create()),
    post,
    async close() {
      await channel.stop()
      await zalo.close()
    },
  }
  if (options.isStarted !== false)
    await channel.start((message) => {
      received.push(message)
      return open.receive(message)
    })
  return open
}
