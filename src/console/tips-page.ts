import type { Hono } from 'hono'
import { html } from 'hono/html'
import { deskPageSize } from '../core/desk.ts'
import type { DeskRow } from '../core/desk.ts'
import { dangers } from '../core/triage.ts'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv, View } from './env.ts'
import { signedIn, viewOf } from './env.ts'
import type { Html } from './page.ts'
import { page } from './page.ts'
import { pager } from './pager.ts'
import { showDanger, showDue, showNumber, showPlace } from './show.ts'
import { table } from './table.ts'
import { deskFilter, filterLinks, listHref, readFilters } from './tips-filters.ts'
import type { Filters } from './tips-filters.ts'

const minuteMs = 60_000

interface Listing {
  readonly filters: Filters
  readonly rows: readonly DeskRow[]
  readonly hasMore: boolean
  /** How many tips reached nobody, whatever the filters; undefined when there is none. */
  readonly unrouted: string | undefined
}

/** `GET /console`: the tips this officer may see; `GET /console/tips/fragment`: the list alone, for the page's script. */
export function addTipsPage(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/console', async (c) => {
    const view = viewOf(c, deps)
    const listing = await load(c, deps)
    return c.html(
      page(view, {
        title: view.words('console.tips.title'),
        section: 'tips',
        live: { url: listHref(listing.filters, '/console/tips/fragment'), everyMs: minuteMs },
        body: html`<h1>${view.words('console.tips.title')}</h1>
          ${filterLinks(view, listing.filters)} ${list(view, listing)}`,
      }),
    )
  })

  app.get('/console/tips/fragment', async (c) => c.html(list(viewOf(c, deps), await load(c, deps))))
}

async function load(c: ConsoleContext, deps: ConsoleDeps): Promise<Listing> {
  const { officer } = signedIn(c)
  const filters = readFilters(c)
  const { rows, hasMore } = await deps.desk.list(officer, deskFilter(filters))
  const unrouted = await deps.desk.list(officer, { unroutedOnly: true })
  return {
    filters,
    rows: [...rows].sort(byNeed),
    hasMore,
    unrouted: unrouted.rows.length === 0 ? undefined : `${unrouted.rows.length}${unrouted.hasMore ? '+' : ''}`,
  }
}

/** Within a page, those that reached nobody first, then the more dangerous, then the newer. */
function byNeed(a: DeskRow, b: DeskRow): number {
  return (
    Number(b.isUnrouted) - Number(a.isUnrouted) ||
    dangers.indexOf(a.tip.level) - dangers.indexOf(b.tip.level) ||
    b.tip.openedAt.getTime() - a.tip.openedAt.getTime()
  )
}

function list(view: View, listing: Listing): Html {
  const { words } = view
  const { rows, hasMore, unrouted, filters } = listing
  const announce = words('console.tips.announce', { n: rows.length, unrouted: unrouted ?? '0' })
  const tips = rows.map(({ tip }) => `${tip.id}:${tip.status}:${tip.changedAt.getTime()}`)
  const version = [...tips, ...(hasMore ? ['more'] : [])].join(' ')
  return html`<div id="tips" data-live data-announce="${announce}" data-version="${version}">
    ${
      unrouted !== undefined &&
      html`<p class="notice bad">
        <strong>${words('console.tips.banner', { n: unrouted })}</strong>
        ${
          !filters.unroutedOnly &&
          html`<a id="banner" href="/console?unrouted=1">${words('console.tips.bannerLink')}</a>`
        }
      </p>`
    }
    ${rows.length === 0 ? empty(view) : html`<p class="count">${count(view, listing)}</p>`}
    ${rows.length > 0 && rowsTable(view, rows)}
    ${pager(view, {
      name: 'page',
      page: filters.page,
      hasMore,
      href: (page) => listHref({ ...filters, page }),
    })}
  </div>`
}

/** How many there are; on one page of several, which ones these are and whether more come. */
function count(view: View, { rows, hasMore, filters }: Listing): string {
  const before = filters.page * deskPageSize
  if (before === 0 && !hasMore) return view.words('console.tips.count', { n: rows.length })
  const range = { from: showNumber(view, before + 1), to: showNumber(view, before + rows.length) }
  return view.words(hasMore ? 'console.tips.rangeMore' : 'console.tips.range', range)
}

function empty({ words }: View): Html {
  return html`<div class="card empty">
    <p>${words('console.tips.empty')}</p>
    <p class="hint">${words('console.tips.emptyHint')}</p>
  </div>`
}

function rowsTable(view: View, rows: readonly DeskRow[]): Html {
  const { words } = view
  const label = (name: string) => words(`console.tips.column.${name}`)
  return table<DeskRow>({
    caption: words('console.tips.title'),
    rows,
    rowClass: (row) => (row.isUnrouted ? 'unrouted' : row.isOverdue ? 'late' : ''),
    columns: [
      {
        label: label('code'),
        as: 'head',
        cell: ({ tip }) => html`<a class="code" id="tip-${tip.id}" href="/console/tips/${tip.id}">${tip.id}</a>`,
      },
      { label: label('danger'), as: 'badge', cell: ({ tip }) => showDanger(words, tip.level) },
      { label: label('kind'), cell: ({ tip }) => words(`console.kind.${tip.kind}`) },
      { label: label('place'), cell: ({ place }) => showPlace(words, place) },
      { label: label('status'), cell: (row) => status(words, row) },
      { label: label('due'), cell: (row) => showDue(view, row) },
      { label: label('owner'), cell: ({ owner }) => owner?.name ?? words('console.tips.noOwner') },
    ],
  })
}

function status(words: View['words'], { tip, isUnrouted }: DeskRow): Html {
  const name = html`<span class="status ${tip.status}">${words(`console.status.${tip.status}`)}</span>`
  return isUnrouted ? html`${name} <strong class="overdue">${words('console.tips.unrouted')}</strong>` : name
}
