import { html } from 'hono/html'
import type { View } from './env.ts'
import type { Html } from './page.ts'

export interface PagerOptions {
  /** Begins the ids of the links, where a page has several lists. */
  readonly name: string
  /** From 0. */
  readonly page: number
  readonly hasMore: boolean
  readonly href: (page: number) => string
}

/** The links from one page of a list to others; nothing when there is only one. */
export function pager({ words }: View, { name, page, hasMore, href }: PagerOptions): Html | string {
  if (page === 0 && !hasMore) return ''
  const link = (to: 'first' | 'previous' | 'next', number: number) =>
    html`<li><a id="${name}-${to}" href="${href(number)}">${words(`console.tips.page.${to}`)}</a></li>`
  return html`<nav class="filters pages" aria-label="${words('console.tips.page.label')}">
    <ul>
      ${page > 1 && link('first', 0)} ${page > 0 && link('previous', page - 1)} ${hasMore && link('next', page + 1)}
    </ul>
  </nav>`
}

/** The number of a page as the address says it, from 1; as lists count it, from 0. What cannot be read is the first. */
export function readPage(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,4}$/.test(text) ? Number(text) - 1 : 0
}
