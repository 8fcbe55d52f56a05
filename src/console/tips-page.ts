import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { DeskFilter, DeskRow } from '../core/desk.ts'
import type { TipStatus } from '../core/tip.ts'
import { tipStatuses } from '../core/tip.ts'
import { dangers } from '../core/triage.ts'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv, View } from './env.ts'
import { signedIn, viewOf } from './env.ts'
import type { Html } from './page.ts'
import { page } from './page.ts'
import { showDanger, showDue, showPlace } from './show.ts'
import { table } from './table.ts'

const isOf = (...statuses: readonly TipStatus[]) => tipStatuses.filter((status) => statuses.includes(status))
const groups = {
  current: isOf('open', 'acknowledged', 'classified', 'verifying', 'transferred'),
  waiting: isOf('open'),
  progress: isOf('acknowledged', 'classified', 'verifying', 'transferred'),
  done: isOf('resolved', 'closed'),
  all: tipStatuses,
} as const
type Group = keyof typeof groups
const groupNames = Object.keys(groups) as Group[]
const minuteMs = 60_000

interface Filters {
  readonly group: Group
  readonly unroutedOnly: boolean
  readonly mineOnly: boolean
}

interface Listing {
  readonly filters: Filters
  readonly rows: readonly DeskRow[]
  /** How many tips reached nobody, whatever the filters. */
  readonly unrouted: number
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
        live: { url: href(listing.filters, '/console/tips/fragment'), everyMs: minuteMs },
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
  const wanted: DeskFilter = {
    statuses: groups[filters.group],
    ...(filters.unroutedOnly ? { unroutedOnly: true } : {}),
    ...(filters.mineOnly ? { mineOnly: true } : {}),
  }
  const rows = await deps.desk.list(officer, wanted)
  const unrouted = await deps.desk.list(officer, { unroutedOnly: true })
  return { filters, rows: [...rows].sort(byNeed), unrouted: unrouted.length }
}

function readFilters(c: ConsoleContext): Filters {
  const asked = c.req.query('status')
  return {
    group: groupNames.find((name) => name === asked) ?? 'current',
    unroutedOnly: c.req.query('unrouted') === '1',
    mineOnly: c.req.query('mine') === '1',
  }
}

/** Those that reached nobody first, then the more dangerous, then the newer. */
function byNeed(a: DeskRow, b: DeskRow): number {
  return (
    Number(b.isUnrouted) - Number(a.isUnrouted) ||
    dangers.indexOf(a.tip.level) - dangers.indexOf(b.tip.level) ||
    b.tip.openedAt.getTime() - a.tip.openedAt.getTime()
  )
}

function href(filters: Filters, path = '/console'): string {
  const query = new URLSearchParams()
  if (filters.group !== 'current') query.set('status', filters.group)
  if (filters.unroutedOnly) query.set('unrouted', '1')
  if (filters.mineOnly) query.set('mine', '1')
  return query.size === 0 ? path : `${path}?${query.toString()}`
}

function filterLinks({ words }: View, filters: Filters): Html {
  const link = (label: string, to: Filters, isOn: boolean) =>
    html`<li><a href="${href(to)}" ${isOn && html`aria-current="true"`}>${label}</a></li>`
  const { unroutedOnly, mineOnly } = filters
  return html`<nav class="filters" aria-label="${words('console.tips.filters')}">
    <ul>
      ${groupNames.map((group) => link(words(`console.tips.group.${group}`), { ...filters, group }, group === filters.group))}
    </ul>
    <ul>
      ${link(words('console.tips.unroutedOnly'), { ...filters, unroutedOnly: !unroutedOnly }, unroutedOnly)}
      ${link(words('console.tips.mineOnly'), { ...filters, mineOnly: !mineOnly }, mineOnly)}
    </ul>
  </nav>`
}

function list(view: View, { rows, unrouted, filters }: Listing): Html {
  const { words } = view
  const announce = words('console.tips.announce', { n: rows.length, unrouted })
  const version = rows.map(({ tip }) => `${tip.id}:${tip.status}:${tip.changedAt.getTime()}`).join(' ')
  return html`<div id="tips" data-live data-announce="${announce}" data-version="${version}">
    ${
      unrouted > 0 &&
      html`<p class="notice bad">
        <strong>${words('console.tips.banner', { n: unrouted })}</strong>
        ${
          !filters.unroutedOnly &&
          html`<a id="banner" href="/console?unrouted=1">${words('console.tips.bannerLink')}</a>`
        }
      </p>`
    }
    ${rows.length === 0 ? empty(view) : html`<p class="count">${words('console.tips.count', { n: rows.length })}</p>`}
    ${rows.length > 0 && rowsTable(view, rows)}
  </div>`
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
