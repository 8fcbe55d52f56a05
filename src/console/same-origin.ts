import type { MiddlewareHandler } from 'hono'
import type { ConsoleDeps, ConsoleEnv } from './env.ts'
import { failedPage } from './page.ts'
import { viewOf } from './env.ts'

/**
 * Refuses whatever is not a GET or HEAD when a browser says that another site sent it: `Sec-Fetch-Site` where there is one,
 * else `Origin`. Every browser sends one of the two with a POST; a program that sends neither carries no one's cookies, and
 * behind the gate the csrf value is still asked for.
 */
export function requireSameOrigin(deps: ConsoleDeps): MiddlewareHandler<ConsoleEnv> {
  const publicOrigin = deps.publicUrl === undefined ? undefined : new URL(deps.publicUrl).origin
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    const site = c.req.header('Sec-Fetch-Site')
    const origin = c.req.header('Origin')
    const isOwn = origin === new URL(c.req.url).origin || origin === publicOrigin
    const isAllowed = site !== undefined ? site === 'same-origin' : origin === undefined || isOwn
    if (isAllowed) return next()
    return c.html(failedPage(viewOf(c, deps, '/console'), 'forbidden'), 403)
  }
}
