import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { DutyShift, Officer } from '../core/shift.ts'
import type { UnitCode } from '../core/unit.ts'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv, View } from './env.ts'
import { signedIn, viewOf } from './env.ts'
import type { Html } from './page.ts'
import { page } from './page.ts'
import { showTime } from './show.ts'
import { table } from './table.ts'

const aheadMs = 14 * 24 * 60 * 60 * 1000

interface Roster {
  readonly officers: readonly Officer[]
  readonly shifts: readonly DutyShift[]
  readonly names: ReadonlyMap<string, string>
  readonly units: ReadonlyMap<UnitCode, string>
}

/** `GET /console/roster`: officers and shifts of the officer's own unit and those below it; nothing can be changed here. */
export function addRosterPage(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/console/roster', async (c) => {
    const view = viewOf(c, deps)
    const roster = await load(c, deps)
    return c.html(
      page(view, {
        title: view.words('console.roster.title'),
        section: 'roster',
        body: html`<h1>${view.words('console.roster.title')}</h1>
          ${shiftsTable(view, roster)} ${officersTable(view, roster)}`,
      }),
    )
  })
}

async function load(c: ConsoleContext, deps: ConsoleDeps): Promise<Roster> {
  const { officer } = signedIn(c)
  const now = deps.clock.now()
  const own = new Set(await deps.places.below(officer.unit))
  const everyone = await deps.storage.officers.list()
  const shifts = await deps.storage.shifts.within(now, new Date(now.getTime() + aheadMs))
  const officers = everyone.filter(({ unit }) => own.has(unit))
  const ownShifts = shifts.filter(({ unit }) => own.has(unit))
  const named = new Set([...officers, ...ownShifts].map(({ unit }) => unit))
  const units = await Promise.all(
    [...named].map(async (code) => [code, (await deps.places.find(code))?.name ?? code] as const),
  )
  return {
    officers,
    shifts: [...ownShifts].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.tier - b.tier),
    names: new Map(everyone.map(({ id, name }) => [id, name])),
    units: new Map(units),
  }
}

function shiftsTable({ words, now }: View, { shifts, names, units }: Roster): Html {
  const title = words('console.roster.shifts')
  const isNow = ({ startsAt, endsAt }: DutyShift) => startsAt <= now && (endsAt === undefined || now < endsAt)
  return html`<section aria-labelledby="shifts-title">
    <h2 id="shifts-title">${title}</h2>
    ${
      shifts.length === 0
        ? html`<div class="notice warn">
            <p><strong>${words('console.roster.noShifts')}</strong> ${words('console.roster.noShiftsHint')}</p>
          </div>`
        : table<DutyShift>({
            caption: title,
            rows: shifts,
            columns: [
              {
                label: words('console.roster.officer'),
                as: 'head',
                cell: (shift) =>
                  html`${names.get(shift.officer) ?? words('console.roster.unknownOfficer')}
                  ${isNow(shift) && html`<span class="now">${words('console.roster.now')}</span>`}`,
              },
              { label: words('console.roster.unit'), cell: ({ unit }) => units.get(unit) ?? unit },
              { label: words('console.roster.tier'), cell: ({ tier }) => tier },
              { label: words('console.roster.from'), cell: ({ startsAt }) => showTime(startsAt) },
              {
                label: words('console.roster.to'),
                cell: ({ endsAt }) => (endsAt === undefined ? words('console.roster.untilNotice') : showTime(endsAt)),
              },
            ],
          })
    }
  </section>`
}

function officersTable({ words }: View, { officers, units }: Roster): Html {
  const title = words('console.roster.officers')
  return html`<section aria-labelledby="officers-title">
    <h2 id="officers-title">${title}</h2>
    ${
      officers.length === 0
        ? html`<p class="hint">${words('console.roster.noOfficers')}</p>`
        : table<Officer>({
            caption: title,
            rows: officers,
            rowClass: ({ isActive }) => (isActive ? '' : 'off'),
            columns: [
              { label: words('console.roster.name'), as: 'head', cell: ({ name }) => name },
              { label: words('console.roster.alias'), cell: ({ alias }) => alias },
              { label: words('console.roster.role'), cell: ({ role }) => words(`console.role.${role}`) },
              { label: words('console.roster.unit'), cell: ({ unit }) => units.get(unit) ?? unit },
              {
                label: words('console.roster.state'),
                cell: ({ isActive }) => words(`console.roster.${isActive ? 'active' : 'disabled'}`),
              },
            ],
          })
    }
  </section>`
}
