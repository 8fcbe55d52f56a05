import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { DeadLetter, HeldAlert } from '../core/delivery.ts'
import { rootUnit } from '../core/unit.ts'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv, View } from './env.ts'
import { signedIn, viewOf } from './env.ts'
import type { Html } from './page.ts'
import { failedPage, page } from './page.ts'
import { showTime, span } from './show.ts'
import { table } from './table.ts'

const shown = 50

/** What was given up, or an alert that still waits. */
type Letter = DeadLetter | HeldAlert

/** `GET /console/deliveries`: alerts that wait, then what could not be sent, for supervisors and admins; no words, no receiver. */
export function addDeliveriesPage(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/console/deliveries', async (c) => {
    const view = viewOf(c, deps)
    if (signedIn(c).officer.role === 'officer') return c.html(failedPage(view, 'notFound'), 404)
    const { deliveries } = deps.storage
    const letters = [...(await deliveries.heldAlerts(shown)), ...(await deliveries.deadLetters(shown))]
    const isOwn = await ownTips(c, deps, letters)
    const parked = await deliveries.parkedCount()
    const { words } = view
    return c.html(
      page(view, {
        title: words('console.deliveries.title'),
        section: 'deliveries',
        body: html`<h1>${words('console.deliveries.title')}</h1>
          <p class="hint">${words('console.deliveries.lead')}</p>
          ${parked > 0 && html`<p class="hint">${words('console.deliveries.parked', { n: parked })}</p>`}
          ${
            letters.length === 0
              ? html`<div class="card empty"><p>${words('console.deliveries.empty')}</p></div>`
              : lettersTable(view, letters, isOwn)
          }`,
      }),
    )
  })
}

/** The code of a tip is shown only to those who may see the tip; at the root that is every tip. */
async function ownTips(
  c: ConsoleContext,
  deps: ConsoleDeps,
  letters: readonly Letter[],
): Promise<(tip: string) => boolean> {
  const { officer } = signedIn(c)
  if (officer.unit === rootUnit) return () => true
  const asked = new Set(letters.flatMap(({ about }) => about ?? []))
  const own = new Set<string>()
  for (let page = 0, hasMore = true; hasMore && own.size < asked.size; page++) {
    const listed = await deps.desk.list(officer, { page })
    for (const { tip } of listed.rows) if (asked.has(tip.id)) own.add(tip.id)
    hasMore = listed.hasMore
  }
  return (tip) => own.has(tip)
}

function lettersTable({ words, now }: View, letters: readonly Letter[], isOwn: (tip: string) => boolean): Html {
  const label = (name: string) => words(`console.deliveries.${name}`)
  const about = ({ about }: Letter) => {
    if (about === undefined) return label('noTip')
    return isOwn(about) ? html`<a class="code" href="/console/tips/${about}">${about}</a>` : label('otherUnit')
  }
  const age = ({ createdAt }: Letter) => {
    const { unit, n } = span(now.getTime() - createdAt.getTime())
    return words(`console.deliveries.age${unit}`, { n })
  }
  const died = (letter: Letter) =>
    'diedAt' in letter ? showTime(letter.diedAt) : label(letter.isParked ? 'waitsForOfficer' : 'waitsForRetry')
  return table<Letter>({
    caption: label('title'),
    rows: letters,
    columns: [
      { label: label('reason'), as: 'head', cell: ({ failure }) => words(`console.deliveries.failure.${failure}`) },
      { label: label('priority'), cell: ({ priority }) => words(`console.deliveries.priorityName.${priority}`) },
      { label: label('tip'), cell: about },
      { label: label('attempts'), as: 'number', cell: ({ attempts }) => attempts },
      { label: label('age'), cell: age },
      { label: label('died'), cell: died },
    ],
  })
}
