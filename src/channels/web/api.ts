import type { Route } from '../../core/channel.ts'
import type { Translate } from '../../core/ports.ts'
import { readJsonBody, readSeq, readUploadQuery } from './convert.ts'
import { isOwnOrigin } from './origin.ts'
import { faultWords, json, statusOf } from './response.ts'
import type { Fault } from './response.ts'
import type { Streams } from './streams.ts'
import type { Thread } from './thread.ts'
import type { Turns } from './turn.ts'
import type { TakeUpload } from './upload.ts'

export interface ApiDeps {
  readonly thread: Thread
  readonly turns: Turns
  readonly streams: Streams
  readonly takeUpload: TakeUpload
  readonly translate: Translate
  readonly phones: Readonly<Record<string, string>>
  readonly publicUrl: string | undefined
  readonly sourceMark: (request: Request, peer: string) => string
}

/** The JSON API under `/api/chat`. */
export interface Api {
  readonly post: Route['handle']
  /** One file as the body, the session in the query; answered as a message is. */
  readonly upload: Route['handle']
  readonly messages: Route['handle']
  readonly stream: Route['handle']
  /** `{error: {code, message}}` in the language asked for, else the one the browser prefers. */
  readonly refuse: (request: Request, fault: Fault, wanted?: string) => Response
}

/** The web chat for programs: what `assets/chat.js` calls. */
export function createApi(deps: ApiDeps): Api {
  const { thread, turns, streams, translate } = deps

  function refuse(request: Request, fault: Fault, wanted?: string): Response {
    const asked =
      wanted ?? new URL(request.url).searchParams.get('lang') ?? request.headers.get('accept-language') ?? undefined
    const locale = translate.pick(asked)
    return json(
      { error: { code: fault, message: faultWords(translate(locale), locale, fault, deps.phones) } },
      statusOf(fault),
    )
  }

  /** The session and the message number that a GET asks for, or the answer that refuses it. */
  async function reader(
    request: Request,
  ): Promise<{ readonly mark: string; readonly locale: string; readonly after: number } | Response> {
    const query = new URL(request.url).searchParams
    const token = query.get('session')
    const after = readSeq(request.headers.get('last-event-id')) ?? readSeq(query.get('after') ?? '0')
    if (token === null || after === undefined) return refuse(request, 'bad-request')
    const session = await thread.find(token)
    return session === undefined ? refuse(request, 'unknown-session') : { ...session, after }
  }

  return {
    refuse,
    async post(request, peer) {
      if (!isOwnOrigin(request, deps.publicUrl, false)) return refuse(request, 'foreign-origin')
      const sent = await readJsonBody(request)
      if (sent.kind === 'fault') return refuse(request, sent.fault, sent.locale)
      const turn = await turns.take(sent.value, deps.sourceMark(request, peer))
      if (turn.kind === 'fault') return refuse(request, turn.fault, sent.value.locale)
      return json({ session: turn.token, messages: await thread.after(turn.mark, turn.before) })
    },
    async upload(request, peer) {
      if (!isOwnOrigin(request, deps.publicUrl, false)) return refuse(request, 'foreign-origin')
      const { session, id } = readUploadQuery(request)
      const known = await thread.find(session)
      if (known === undefined) return refuse(request, 'unknown-session')
      const source = deps.sourceMark(request, peer)
      const upload = await deps.takeUpload(request, source, (file) =>
        turns.take({ text: '', session, locale: undefined, ref: undefined, id, attachments: [file] }, source),
      )
      const turn = upload.kind === 'used' ? upload.result : upload
      if (turn.kind === 'fault') return refuse(request, turn.fault, known.locale)
      return json({ session: turn.token, messages: await thread.after(turn.mark, turn.before) })
    },
    async messages(request) {
      const asked = await reader(request)
      if (asked instanceof Response) return asked
      if (request.method === 'HEAD') return json({ messages: [] })
      await thread.touch(asked.mark, asked.locale)
      return json({ messages: await thread.after(asked.mark, asked.after) })
    },
    async stream(request) {
      const asked = await reader(request)
      if (asked instanceof Response) return asked
      const isHead = request.method === 'HEAD'
      return new Response(isHead ? null : streams.open(asked.mark, asked.after, request.signal), {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        },
      })
    },
  }
}
