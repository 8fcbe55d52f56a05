import { html } from 'hono/html'
import type { AuthorQuestions, JudgedEntry, QuestionCluster } from '../core/question.ts'
import type { View } from './env.ts'
import type { Html } from './page.ts'
import { csrfField } from './page.ts'
import { pager } from './pager.ts'
import { showDay, showNumber } from './show.ts'
import { table } from './table.ts'

const groupsShown = 20
const verdictsShown = 50

/** Which page of each list is shown, from 0. */
export interface QuestionPages {
  readonly page: number
  readonly answered: number
  readonly verdicts: number
}

export interface QuestionsOptions extends AuthorQuestions {
  readonly verdicts: readonly JudgedEntry[]
  /** How many questions were just marked as done. */
  readonly done: number | undefined
  readonly pages: QuestionPages
}

/** What waits for an author, what has an answer meanwhile, and how answers were judged. */
export function questionsView(view: View, options: QuestionsOptions): Html {
  const { words } = view
  const { clusters, kept, read, dropped, verdicts, done, pages } = options
  const open = clusters.filter(({ answeredBy }) => answeredBy === undefined)
  const answered = clusters.filter(({ answeredBy }) => answeredBy !== undefined)
  const say = (name: string, vars: Readonly<Record<string, string>> = {}) => words(`console.questions.${name}`, vars)
  return html`<h1>${say('title')}</h1>
    ${done !== undefined && html`<p class="notice good" role="status">${say('done', { n: showNumber(view, done) })}</p>`}
    <p class="hint">${say('lead')}</p>
    ${read < kept && html`<p class="hint">${say('newest', { n: showNumber(view, read), of: showNumber(view, kept) })}</p>`}
    ${dropped > 0 && html`<p class="hint">${say('dropped', { n: showNumber(view, dropped) })}</p>`}
    ${groups(view, 'open', open, pages)} ${answered.length > 0 && groups(view, 'answered', answered, pages)}
    ${verdictsPart(view, verdicts, pages)}`
}

function groups(view: View, part: 'open' | 'answered', all: readonly QuestionCluster[], pages: QuestionPages): Html {
  const { words } = view
  const title = words(`console.questions.${part}`)
  const name = part === 'open' ? 'page' : 'answered'
  const from = pages[name] * groupsShown
  const label = (column: string) => words(`console.questions.column.${column}`)
  const near = ({ near, answeredBy }: QuestionCluster) => (answeredBy === undefined ? near : [answeredBy])
  return html`<section aria-labelledby="${part}-title">
    <h2 id="${part}-title">${title}</h2>
    ${
      all.length === 0
        ? html`<div class="card empty"><p>${words('console.questions.empty')}</p></div>`
        : table<QuestionCluster>({
            caption: title,
            rows: all.slice(from, from + groupsShown),
            columns: [
              { label: label('asked'), as: 'head', cell: (cluster) => samples(cluster) },
              { label: label('count'), as: 'number', cell: ({ ids }) => showNumber(view, ids.length) },
              { label: label('days'), cell: days },
              { label: label(part === 'open' ? 'near' : 'answer'), cell: (cluster) => titles(near(cluster)) },
              { label: label('action'), cell: (cluster) => doneForm(view, cluster) },
            ],
          })
    }
    ${pager(view, {
      name,
      page: pages[name],
      hasMore: all.length > from + groupsShown,
      href: (to) => pageHref({ ...pages, [name]: to }, part),
    })}
  </section>`
}

function samples({ samples, locale }: QuestionCluster): Html {
  return html`<ul class="asked" lang="${locale}">
    ${samples.map((text) => html`<li>${text}</li>`)}
  </ul>`
}

function days({ firstDay, lastDay }: Pick<QuestionCluster, 'firstDay' | 'lastDay'>): string {
  return firstDay === lastDay ? showDay(firstDay) : `${showDay(firstDay)} – ${showDay(lastDay)}`
}

function titles(entries: QuestionCluster['near']): Html | string {
  if (entries.length === 0) return ''
  return html`<ul class="asked">
    ${entries.map(({ entry, title }) => html`<li title="${entry}">${title}</li>`)}
  </ul>`
}

function doneForm(view: View, { ids, samples }: QuestionCluster): Html {
  const { words } = view
  return html`<form method="post" action="/console/questions/done">
    ${csrfField(view)}<input type="hidden" name="ids" value="${ids.join('.')}" />
    <button class="quiet">
      ${words('console.questions.markDone')}<span class="unseen">: ${samples[0] ?? ''}</span>
    </button>
  </form>`
}

function verdictsPart(view: View, all: readonly JudgedEntry[], pages: QuestionPages): Html {
  const { words } = view
  const title = words('console.questions.verdicts')
  const label = (column: string) => words(`console.questions.column.${column}`)
  const from = pages.verdicts * verdictsShown
  const share = ({ helpful, unhelpful }: JudgedEntry) =>
    `${showNumber(view, (100 * unhelpful) / (helpful + unhelpful))} %`
  return html`<section aria-labelledby="verdicts-title">
    <h2 id="verdicts-title">${title}</h2>
    <p class="hint">${words('console.questions.verdictsLead')}</p>
    ${
      all.length === 0
        ? html`<div class="card empty"><p>${words('console.questions.noVerdicts')}</p></div>`
        : table<JudgedEntry>({
            caption: title,
            rows: all.slice(from, from + verdictsShown),
            rowClass: ({ isCurrent }) => (isCurrent ? '' : 'off'),
            columns: [
              {
                label: label('entry'),
                as: 'head',
                cell: ({ title, entry }) => html`<span title="${entry}">${title}</span>`,
              },
              {
                label: label('version'),
                cell: ({ version, locale, isCurrent }) =>
                  html`<span class="code">${version}</span> ${locale} ·
                    ${words(`console.questions.${isCurrent ? 'current' : 'old'}`)}`,
              },
              { label: label('unhelpful'), as: 'number', cell: ({ unhelpful }) => showNumber(view, unhelpful) },
              { label: label('helpful'), as: 'number', cell: ({ helpful }) => showNumber(view, helpful) },
              { label: label('share'), as: 'number', cell: share },
              { label: label('days'), cell: days },
            ],
          })
    }
    ${pager(view, {
      name: 'verdicts',
      page: pages.verdicts,
      hasMore: all.length > from + verdictsShown,
      href: (to) => pageHref({ ...pages, verdicts: to }, 'verdicts'),
    })}
  </section>`
}

function pageHref(pages: QuestionPages, part: string): string {
  const query = new URLSearchParams()
  for (const [name, page] of Object.entries(pages)) if (page > 0) query.set(name, String(page + 1))
  return `/console/questions${query.size === 0 ? '' : `?${query.toString()}`}#${part}-title`
}
