import { html } from 'hono/html'
import type { DeskFilter } from '../core/desk.ts'
import type { TipStatus } from '../core/tip.ts'
import { tipStatuses } from '../core/tip.ts'
import type { ConsoleContext, View } from './env.ts'
import type { Html } from './page.ts'
import { readPage } from './pager.ts'

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

/** Which tips of the list are shown, as the address of the page says. */
export interface Filters {
  readonly group: Group
  readonly unroutedOnly: boolean
  readonly mineOnly: boolean
  /** From 0; in the address of the page from 1. */
  readonly page: number
}

/** What the address asks for; what cannot be read is left out. */
export function readFilters(c: ConsoleContext): Filters {
  const asked = c.req.query('status')
  return {
    group: groupNames.find((name) => name === asked) ?? 'current',
    unroutedOnly: c.req.query('unrouted') === '1',
    mineOnly: c.req.query('mine') === '1',
    page: readPage(c.req.query('page')),
  }
}

/** The same for the desk. */
export function deskFilter({ group, unroutedOnly, mineOnly, page }: Filters): DeskFilter {
  return {
    statuses: groups[group],
    page,
    ...(unroutedOnly ? { unroutedOnly } : {}),
    ...(mineOnly ? { mineOnly } : {}),
  }
}

/** The address of a list. */
export function listHref(filters: Filters, path = '/console'): string {
  const query = new URLSearchParams()
  if (filters.group !== 'current') query.set('status', filters.group)
  if (filters.unroutedOnly) query.set('unrouted', '1')
  if (filters.mineOnly) query.set('mine', '1')
  if (filters.page > 0) query.set('page', String(filters.page + 1))
  return query.size === 0 ? path : `${path}?${query.toString()}`
}

/** The links that choose which tips are shown, from the first page on. */
export function filterLinks({ words }: View, filters: Filters): Html {
  const link = (label: string, to: Filters, isOn: boolean) =>
    html`<li><a href="${listHref({ ...to, page: 0 })}" ${isOn && html`aria-current="true"`}>${label}</a></li>`
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
