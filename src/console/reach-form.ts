import { html } from 'hono/html'
import type { UnitCode } from '../core/unit.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'
import type { View } from './env.ts'
import type { Html } from './page.ts'

/** The form again, with what was typed, when the period cannot be read. */
export function badPeriodView(view: View, period: string, unit: UnitCode): Html {
  return html`<h1>${view.words('console.reach.title')}</h1>
    <p id="bad-period" class="notice bad" role="alert">${view.words('console.reach.badPeriod')}</p>
    ${reachForm(view, period, unit, true)}`
}

/** Where the report of a unit and period is; as a file when `path` and `format` say so. */
export function reachPath(unit: UnitCode, period: string, path = '', format?: string): string {
  return `/console/reach${path}?${new URLSearchParams({ ...(format && { format }), period, unit }).toString()}`
}

/** Chooses period and unit, with what was chosen last. */
export function reachForm({ words, now }: View, period: string, unit: UnitCode, isBad = false): Html {
  const year = dayInVietnam(now).slice(0, 4)
  const quick = [
    { name: year, label: words('console.reach.thisYear') },
    ...['H1', 'H2', 'Q1', 'Q2', 'Q3', 'Q4'].map((part) => ({
      name: `${year}-${part}`,
      label: words(`console.reach.part.${part}`),
    })),
  ]
  return html`<div class="card screen">
    <form class="ask" method="get" action="/console/reach" aria-label="${words('console.reach.filters')}">
      <p>
        <label for="period">${words('console.reach.period')}</label>
        <input
          id="period"
          name="period"
          value="${period}"
          aria-describedby="period-hint ${isBad ? 'bad-period' : ''}"
          ${isBad && html`aria-invalid="true"`}
        />
        <span id="period-hint" class="hint">${words('console.reach.periodHint')}</span>
      </p>
      <p>
        <label for="unit">${words('console.reach.unit')}</label>
        <input id="unit" name="unit" value="${unit}" aria-describedby="unit-hint" />
        <span id="unit-hint" class="hint">${words('console.reach.unitHint')}</span>
      </p>
      <button class="main">${words('console.reach.show')}</button>
    </form>
    <nav class="filters" aria-label="${words('console.reach.period')}">
      <ul>
        ${quick.map(
          ({ name, label }) =>
            html`<li>
              <a href="${reachPath(unit, name)}" ${name === period && html`aria-current="true"`}>${label}</a>
            </li>`,
        )}
      </ul>
    </nav>
  </div>`
}
