import { channelOf, type Channel, type Route } from '../../core/channel.ts'
import { SendError } from '../../core/errors.ts'
import type { Clock, Log } from '../../core/ports.ts'
import type { ZaloClient } from '../../zalo-api-sdk/client.ts'
import { mostButtons } from '../../zalo-api-sdk/message-body.ts'
import type { SignatureOptions } from '../../zalo-api-sdk/signature.ts'
import { replyLimits } from '../../zalo-api-sdk/window.ts'
import { createFetchMedia, isZaloMediaUrl } from './fetch-media.ts'
import { createTakeEvent, type TakeEventDeps } from './take-event.ts'
import { createOutbound } from './outbound.ts'
import { createWebhook } from './webhook.ts'

/** What the channel is handed: a client, how webhooks are signed, and what it asks of the program around it. */
export interface ZaloChannelDeps extends Pick<TakeEventDeps, 'strip' | 'announce' | 'mute' | 'count'> {
  readonly client: Pick<ZaloClient, 'send' | 'upload'>
  /** How webhooks are signed: which secret and which first term is a matter of the account. */
  readonly signature: SignatureOptions
  readonly clock: Clock
  readonly log: Log
  /** The file that proves to Zalo whose domain this is: `zalo_verifier….html` and what is in it. */
  readonly verification?: { readonly name: string; readonly content: string }
  /** Off until a live account was seen to take them: choices are numbers to type then. */
  readonly usesButtons?: boolean
  /** For tests and simulators; else what people send is fetched from Zalo's own hosts alone. */
  readonly isMediaUrl?: (url: URL) => boolean
  readonly fetch?: typeof fetch
  readonly ackMs?: number
  readonly mediaTimeoutMs?: number
}

/** Zalo takes 4,000 requests a minute of an app; of these some are left for uploads and tokens. */
const pace: NonNullable<Channel['pace']> = { all: { everyMs: 20, burst: 200 } }

/** Zalo refuses texts over 2,000; nobody says what it counts, so that some room is left. */
const textLength = 1_900

/**
 * A Zalo Official Account. Messages come in by webhook and go out by the consultation API, which reaches whoever wrote in the
 * last seven days. An address is `zalo:<id>`; the id means nothing outside this account.
 */
export function createZaloChannel(deps: ZaloChannelDeps): Channel {
  const { count, clock, log, verification } = deps
  const outbound = createOutbound(deps)
  const fetchMedia = createFetchMedia({
    fetch: deps.fetch ?? fetch,
    isMediaUrl: deps.isMediaUrl ?? isZaloMediaUrl,
    timeoutMs: deps.mediaTimeoutMs ?? 10_000,
  })
  const takeEvent = createTakeEvent({ ...deps, fetchMedia, isOwn: outbound.isOwn })
  const webhook = createWebhook({ signature: deps.signature, takeEvent, clock, log, count, ackMs: deps.ackMs ?? 1_800 })
  let isStopped = false

  return {
    name: 'zalo',
    limits: { textLength, quickReplies: deps.usesButtons === true ? mostButtons : 0 },
    addressesLast: true,
    pace,
    replyLimits,
    routes: [webhook.route, ...(verification === undefined ? [] : [verificationRoute(verification)])],
    async start(receive) {
      webhook.begin(receive)
    },
    async send(message) {
      if (isStopped) throw new SendError('unreachable', 'the zalo channel has stopped')
      if (channelOf(message.to) !== 'zalo') throw new SendError('rejected', 'not an address of zalo')
      return outbound.send(message)
    },
    async stop() {
      await webhook.end()
      isStopped = true
    },
  }
}

function verificationRoute({ name, content }: { readonly name: string; readonly content: string }): Route {
  return {
    method: 'GET',
    path: `/${name}`,
    handle: async () => new Response(content, { headers: { 'content-type': 'text/html; charset=utf-8' } }),
  }
}
