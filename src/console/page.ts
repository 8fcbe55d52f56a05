import { html } from 'hono/html'
import { assetPath } from './assets.ts'
import type { View } from './env.ts'

/** A piece of a page; everything put into one is escaped unless it is such a piece itself. */
export type Html = ReturnType<typeof html>

export type Section = 'tips' | 'reach' | 'roster' | 'questions' | 'deliveries'

export interface PageOptions {
  readonly title: string
  readonly section?: Section
  readonly body: Html
  /** Where the page's script fetches fresh pieces when something changed; `everyMs` also without a change. */
  readonly live?: { readonly url: string; readonly everyMs?: number }
}

/** A whole page: head, navigation, and the body given. */
export function page(view: View, options: PageOptions): Html {
  const { words, session } = view
  return html`<!doctype html>
    <html lang="${view.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>${options.title} · ${words('console.brand')}</title>
        <link rel="stylesheet" href="${assetPath('console.css')}" />
        ${session && html`<script src="${assetPath('console.js')}" defer></script>`}
      </head>
      <body ${options.live && html`data-live-url="${options.live.url}" data-every-ms="${options.live.everyMs ?? 0}"`}>
        <a class="skip" href="#main">${words('console.skip')}</a>
        ${header(view, options.section)}
        ${
          options.live &&
          html`<p id="announce" class="unseen" aria-live="polite"></p>
            <p id="lost" class="notice bad" role="status" hidden>${words('console.live.lost')}</p>
            <p id="ended" class="notice bad" role="alert" hidden>${words('console.live.ended')}</p>`
        }
        <main id="main" tabindex="-1">${options.body}</main>
      </body>
    </html>`
}

function header(view: View, section: Section | undefined): Html {
  const { words, session } = view
  const link = (name: Section, href: string) =>
    html`<a href="${href}" ${name === section && html`aria-current="page"`}>${words(`console.nav.${name}`)}</a>`
  return html`<header class="top">
    <div class="bar">
      <span class="brand">${words('console.brand')}</span>
      ${
        session &&
        html`<nav aria-label="${words('console.nav.label')}">
          ${link('tips', '/console')} ${link('reach', '/console/reach')} ${link('roster', '/console/roster')}
          ${session.officer.role !== 'officer' && link('questions', '/console/questions')}
          ${session.officer.role !== 'officer' && link('deliveries', '/console/deliveries')}
        </nav>`
      }
      <div class="account">
        ${languageForms(view)}
        ${
          session &&
          html`<form method="post" action="/console/sign-out">
            ${csrfField(view)}<button class="quiet">${words('console.account.signOut')}</button>
          </form>`
        }
      </div>
    </div>
    ${
      session &&
      html`<p class="who">
        ${words('console.account.who', {
          name: session.officer.name,
          role: words(`console.role.${session.officer.role}`),
          unit: session.unit?.name ?? session.officer.unit,
        })}
      </p>`
    }
  </header>`
}

function languageForms(view: View): Html[] {
  return view.locales
    .filter((locale) => locale !== view.locale)
    .map(
      (locale) =>
        html`<form method="post" action="/console/language">
          ${csrfField(view)}
          <input type="hidden" name="locale" value="${locale}" />
          <input type="hidden" name="back" value="${view.path}" />
          <button class="quiet" lang="${locale}">
            ${new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale}
          </button>
        </form>`,
    )
}

/** The hidden field that every form behind the gate carries. */
export function csrfField(view: View): Html {
  return html`${view.session && html`<input type="hidden" name="csrf" value="${view.session.csrf}" />`}`
}

export type Failure = 'notFound' | 'forbidden' | 'tooLarge' | 'unauthorized' | 'unexpected'

/** A plain page for what could not be done. */
export function failedPage(view: View, failure: Failure, reference = ''): Html {
  const { words } = view
  const title = words(`console.failed.${failure}Title`)
  return page(view, {
    title,
    body: html`<div class="card narrow">
      <h1>${title}</h1>
      <p>${words(`console.failed.${failure}`, { reference })}</p>
      <p><a href="/console">${words('console.failed.back')}</a></p>
    </div>`,
  })
}
