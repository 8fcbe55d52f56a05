import { timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Officer } from '../core/shift.ts'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv, SignedIn } from './env.ts'
import { viewOf } from './env.ts'
import { failedPage } from './page.ts'

const sessionMs = 12 * 60 * 60 * 1000
const cookieName = 'la-chan-console'

/** Console sessions: a random cookie in the browser, its mark in storage. */
export interface Sessions {
  /** Starts a session for an officer whose link was good; ends the one this browser had. */
  open(c: ConsoleContext, officer: Officer): Promise<void>
  /** Ends the session here and in storage. */
  end(c: ConsoleContext): Promise<void>
  /** Whether a session, by its mark, still holds: it ends by time, by sign-out and when its officer is disabled. */
  holds(mark: string): Promise<boolean>
  /** Finds the session of a request, if there is one that holds. */
  readonly find: MiddlewareHandler<ConsoleEnv>
  /** Refuses a POST of someone with a session that does not carry the session's csrf value. */
  readonly csrf: MiddlewareHandler<ConsoleEnv>
  /** Lets only requests with a session through. */
  readonly gate: MiddlewareHandler<ConsoleEnv>
}

/** Sessions last 12 hours. Over https the cookie is `__Host-` (which asks for Path=/), else its path is /console. */
export function createSessions(deps: ConsoleDeps): Sessions {
  const { storage, marks, ids, clock } = deps
  const shared = { httpOnly: true, sameSite: 'Lax', secure: deps.isSecure } as const
  const options = deps.isSecure
    ? ({ ...shared, path: '/', prefix: 'host' } as const)
    : ({ ...shared, path: '/console' } as const)
  const readCookie = (c: ConsoleContext) =>
    deps.isSecure ? getCookie(c, cookieName, 'host') : getCookie(c, cookieName)

  async function load(mark: string): Promise<Omit<SignedIn, 'unit'> | undefined> {
    const found = await storage.signIn.session(mark, clock.now())
    return found?.officer.isActive ? { officer: found.officer, csrf: found.csrf, mark } : undefined
  }

  return {
    async open(c, officer) {
      const earlier = readCookie(c)
      if (earlier !== undefined) await storage.signIn.endSession(marks.token(earlier))
      const token = ids.token()
      const expiresAt = new Date(clock.now().getTime() + sessionMs)
      await storage.signIn.addSession({ mark: marks.token(token), officer: officer.id, csrf: ids.token(), expiresAt })
      setCookie(c, cookieName, token, { ...options, maxAge: sessionMs / 1000 })
    },
    async end(c) {
      const session = c.get('session')
      if (session !== undefined) await storage.signIn.endSession(session.mark)
      deleteCookie(c, deps.isSecure ? `__Host-${cookieName}` : cookieName, { ...shared, path: options.path })
    },
    async holds(mark) {
      return (await load(mark)) !== undefined
    },
    async find(c, next) {
      const token = readCookie(c)
      const session = token === undefined ? undefined : await load(marks.token(token))
      c.set('session', session && { ...session, unit: await deps.places.find(session.officer.unit) })
      await next()
    },
    async csrf(c, next) {
      const session = c.get('session')
      if (isReading(c) || session === undefined) return next()
      if (isSame(session.csrf, c.get('form').get('csrf') ?? '')) return next()
      return c.html(failedPage(viewOf(c, deps, '/console'), 'forbidden'), 403)
    },
    async gate(c, next) {
      if (c.get('session') !== undefined) return next()
      if (isReading(c) && c.req.path !== '/console/stream') return c.redirect('/console/signed-out', 303)
      return c.html(failedPage(viewOf(c, deps, '/console/signed-out'), 'unauthorized'), 401)
    },
  }
}

function isReading(c: ConsoleContext): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD'
}

function isSame(expected: string, given: string): boolean {
  const a = Buffer.from(expected)
  const b = Buffer.from(given)
  return a.length === b.length && timingSafeEqual(a, b)
}
