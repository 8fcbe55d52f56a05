import type { Hono } from 'hono'
import type { DeskRefusal, DeskResult } from '../core/desk.ts'
import type { TipStatus } from '../core/tip.ts'
import { tipStatuses } from '../core/tip.ts'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from './env.ts'
import { signedIn, viewOf } from './env.ts'
import { failedPage, page } from './page.ts'
import { createSentReplies } from './sent-replies.ts'
import type { Notice } from './tip-view.ts'
import { tipPieces, tipView } from './tip-view.ts'

const caseCode = /^[A-Z0-9]{4}-[A-Z0-9]{4}$/

/** One tip: its page, its pieces for the page's script, and what an officer does with it. A tip for others is a 404. */
export function addTipPage(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  const replies = createSentReplies()

  app.use('/console/tips/:id/*', async (c: ConsoleContext, next) =>
    caseCode.test(c.req.param('id') ?? '') ? next() : notFound(c, deps),
  )

  app.get('/console/tips/:id', async (c) => {
    const done = (['moved', 'replied'] as const).find((name) => name === c.req.query('done'))
    return showTip(c, deps, { notice: done && { kind: 'done', what: done }, draft: '' }, 200)
  })

  app.get('/console/tips/:id/fragment', async (c) => {
    const { officer } = signedIn(c)
    const tip = await deps.desk.open(officer, c.req.param('id'))
    if (tip === undefined) return notFound(c, deps)
    return c.html(tipPieces(viewOf(c, deps), tip, await officerNames(deps)))
  })

  app.post('/console/tips/:id/move', async (c) => {
    const asked = c.get('form').get('to')
    const to = tipStatuses.find((status): status is TipStatus => status === asked)
    const result: DeskResult =
      to === undefined
        ? { kind: 'refused', because: 'no-such-move' }
        : await deps.desk.move(signedIn(c).officer, c.req.param('id'), to)
    return answer(c, deps, result, 'moved', '')
  })

  app.post('/console/tips/:id/reply', async (c) => {
    // A browser posts line ends as CRLF; they count once, as they did while the officer typed.
    const text = (c.get('form').get('text') ?? '').replace(/\r\n/g, '\n')
    const { officer } = signedIn(c)
    const tip = c.req.param('id')
    const press = { officer: officer.id, tip, form: c.get('form').get('form') ?? '', text }
    const result = await replies.once(press, () => deps.desk.reply(officer, tip, text))
    return answer(c, deps, result, 'replied', text)
  })
}

async function answer(
  c: ConsoleContext,
  deps: ConsoleDeps,
  result: DeskResult,
  what: 'moved' | 'replied',
  draft: string,
) {
  if (result.kind === 'done') return c.redirect(`${pathOf(c)}?done=${what}`, 303)
  if (result.because === 'no-such-tip') return notFound(c, deps)
  return showTip(
    c,
    deps,
    { notice: { kind: 'refused', what, because: result.because }, draft },
    statusOf(result.because),
  )
}

function statusOf(because: Exclude<DeskRefusal, 'no-such-tip'>): 403 | 409 | 422 {
  switch (because) {
    case 'role':
      return 403
    case 'no-such-move':
    case 'changed-meanwhile':
      return 409
    case 'empty':
    case 'too-long':
      return 422
    default:
      return because satisfies never
  }
}

async function showTip(
  c: ConsoleContext,
  deps: ConsoleDeps,
  { notice, draft }: { readonly notice: Notice | undefined; readonly draft: string },
  status: 200 | 403 | 409 | 422,
): Promise<Response> {
  const tip = await deps.desk.open(signedIn(c).officer, c.req.param('id') ?? '')
  if (tip === undefined) return notFound(c, deps)
  const path = pathOf(c)
  const view = viewOf(c, deps, path)
  return c.html(
    page(view, {
      title: view.words('console.tip.title', { code: tip.tip.id }),
      section: 'tips',
      live: { url: `${path}/fragment` },
      body: tipView(view, tip, await officerNames(deps), notice, { id: deps.ids.id(), draft }),
    }),
    status,
  )
}

function notFound(c: ConsoleContext, deps: ConsoleDeps): Response | Promise<Response> {
  return c.html(failedPage(viewOf(c, deps, '/console'), 'notFound'), 404)
}

function pathOf(c: ConsoleContext): string {
  return `/console/tips/${encodeURIComponent(c.req.param('id') ?? '')}`
}

async function officerNames(deps: ConsoleDeps): Promise<ReadonlyMap<string, { alias: number; name: string }>> {
  return new Map((await deps.storage.officers.list()).map(({ id, alias, name }) => [id, { alias, name }]))
}
