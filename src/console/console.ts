import { Hono } from 'hono'
import { whereOf } from '../core/where.ts'
import { addAssets } from './assets.ts'
import { addAttachmentRoute } from './attachment-route.ts'
import { addDeliveriesPage } from './deliveries-page.ts'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from './env.ts'
import { viewOf } from './env.ts'
import { readForm } from './form.ts'
import { secureHeaders } from './headers.ts'
import { addLanguageSwitch, findLanguage } from './language.ts'
import { failedPage } from './page.ts'
import { addQuestionsPage } from './questions-page.ts'
import { addReachPage } from './reach-page.ts'
import { addRosterPage } from './roster-page.ts'
import { requireSameOrigin } from './same-origin.ts'
import { createSessions } from './session.ts'
import { addSignIn, addSignOut } from './sign-in-page.ts'
import { addStream } from './stream.ts'
import { addTipPage } from './tip-page.ts'
import { addTipsPage } from './tips-page.ts'

/** The pages for officers and administrators. */
export interface OfficerConsole {
  /** Answers every path at or under /console. */
  readonly app: Hono<ConsoleEnv>
  /** Ends the open event streams, so that the server can close. */
  stop(): void
}

/** Builds the console. What stands above the gate is open to anyone; everything below it needs a session. */
export function createConsole(deps: ConsoleDeps): OfficerConsole {
  const app = new Hono<ConsoleEnv>()
  const sessions = createSessions(deps)

  app.onError((error, c) => {
    const reference = deps.ids.id()
    deps.log.error(
      { reference, kind: error.name, where: whereOf(error), method: c.req.method },
      'console request failed',
    )
    return c.html(failedPage(viewOf(c, deps, '/console'), 'unexpected', reference), 500)
  })

  app.use('/console/*', secureHeaders, findLanguage(deps), requireSameOrigin(deps), readForm(deps))
  addAssets(app)
  app.use('/console/*', sessions.find)
  addSignIn(app, deps, sessions)
  addLanguageSwitch(app, deps, sessions)

  app.use('/console/*', sessions.gate, sessions.csrf)
  addSignOut(app, sessions)
  addTipsPage(app, deps)
  addTipPage(app, deps)
  addAttachmentRoute(app, deps)
  addReachPage(app, deps)
  addRosterPage(app, deps)
  addDeliveriesPage(app, deps)
  addQuestionsPage(app, deps)
  const streams = addStream(app, deps, sessions)
  app.all('/console/*', (c: ConsoleContext) => c.html(failedPage(viewOf(c, deps, '/console'), 'notFound'), 404))

  return { app, stop: () => streams.stop() }
}
