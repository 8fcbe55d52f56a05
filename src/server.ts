import { serve, type ServerType } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import type { Route } from './core/channel.ts'
import type { Log } from './core/ports.ts'

export interface ServerDeps {
  readonly routes: readonly Route[]
  /** The officers' pages, all under /console. */
  readonly console: { fetch(request: Request): Response | Promise<Response> }
  /** Rejects while the app cannot work. */
  readonly ready: () => Promise<void>
  readonly metrics: () => Promise<string>
  readonly log: Log
}

/** The HTTP routes of the app: channels, console, health and metrics. */
export function createServer(deps: ServerDeps): Hono {
  const app = new Hono()
  for (const route of deps.routes)
    app.on(route.method, route.path, (context) =>
      route.handle(context.req.raw, getConnInfo(context).remote.address ?? ''),
    )
  app.all('/console', (context) => deps.console.fetch(context.req.raw))
  app.all('/console/*', (context) => deps.console.fetch(context.req.raw))
  app.get('/healthz', (context) => context.text('ok'))
  app.get('/readyz', async (context) => {
    try {
      await deps.ready()
      return context.json({ ready: true })
    } catch {
      return context.json({ ready: false }, 503)
    }
  })
  app.get('/metrics', async (context) =>
    context.text(await deps.metrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
  )
  app.notFound((context) => context.json({ error: { code: 'not_found', message: 'not found' } }, 404))
  app.onError((error, context) => {
    deps.log.error({ kind: error.name, method: context.req.method }, 'a request failed')
    return context.json({ error: { code: 'internal', message: 'internal error' } }, 500)
  })
  return app
}

/** Listens; rejects when the port is taken. `port` is the one really used (0 asks for any). */
export function listen(
  app: Hono,
  host: string,
  port: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server: ServerType = serve({ fetch: app.fetch, hostname: host, port }, (info) => {
      resolve({
        port: info.port,
        stop: () =>
          new Promise((done) => {
            server.close(() => done())
            if ('closeAllConnections' in server) setTimeout(() => server.closeAllConnections(), 2_000).unref()
          }),
      })
    })
    server.once('error', reject)
  })
}
