import type { Hono } from 'hono'
import type { Period, Report } from '../core/report.ts'
import type { Unit, UnitCode } from '../core/unit.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from './env.ts'
import { reportFormats, signedIn, viewOf } from './env.ts'
import { failedPage, page } from './page.ts'
import { badPeriodView } from './reach-form.ts'
import { reachView } from './reach-view.ts'

type Asked =
  | { readonly kind: 'report'; readonly report: Report; readonly above: readonly Unit[] }
  | { readonly kind: 'bad-period'; readonly period: string; readonly unit: UnitCode }
  | { readonly kind: 'not-found' }

/** The outreach and tip indicators of a unit at or below the officer's own, as a page and to download. */
export function addReachPage(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/console/reach', async (c) => {
    const asked = await ask(c, deps)
    const view = viewOf(c, deps)
    const options = { title: view.words('console.reach.title'), section: 'reach' } as const
    switch (asked.kind) {
      case 'report':
        return c.html(page(view, { ...options, body: reachView(view, asked.report, asked.above) }))
      case 'bad-period':
        return c.html(page(view, { ...options, body: badPeriodView(view, asked.period, asked.unit) }), 400)
      case 'not-found':
        return c.html(failedPage(view, 'notFound'), 404)
      default:
        return asked satisfies never
    }
  })

  app.get('/console/reach/export', async (c) => {
    const view = viewOf(c, deps, '/console/reach')
    const format = reportFormats.find((name) => name === c.req.query('format'))
    const asked: Asked = format === undefined ? { kind: 'not-found' } : await ask(c, deps)
    if (format === undefined || asked.kind === 'not-found') return c.html(failedPage(view, 'notFound'), 404)
    if (asked.kind === 'bad-period') {
      const body = badPeriodView(view, asked.period, asked.unit)
      return c.html(page(view, { title: view.words('console.reach.title'), section: 'reach', body }), 400)
    }
    const file = deps.renderReport(asked.report, format, view.words)
    return c.body(file.body, 200, {
      'Content-Type': file.mediaType,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    })
  })
}

async function ask(c: ConsoleContext, deps: ConsoleDeps): Promise<Asked> {
  const own = signedIn(c).officer.unit
  const unit = c.req.query('unit')?.trim() || own
  const mayAsk = (await deps.places.below(own)).includes(unit)
  if (!mayAsk) return { kind: 'not-found' }
  const today = dayInVietnam(deps.clock.now())
  const typed = c.req.query('period')?.trim() || today.slice(0, 4)
  const period: Period | undefined = deps.parsePeriod(typed, today)
  if (period === undefined) return { kind: 'bad-period', period: typed, unit }
  const path = await deps.places.path(unit)
  const ownAt = path.findIndex(({ code }) => code === own)
  const above = path.slice(1, ownAt + 1).reverse()
  return { kind: 'report', report: await deps.indicators.report(unit, period), above }
}
