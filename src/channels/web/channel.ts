import { SendError } from '../../core/errors.ts'
import { channelOf, platformId } from '../../core/channel.ts'
import type { Channel, Route } from '../../core/channel.ts'
import type { Strip } from '../../core/message.ts'
import type { Clock, Ids, Log, Marks, Seal, Translate } from '../../core/ports.ts'
import type { Storage } from '../../core/storage.ts'
import { whereOf } from '../../core/where.ts'
import { createApi } from './api.ts'
import { loadAssets } from './assets.ts'
import { createForm } from './form.ts'
import { createSourceMark } from './origin.ts'
import type { Phones } from './page.ts'
import { secured, textLimit } from './response.ts'
import { createStreams } from './streams.ts'
import { createThread } from './thread.ts'
import { createTurns } from './turn.ts'
import { createTakeUpload } from './upload.ts'

export interface WebChannelDeps {
  readonly storage: Pick<Storage, 'web'>
  readonly seal: Seal
  readonly marks: Marks
  readonly ids: Ids
  readonly clock: Clock
  readonly log: Log
  readonly translate: Translate
  readonly phones: Phones
  readonly strip: Strip
  /** How the outside reaches this server, when that differs from the Host that requests carry. */
  readonly publicUrl?: string
  /** A proxy of the operator's stands before this server, and says in X-Forwarded-For where requests come from. */
  readonly trustsProxy: boolean
}

/**
 * The web chat: a page of our own that needs no account and no cookie. An address is `web:<session token>`; what the bot
 * says is stored, sealed, until the session ends 12 hours after its last use.
 */
export function createWebChannel(deps: WebChannelDeps): Channel {
  const { ids, log, translate, phones, publicUrl } = deps
  const thread = createThread(deps)
  const turns = createTurns({ ...deps, thread })
  const streams = createStreams({ thread, log })
  const assets = loadAssets()
  const sourceMark = createSourceMark(ids, deps.trustsProxy)
  const takeUpload = createTakeUpload(deps)
  const api = createApi({ thread, turns, streams, takeUpload, translate, phones: { ...phones }, publicUrl, sourceMark })
  const form = createForm({ thread, turns, ids, log, translate, phones, assets: assets.urls, publicUrl, sourceMark })
  let isStopped = false

  /** What every route has in common: security headers, no body for HEAD, and a calm answer when something of ours breaks. */
  function guarded(route: Route, refuse: (request: Request) => Response | Promise<Response>): Route {
    return {
      ...route,
      async handle(request, peer) {
        try {
          const answer = secured(await route.handle(request, peer))
          return request.method === 'HEAD' ? new Response(null, answer) : answer
        } catch (error) {
          log.error(
            { route: `${route.method} ${route.path}`, kind: (error as Error).name, where: whereOf(error) },
            'a chat request failed',
          )
          return secured(await refuse(request))
        }
      },
    }
  }
  const page = (route: Route) => guarded(route, () => form.refuse('failed'))
  const data = (route: Route) => guarded(route, (request) => api.refuse(request, 'failed'))

  return {
    name: 'web',
    limits: { textLength: textLimit, quickReplies: 13 },
    addressesLast: false,
    dropsRepeats: true,
    reaches: async (to) => (await thread.find(platformId(to))) !== undefined,
    routes: [
      page({ method: 'GET', path: '/', handle: form.get }),
      page({ method: 'POST', path: '/', handle: form.post }),
      data({ method: 'POST', path: '/api/chat/messages', handle: api.post }),
      data({ method: 'POST', path: '/api/chat/attachments', handle: api.upload }),
      data({ method: 'GET', path: '/api/chat/messages', handle: api.messages }),
      data({ method: 'GET', path: '/api/chat/stream', handle: api.stream }),
      ...assets.routes.map(data),
    ],
    async start(receive) {
      turns.begin(receive)
    },
    async send(message) {
      if (isStopped) throw new SendError('unreachable', 'the web chat has stopped')
      if (channelOf(message.to) !== 'web') throw new SendError('rejected', 'not an address of the web chat')
      const delivery = message.deliveryId ?? ids.id()
      const added = await thread.add(platformId(message.to), delivery, message).catch((error: unknown) => {
        throw new SendError('unreachable', `the web chat could not store a message: ${(error as Error).name}`)
      })
      if (added === undefined) throw new SendError('rejected', 'the web session is over')
      streams.notify(added.mark)
      return { externalId: delivery }
    },
    async stop() {
      await turns.end()
      isStopped = true
      streams.stop()
    },
  }
}
