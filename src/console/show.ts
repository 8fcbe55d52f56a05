import { html } from 'hono/html'
import type { DeskRow } from '../core/desk.ts'
import type { Words } from '../core/ports.ts'
import type { Danger } from '../core/triage.ts'
import type { Unit } from '../core/unit.ts'
import { showInVietnam } from '../core/vietnam-time.ts'
import type { View } from './env.ts'
import type { Html } from './page.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Shapes differ as well as colours and words. */
const shapes: Readonly<Record<Danger, string>> = { emergency: '◆', urgent: '▲', normal: '●', none: '○' }

/** How dangerous: a word, a shape and a colour. */
export function showDanger(words: Words, level: Danger): Html {
  return html`<span class="danger ${level}"
    ><span aria-hidden="true">${shapes[level]}</span> ${words(`console.danger.${level}`)}</span
  >`
}

/** A moment as people in Vietnam read it. */
export function showTime(at: Date): Html {
  return html`<time datetime="${at.toISOString()}">${showInVietnam(at)}</time>`
}

/** A calendar day, yyyy-mm-dd, as people read it: 22/11/2026. */
export function showDay(day: string): string {
  const [year, month, date] = day.split('-')
  return `${Number(date)}/${Number(month)}/${year}`
}

/** From the smallest unit up: "Xã A, Tỉnh B". */
export function showPlace(words: Words, place: readonly Unit[]): string {
  return place.length === 0 ? words('console.place.unknown') : place.map((unit) => unit.name).join(', ')
}

/** A length of time in its largest fitting unit, never less than a minute. */
export function span(ms: number): { readonly unit: 'Minutes' | 'Hours' | 'Days'; readonly n: number } {
  if (ms < hourMs) return { unit: 'Minutes', n: Math.max(1, Math.floor(ms / minuteMs)) }
  if (ms < 2 * dayMs) return { unit: 'Hours', n: Math.floor(ms / hourMs) }
  return { unit: 'Days', n: Math.floor(ms / dayMs) }
}

/** When a tip is due, and how long that is from now while its clock runs: until it is classified or passed on. */
export function showDue({ words, now }: View, row: DeskRow): Html {
  const left = row.tip.dueAt.getTime() - now.getTime()
  const isRunning = row.tip.status === 'open' || row.tip.status === 'acknowledged'
  const state = row.isOverdue ? 'overdue' : left > 0 && isRunning ? 'left' : undefined
  const { unit, n } = span(Math.abs(left))
  return html`${showTime(row.tip.dueAt)}
  ${state && html`<span class="${state}">${words(`console.clock.${state}${unit}`, { n })}</span>`}`
}

/** Whole numbers and percentages as the language writes them. */
export function showNumber(view: View, value: number): string {
  return new Intl.NumberFormat(view.locale, { maximumFractionDigits: 1 }).format(value)
}
