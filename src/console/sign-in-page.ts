import type { Hono } from 'hono'
import { html } from 'hono/html'
import { assetPath } from './assets.ts'
import type { ConsoleDeps, ConsoleEnv, View } from './env.ts'
import { viewOf } from './env.ts'
import type { Html } from './page.ts'
import { page } from './page.ts'
import type { Sessions } from './session.ts'

const howToGetALink = html`<pre><code>npm run --silent cli -- officers link ID</code></pre>`

/**
 * Signing in with a one-time link. The link's GET uses nothing up, since programs that preview links fetch it too: the page
 * posts the token, by its script or by its button.
 */
export function addSignIn(app: Hono<ConsoleEnv>, deps: ConsoleDeps, sessions: Sessions): void {
  app.get('/console/sign-in', (c) => {
    const token = c.req.query('token') ?? ''
    const view = viewOf(c, deps)
    return token === '' ? c.html(refusedPage(view), 403) : c.html(signInPage(view, token))
  })

  app.post('/console/sign-in', async (c) => {
    const token = c.get('form').get('token') ?? ''
    const officer = await deps.storage.signIn.useLink(deps.marks.token(token), deps.clock.now())
    if (officer === undefined) return c.html(refusedPage(viewOf(c, deps, '/console/signed-out')), 403)
    await sessions.open(c, officer)
    deps.log.info({ officer: officer.id }, 'officer signed in')
    return c.redirect('/console', 303)
  })

  app.get('/console/signed-out', (c) => c.html(signedOutPage(viewOf(c, deps))))
}

/** `POST /console/sign-out`, behind the gate. */
export function addSignOut(app: Hono<ConsoleEnv>, sessions: Sessions): void {
  app.post('/console/sign-out', async (c) => {
    await sessions.end(c)
    return c.redirect('/console/signed-out', 303)
  })
}

function signInPage(view: View, token: string): Html {
  const { words } = view
  return page(
    { ...view, locales: [], session: undefined },
    {
      title: words('console.signIn.title'),
      body: html`<div class="card narrow">
        <h1>${words('console.signIn.title')}</h1>
        <p>${words('console.signIn.lead')}</p>
        <form id="sign-in" method="post" action="/console/sign-in">
          <input type="hidden" name="token" value="${token}" />
          <button class="main">${words('console.signIn.button')}</button>
        </form>
        <script src="${assetPath('sign-in.js')}" defer></script>
      </div>`,
    },
  )
}

function refusedPage(view: View): Html {
  const { words } = view
  return page(view, {
    title: words('console.signIn.refusedTitle'),
    body: html`<div class="card narrow">
      <h1>${words('console.signIn.refusedTitle')}</h1>
      <p>${words('console.signIn.refused')}</p>
      ${howToGetALink}
    </div>`,
  })
}

function signedOutPage(view: View): Html {
  const { words } = view
  return page(view, {
    title: words('console.signedOut.title'),
    body: html`<div class="card narrow">
      <h1>${words('console.signedOut.title')}</h1>
      <p>${words('console.signedOut.lead')}</p>
      ${howToGetALink}
      <p class="hint">${words('console.signedOut.note')}</p>
    </div>`,
  })
}
