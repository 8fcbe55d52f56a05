import type { Hono, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { ConsoleDeps, ConsoleEnv } from './env.ts'
import type { Sessions } from './session.ts'

const cookieName = 'la-chan-console-language'
const yearSeconds = 365 * 24 * 60 * 60

/** The language of a request: `?lang=`, else the cookie, else the default. */
export function findLanguage(deps: ConsoleDeps): MiddlewareHandler<ConsoleEnv> {
  return async (c, next) => {
    c.set('locale', deps.translate.pick(c.req.query('lang') ?? getCookie(c, cookieName)))
    await next()
  }
}

/** `POST /console/language` (locale, back): remembers the language and goes back to a page of the console. */
export function addLanguageSwitch(app: Hono<ConsoleEnv>, deps: ConsoleDeps, sessions: Sessions): void {
  app.post('/console/language', sessions.csrf, (c) => {
    const form = c.get('form')
    const locale = deps.translate.pick(form.get('locale') ?? undefined)
    setCookie(c, cookieName, locale, {
      path: '/console',
      maxAge: yearSeconds,
      httpOnly: true,
      sameSite: 'Lax',
      secure: deps.isSecure,
    })
    return c.redirect(pathInConsole(form.get('back') ?? '', c.req.url), 303)
  })
}

/** `back` when it is a page of the console, without a language of its own; else the first page. */
function pathInConsole(back: string, base: string): string {
  const first = new URL('/console', base)
  if (!URL.canParse(back, first.href)) return first.pathname
  const url = new URL(back, first)
  const isInside = url.pathname === '/console' || url.pathname.startsWith('/console/')
  if (url.origin !== first.origin || !isInside) return first.pathname
  url.searchParams.delete('lang')
  return url.pathname + url.search
}
