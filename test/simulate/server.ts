import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { actShape, chatShape, doAct, sendFile, type ActDeps } from './acts.ts'
import { createFeed } from './feed.ts'
import { renderPage } from './page.ts'
import { fileKindOf, isShownPicture } from './sent-file.ts'
import { lookAt, type ViewDeps } from './view.ts'
import { loadSimulatorWords, wordLocales } from './words.ts'

export interface SimulatorServerDeps extends ActDeps, ViewDeps {
  readonly chatUrl: string
  readonly consoleLink: () => Promise<string>
}

/** The page and what it asks for. */
export interface SimulatorServer {
  readonly app: Hono
  /** Ends the streams that pages hold open. */
  end(): Promise<void>
}

const assets: Readonly<Record<string, string>> = {
  'simulate.css': 'text/css; charset=utf-8',
  'phone.css': 'text/css; charset=utf-8',
  'simulate.js': 'text/javascript; charset=utf-8',
  'phone.js': 'text/javascript; charset=utf-8',
  'thread.js': 'text/javascript; charset=utf-8',
  'controls.js': 'text/javascript; charset=utf-8',
  'words.js': 'text/javascript; charset=utf-8',
}
const mostFileBytes = 25 * 1024 * 1024
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** Serves the page. What changes something takes no form of another site: JSON and bare bytes are asked for first. */
export function createSimulatorServer(deps: SimulatorServerDeps): SimulatorServer {
  const { telegram, zalo } = deps
  const feed = createFeed(() => JSON.stringify(lookAt(deps)))
  const app = new Hono()

  app.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(headers)) context.header(name, value)
  })
  app.get('/', async (context) => {
    const locale = wordLocales.find((each) => each === context.req.query('lang')) ?? 'vi'
    return context.html(await renderPage({ locale, words: loadSimulatorWords(locale), chatUrl: deps.chatUrl }))
  })
  app.get('/assets/:name', (context) => {
    const name = context.req.param('name')
    const type = assets[name]
    if (type === undefined) return context.notFound()
    const text = readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8')
    return context.body(text, 200, { 'content-type': type })
  })
  app.get('/events', () => feed.open())
  app.get('/console', async (context) => context.redirect(await deps.consoleLink(), 303))
  app.get('/media/telegram/:chat/:message', (context) =>
    fileAnswer(telegram.media(Number(context.req.param('chat')), Number(context.req.param('message')))),
  )
  app.get('/media/zalo/:id', (context) => fileAnswer(zalo.media(context.req.param('id'))))
  app.post('/acts', async (context) => {
    if (context.req.header('content-type') !== 'application/json') return context.json({ done: false }, 415)
    const act = actShape.safeParse(await context.req.json().catch(() => undefined))
    if (!act.success) return context.json({ done: false }, 400)
    return answerAct(() => doAct(act.data, deps))
  })
  app.post('/files', async (context) => {
    if (context.req.header('content-type') !== 'application/octet-stream') return context.json({ done: false }, 415)
    if (Number(context.req.header('content-length') ?? Number.POSITIVE_INFINITY) > mostFileBytes)
      return context.json({ done: false }, 413)
    const { phone, chat, name = '', caption = '' } = context.req.query()
    const place = chatShape.safeParse({ phone, chat })
    const bytes = new Uint8Array(await context.req.arrayBuffer())
    if (!place.success || bytes.length === 0) return context.json({ done: false }, 400)
    return answerAct(async () => {
      sendFile(place.data, { bytes, name, caption: caption.trim() }, deps)
      return undefined
    })
  })

  /** What cannot be done as the page stands, like a tap on a button that is gone, changes nothing. */
  async function answerAct(act: () => Promise<string | undefined>): Promise<Response> {
    try {
      const shows = await act()
      feed.look()
      return Response.json({ done: true, shows: shows ?? '' })
    } catch {
      return Response.json({ done: false }, { status: 409 })
    }
  }

  return {
    app,
    async end() {
      feed.end()
    },
  }
}

/** Pictures are shown in their place, all else is only ever saved. */
function fileAnswer(bytes: Uint8Array | undefined): Response {
  if (bytes === undefined) return new Response(null, { status: 404 })
  const { mediaType } = fileKindOf(bytes)
  const type = isShownPicture(mediaType) ? { 'content-type': mediaType } : saved
  return new Response(new Uint8Array(bytes), { headers: type })
}

const saved = { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' }
