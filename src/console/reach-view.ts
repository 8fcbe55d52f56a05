import { html } from 'hono/html'
import type { Report } from '../core/report.ts'
import type { Unit } from '../core/unit.ts'
import type { View } from './env.ts'
import { reportFormats } from './env.ts'
import type { Html } from './page.ts'
import { reachForm, reachPath } from './reach-form.ts'
import { showDay, showNumber } from './show.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'

/** The report as a page that prints well. `above` are the units from the officer's own down to the parent of the one shown. */
export function reachView(view: View, report: Report, above: readonly Unit[]): Html {
  const { words } = view
  const { period, unit } = report
  const from = showDay(period.fromDay)
  const to = showDay(period.toDay)
  const exports = reportFormats.map(
    (format) =>
      html`<a download href="${reachPath(unit.code, period.name, '/export', format)}">${format.toUpperCase()}</a>`,
  )
  return html`<h1>${words('console.reach.title')}</h1>
    ${reachForm(view, period.name, unit.code)}
    <h2 class="heading">
      ${above.map((each) => html`<a href="${reachPath(each.code, period.name)}">${each.name}</a> › `)}
      ${words('console.reach.heading', { unit: unit.name, from, to })}
    </h2>
    <p class="download screen">${words('console.reach.download')}: ${exports[0]} · ${exports[1]}</p>
    ${counters(view, report)} ${tips(view, report)}
    <div class="columns">${byChannel(view, report)} ${byAudience(view, report)} ${byUnit(view, report)}</div>`
}

function counters(view: View, { reach }: Report): Html {
  const { words } = view
  const number = (value: number) => showNumber(view, value)
  const { lower, upper } = reach.people
  const people =
    lower === upper ? number(lower) : words('console.reach.peopleBand', { lower: number(lower), upper: number(upper) })
  const counter = (name: string, value: string) =>
    html`<div class="card counter">
      <dt>${words(`console.reach.${name}`)}</dt>
      <dd>${value}</dd>
    </div>`
  return html`<section aria-labelledby="counters-title">
    <h3 id="counters-title">${words('console.reach.countersTitle')}</h3>
    <dl class="counters">
      ${counter('people', people)} ${counter('interactions', number(reach.interactions))}
      ${counter('learnt', number(reach.learnt))} ${counter('taught', number(reach.taught))}
    </dl>
    <p class="hint">${words('console.reach.notAdded')} ${lower !== upper && words('console.reach.peopleNote')}</p>
  </section>`
}

interface TipLine {
  readonly name: 'received' | 'acknowledged' | 'classified' | 'resolved'
  readonly count: number
  readonly percent?: number | undefined
  readonly target?: string
  readonly isMet?: boolean
}

/** The plan asks that every tip is received and classified, and that more than 95 % come to a result. */
function tips(view: View, { tips }: Report): Html {
  const { words } = view
  const lines: readonly TipLine[] = [
    { name: 'received', count: tips.received },
    { name: 'acknowledged', count: tips.acknowledged },
    {
      name: 'classified',
      count: tips.classified,
      percent: tips.classifiedPercent,
      target: words('console.reach.targetClassified'),
      isMet: tips.classified >= tips.received,
    },
    {
      name: 'resolved',
      count: tips.resolved,
      percent: tips.resolvedPercent,
      target: words('console.reach.targetResolved'),
      isMet: tips.resolved * 100 > tips.received * 95,
    },
  ]
  const standing = ({ isMet }: TipLine) => {
    if (isMet === undefined) return ''
    if (tips.received === 0) return words('console.reach.noTips')
    return html`<span class="${isMet ? 'met' : 'missed'}">${words(`console.reach.${isMet ? 'met' : 'missed'}`)}</span>`
  }
  return html`<section aria-labelledby="tips-title">
    <h3 id="tips-title">${words('console.reach.tipsTitle')}</h3>
    ${table<TipLine>({
      caption: words('console.reach.tipsTitle'),
      rows: lines,
      columns: [
        { label: words('console.reach.measure'), as: 'head', cell: ({ name }) => words(`console.reach.${name}`) },
        { label: words('console.reach.count'), as: 'number', cell: ({ count }) => showNumber(view, count) },
        {
          label: words('console.reach.percent'),
          as: 'number',
          cell: ({ percent }) => (percent === undefined ? '' : `${showNumber(view, percent)}%`),
        },
        { label: words('console.reach.target'), as: 'number', cell: ({ target }) => target ?? '' },
        { label: words('console.reach.standing'), cell: standing },
      ],
    })}
  </section>`
}

function byChannel(view: View, { reach }: Report): Html {
  const { words } = view
  return breakdown(view, 'byChannel', reach.byChannel, [
    {
      label: words('console.reach.channelColumn'),
      as: 'head',
      cell: ({ channel }) => words(`reach.channel.${channel}`),
    },
    { label: words('console.reach.people'), as: 'number', cell: ({ people }) => showNumber(view, people) },
    interactions(view),
  ])
}

function byAudience(view: View, { reach }: Report): Html {
  const { words } = view
  return breakdown(view, 'byAudience', reach.byAudience, [
    {
      label: words('console.reach.audienceColumn'),
      as: 'head',
      cell: ({ audience }) => words(`console.reach.audience.${audience}`),
    },
    interactions(view),
  ])
}

function byUnit(view: View, { reach, unit, period }: Report): Html {
  return breakdown(view, 'byUnit', reach.byUnit, [
    {
      label: view.words('console.reach.unitColumn'),
      as: 'head',
      cell: (row) =>
        row.unit === unit.code ? row.name : html`<a href="${reachPath(row.unit, period.name)}">${row.name}</a>`,
    },
    interactions(view),
  ])
}

function interactions(view: View): Column<{ readonly interactions: number }> {
  const label = view.words('console.reach.interactions')
  return { label, as: 'number', cell: (row) => showNumber(view, row.interactions) }
}

function breakdown<Row>(
  { words }: View,
  name: 'byChannel' | 'byAudience' | 'byUnit',
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): Html {
  const title = words(`console.reach.${name}`)
  return html`<section aria-labelledby="${name}-title">
    <h3 id="${name}-title">${title}</h3>
    ${rows.length === 0 ? html`<p class="hint">${words('console.reach.none')}</p>` : table({ caption: title, columns, rows, isSmall: true })}
  </section>`
}
