import { html } from 'hono/html'
import type { DeskRefusal, DeskTip } from '../core/desk.ts'
import type { TipMessage, TipStatus } from '../core/tip.ts'
import type { TipLogEntry } from '../core/write.ts'
import { attachmentList } from './attachment-view.ts'
import type { View } from './env.ts'
import type { Html } from './page.ts'
import { csrfField } from './page.ts'
import { relayNotes, wayBackNotes } from './relay-view.ts'
import { showDanger, showDue, showNumber, showPlace, showTime } from './show.ts'

/** The most that a reply may hold, in UTF-16 units. */
const replyLength = 2000

/** What came of the last thing the officer did here. */
export type Notice =
  | { readonly kind: 'done'; readonly what: 'moved' | 'replied' }
  | { readonly kind: 'refused'; readonly what: 'moved' | 'replied'; readonly because: DeskRefusal }

/** The form for a reply: its id, and what was typed and not sent. */
export interface ReplyForm {
  readonly id: string
  readonly draft: string
}

type OfficerNames = ReadonlyMap<string, { readonly alias: number; readonly name: string }>

/** The whole of a tip's page. */
export function tipView(
  view: View,
  tip: DeskTip,
  names: OfficerNames,
  notice: Notice | undefined,
  form: ReplyForm,
): Html {
  return html`<p><a href="/console">← ${view.words('console.tip.back')}</a></p>
    ${noticePiece(view, notice)}
    <div class="tip">
      ${head(view, tip)} ${moves(view, tip)}
      <div class="talk">${thread(view, tip)} ${replyNotes(view, tip)} ${reply(view, tip, notice, form)}</div>
      ${log(view, tip, names)}
    </div>`
}

/** The pieces that the page's script swaps when something changed: all but the reply that may be half written. */
export function tipPieces(view: View, tip: DeskTip, names: OfficerNames): Html {
  return html`${head(view, tip)} ${moves(view, tip)} ${thread(view, tip)} ${replyNotes(view, tip)}
  ${log(view, tip, names)}`
}

function noticePiece(view: View, notice: Notice | undefined): Html {
  const { words } = view
  if (notice === undefined) return html`<div id="tip-notice" data-live></div>`
  const text =
    notice.kind === 'done'
      ? words(`console.tip.done.${notice.what}`)
      : words(`console.tip.refused.${notice.because}`, { n: showNumber(view, replyLength) })
  return html`<div id="tip-notice" data-live>
    <p class="notice ${notice.kind === 'done' ? 'good' : 'bad'}" role="${notice.kind === 'done' ? 'status' : 'alert'}">
      ${text}
    </p>
  </div>`
}

function head(view: View, row: DeskTip): Html {
  const { words } = view
  const { tip, place, owner, messages } = row
  const status = words(`console.status.${tip.status}`)
  const announce = words('console.tip.announce', { code: tip.id, status, n: messages?.length ?? 0 })
  const version = `${tip.status}:${tip.changedAt.getTime()}:${messages?.length ?? 0}:${owner?.alias ?? 0}`
  const fact = (name: string, value: Html | string) =>
    html`<div>
      <dt>${words(`console.tip.${name}`)}</dt>
      <dd>${value}</dd>
    </div>`
  return html`<section
    id="tip-head"
    class="card head ${row.isUnrouted ? 'unrouted' : ''}"
    data-live
    data-announce="${announce}"
    data-version="${version}"
    aria-label="${words('console.tip.facts')}"
  >
    <h1><span class="code">${tip.id}</span> ${showDanger(words, tip.level)}</h1>
    ${row.isUnrouted && html`<p class="overdue"><strong>${words('console.tips.unrouted')}</strong></p>`}
    <dl>
      ${fact('status', html`<span class="status ${tip.status}">${status}</span>`)} ${fact('due', showDue(view, row))}
      ${fact('safety', html`<span class="safety ${tip.safety}">${words(`console.safety.${tip.safety}`)}</span>`)}
      ${fact('kind', words(`console.kind.${tip.kind}`))} ${fact('place', showPlace(words, place))}
      ${fact('owner', owner?.name ?? words('console.tips.noOwner'))} ${fact('opened', showTime(tip.openedAt))}
      ${fact('changed', showTime(tip.changedAt))}
    </dl>
  </section>`
}

function thread(view: View, { tip, messages, relays }: DeskTip): Html {
  const { words } = view
  return html`<section id="tip-thread" class="card thread" data-live aria-labelledby="thread-title">
    <h2 id="thread-title">${words('console.tip.thread')}</h2>
    ${messages === undefined && html`<p class="hint">${words('console.tip.noWords')}</p>`}
    ${messages?.length === 0 && html`<p class="hint">${words('console.tip.noMessages')}</p>`}
    <ol>
      ${messages?.map(
        (message) =>
          html`<li class="${message.author}">
            <p class="by">${author(words, message)} · ${showTime(message.at)}</p>
            ${message.text !== '' && html`<p class="words" dir="auto">${message.text}</p>`}
            ${attachmentList(view, tip.id, message)} ${relayNotes(view, message, relays)}
          </li>`,
      )}
    </ol>
  </section>`
}

function author(words: View['words'], { author, alias }: TipMessage): string {
  return words(`console.tip.author.${author}`, { alias: alias ?? '' })
}

function moves(view: View, { tip, moves }: DeskTip): Html {
  const { words } = view
  const form = (to: TipStatus, label: string) =>
    html`<form method="post" action="/console/tips/${tip.id}/move" data-in-place>
      ${csrfField(view)}<input type="hidden" name="to" value="${to}" />
      <button id="move-${to}">${label}</button>
    </form>`
  return html`<section id="tip-moves" class="card moves" data-live aria-labelledby="moves-title">
    <h2 id="moves-title">${words('console.tip.moves')}</h2>
    ${moves.length === 0 && html`<p class="hint">${words('console.tip.noMoves')}</p>`}
    <div class="buttons">
      ${moves.filter((to) => to !== 'closed').map((to) => form(to, words(`console.move.${to}`)))}
    </div>
    ${
      moves.includes('closed') &&
      html`<details>
        <summary>${words('console.tip.closeSummary')}</summary>
        <p>${words('console.tip.closeNote')}</p>
        ${form('closed', words('console.tip.closeConfirm'))}
      </details>`
    }
  </section>`
}

function replyNotes(view: View, { tip, canReply, hasWayBack, waysBack }: DeskTip): Html {
  const { words } = view
  return html`<div id="reply-notes" class="reply-notes" data-live>
    ${!canReply && html`<p class="hint">${words('console.tip.noReply')}</p>`}
    ${canReply && !hasWayBack && html`<p class="notice warn">${words('console.tip.noWayBack')}</p>`}
    ${canReply && wayBackNotes(view, waysBack)}
    ${canReply && tip.status === 'open' && html`<p class="hint">${words('console.tip.replyTakes')}</p>`}
  </div>`
}

function reply(view: View, { tip, canReply }: DeskTip, notice: Notice | undefined, form: ReplyForm): Html {
  const { words } = view
  const isRefused = notice?.kind === 'refused' && notice.what === 'replied'
  return html`${
    (canReply || form.draft !== '') &&
    html`<form id="reply" class="card reply" method="post" action="/console/tips/${tip.id}/reply">
      ${csrfField(view)}<input type="hidden" name="form" value="${form.id}" autocomplete="off" />
      <label for="reply-text">${words('console.tip.reply')}</label>
      <p id="reply-hint" class="hint">${words('console.tip.replyHint', { n: showNumber(view, replyLength) })}</p>
      <textarea
        id="reply-text"
        name="text"
        rows="5"
        maxlength="${replyLength}"
        required
        autocomplete="off"
        aria-describedby="reply-hint reply-notes"
        ${isRefused && html`aria-invalid="true"`}
      >
${form.draft}</textarea>
      <button class="main">${words('console.tip.replyButton')}</button>
    </form>`
  }`
}

function log({ words }: View, { log }: DeskTip, names: OfficerNames): Html {
  const status = (name: TipStatus | undefined) => (name === undefined ? '' : words(`console.status.${name}`))
  const who = (entry: TipLogEntry) => {
    if (entry.officer === undefined) return ''
    const officer = names.get(entry.officer)
    return ` · ${officer === undefined ? words('console.tip.logUnknownOfficer') : words('console.tip.logOfficer', officer)}`
  }
  const line = (entry: TipLogEntry) =>
    html`<li>
      ${showTime(entry.at)} ·
      ${words(`console.tip.logWhat.${entry.what}`, { from: status(entry.from), to: status(entry.to) })}${who(entry)}
    </li>`
  return html`<section id="tip-log" class="card log" data-live aria-labelledby="log-title">
    <h2 id="log-title">${words('console.tip.log')}</h2>
    <ol>
      ${withoutRepeatedReads(log).map(line)}
    </ol>
  </section>`
}

/** Reading on, the same officer is shown once, at the last time. */
function withoutRepeatedReads(log: readonly TipLogEntry[]): readonly TipLogEntry[] {
  return log.filter((entry, index) => {
    const next = log[index + 1]
    return !(entry.what === 'read' && next?.what === 'read' && next.officer === entry.officer)
  })
}
