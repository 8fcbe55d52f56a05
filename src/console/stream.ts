import type { Hono } from 'hono'
import { whereOf } from '../core/where.ts'
import type { ConsoleDeps, ConsoleEnv } from './env.ts'
import { signedIn } from './env.ts'
import type { Sessions } from './session.ts'

const heartbeatMs = 20_000

/** Ends every open stream, and those asked for from then on. */
export interface Streams {
  stop(): void
}

/**
 * `GET /console/stream`: Server-Sent Events, `event: change` whenever something about tips changed, without content; the page
 * then fetches what its officer may see. A comment every 20 s keeps the connection, and ends it once the session does not hold.
 */
export function addStream(app: Hono<ConsoleEnv>, deps: ConsoleDeps, sessions: Sessions): Streams {
  const open = new Set<() => void>()
  let isStopped = false

  app.get('/console/stream', (c) => {
    const { mark } = signedIn(c)
    if (c.req.method === 'HEAD') return c.body(null)
    let forget = () => {}
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const encoder = new TextEncoder()
        const send = (text: string) => controller.enqueue(encoder.encode(text))
        const end = () => {
          if (!open.has(end)) return
          forget()
          controller.close()
        }
        const beat = async () => {
          if (!(await sessions.holds(mark))) end()
          else if (open.has(end) && waiting(controller) === 0) send(': alive\n\n')
        }
        // A reader that is slow gets one event for many changes: two unread pieces hold at least one change.
        const unsubscribe = deps.changes.subscribe(() => {
          if (waiting(controller) < 2) send('event: change\ndata: tips\n\n')
        })
        const timer = setInterval(() => {
          beat().catch((error: unknown) => {
            deps.log.error({ kind: (error as Error).name, where: whereOf(error) }, 'console stream failed')
            end()
          })
        }, heartbeatMs)
        timer.unref()
        forget = () => {
          open.delete(end)
          unsubscribe()
          clearInterval(timer)
        }
        open.add(end)
        send(': open\n\n')
        if (isStopped) end()
      },
      cancel() {
        forget()
      },
    })
    return c.body(body, 200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' })
  })

  return {
    stop() {
      isStopped = true
      for (const end of [...open]) end()
    },
  }
}

/** How many pieces nobody has read yet. */
function waiting(controller: ReadableStreamDefaultController<Uint8Array>): number {
  return 1 - (controller.desiredSize ?? 1)
}
