import { html } from 'hono/html'
import type { Words } from '../../core/ports.ts'
import type { Assets } from './assets.ts'
import { fileButton } from './file-button.ts'
import { threadHtml } from './page-thread.ts'
import type { Html } from './page-thread.ts'
import type { ChatMessage } from './thread.ts'

/** Telephone numbers as they are dialled. */
export interface Phones {
  readonly child_hotline: string
  readonly police: string
  readonly ambulance: string
}

/** What one rendering of the page shows. */
export interface Page {
  readonly locale: string
  /** The language that the switch leads to. */
  readonly otherLocale: string
  readonly words: Words
  readonly phones: Phones
  readonly assets: Assets['urls']
  /** Token of the session, empty before the first message. */
  readonly session: string
  readonly messages: readonly ChatMessage[]
  /** Id of the message whose quick replies can be tapped. */
  readonly offered: string | undefined
  /** Words that were typed and not taken: shown in the box again. */
  readonly typed: string
  readonly fault: string | undefined
  readonly ref: string
  /** Id that the next message will carry, so that a form sent twice counts once. */
  readonly nextId: string
  /** Folded messages on which the page is left at once. */
  readonly exitWords: readonly string[]
}

/** Where "quick exit" leads: a page that says nothing about this one. */
export const exitUrl = 'https://vi.wikipedia.org/wiki/Trang_Ch%C3%ADnh'

const startCommands = ['baotin', 'ma', 'khancap', 'help'] as const
const examples = ['bullied', 'stranger', 'worried'] as const
const scriptWords = [
  'you',
  'bot',
  'typing',
  'sending',
  'sentImage',
  'sentVideo',
  'sentAudio',
  'sentFile',
  'network',
  'retry',
  'sources',
  'article',
  'receipt',
  'copy',
  'copied',
  'ended',
] as const

/** The chat page. Works as a plain form; `assets/chat.js` makes a chat of it. Elements with `data-swap` change with the language. */
export async function renderPage(page: Page): Promise<string> {
  const { words } = page
  // What the page's script fills in stays as it is.
  const t = (key: string) => words(`web.${key}`, { ...page.phones, n: '{n}', at: '{at}', all: '{all}' })
  const hasThread = page.messages.length > 0
  const document = html`<!doctype html>
    <html lang="${page.locale}">
      <head>
        <meta charset="utf-8" />
        <title>${t('title')}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#f7f3ea" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#14201e" media="(prefers-color-scheme: dark)" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href="${page.assets['icon.svg']}" type="image/svg+xml" />
        <link rel="stylesheet" href="${page.assets['chat.css']}" />
        <link rel="modulepreload" href="${page.assets['server.js']}" />
        <link rel="modulepreload" href="${page.assets['thread.js']}" />
        <link rel="modulepreload" href="${page.assets['files.js']}" />
        <script type="module" src="${page.assets['chat.js']}"></script>
      </head>
      <body>
        ${header(page, t)}
        <main id="scroll" class="${hasThread ? 'at-end' : ''}">
          <div class="column">
            ${welcome(t, hasThread)}
            <div id="log" role="log" aria-live="polite" aria-label="${t('thread.label')}">
              ${threadHtml(page.messages, page.offered, words)}
            </div>
            <div id="typing" aria-hidden="true" hidden><i></i><i></i><i></i></div>
          </div>
        </main>
        ${composer(page, t)}
      </body>
    </html>`
  return String(await document)
}

type Say = (key: string) => string

function header(page: Page, t: Say): Html {
  const texts = JSON.stringify(Object.fromEntries(scriptWords.map((name) => [name, t(`thread.${name}`)])))
  const phone = (number: string, label: string) =>
    html`<a href="tel:${number}"
      ><span class="unseen">${t('phones.call')} </span><b>${number}</b> <span>${label}</span></a
    >`
  const other = page.otherLocale
  const name = html`<span class="long">${t('switch')}</span
    ><span class="short" aria-hidden="true">${other.toUpperCase()}</span>`
  const attributes = html`class="lang" lang="${other}" data-lang="${other}"`
  return html`<header data-swap="header" data-words="${texts}">
    <div class="bar">
      <h1><img src="${page.assets['icon.svg']}" alt="" width="30" height="30" />${t('name')}</h1>
      ${
        page.session === ''
          ? html`<a ${attributes} href="/?lang=${other}" hreflang="${other}">${name}</a>`
          : html`<button ${attributes} form="ask" name="look" value="${other}">${name}</button>`
      }
      <a id="exit" href="${exitUrl}" rel="noreferrer">${t('exit')}</a>
    </div>
    <nav aria-label="${t('phones.label')}">
      ${phone(page.phones.child_hotline, t('phones.child_hotline'))} ${phone(page.phones.police, t('phones.police'))}
      ${phone(page.phones.ambulance, t('phones.ambulance'))}
    </nav>
  </header>`
}

function welcome(t: Say, isHidden: boolean): Html {
  const choice = (value: string, label: unknown, kind: string) =>
    html`<li><button class="${kind}" type="submit" form="ask" name="choice" value="${value}">${label}</button></li>`
  const start = (name: string) => html`<b>${t(`start.${name}.label`)}</b> <span>${t(`start.${name}.hint`)}</span>`
  return html`<section id="welcome" data-swap="welcome" ${isHidden ? 'hidden' : ''}>
    <h2>${t('welcome.title')}</h2>
    <p>${t('welcome.text')}</p>
    <ul class="starts">
      <li><a class="start" href="#text" id="start-asking">${start('ask')}</a></li>
      ${startCommands.map((command) => choice(`/${command}`, start(command), `start ${command}`))}
    </ul>
    <h3>${t('welcome.examples')}</h3>
    <ul class="examples">
      ${examples.map((name) => choice(t(`example.${name}`), t(`example.${name}`), 'example'))}
    </ul>
    <p class="small">${t('welcome.privacy')}</p>
  </section>`
}

function composer(page: Page, t: Say): Html {
  return html`<form id="ask" method="post" action="/" data-exit-words="${page.exitWords.join('|')}">
    <div class="column">
      <div id="fault" role="alert" ${page.fault === undefined ? 'hidden' : ''}>${page.fault}</div>
      <p id="status" class="unseen" role="status"></p>
      <input type="hidden" name="session" value="${page.session}" autocomplete="off" />
      <input type="hidden" name="locale" value="${page.locale}" autocomplete="off" data-swap="locale" />
      <input type="hidden" name="ref" value="${page.ref}" autocomplete="off" />
      <input type="hidden" name="id" value="${page.nextId}" autocomplete="off" />
      <label class="unseen" for="text" data-swap="label">${t('compose.label')}</label>
      <div class="row">
        ${fileButton(t)}
        <textarea
          id="text"
          name="text"
          rows="1"
          placeholder="${t('compose.placeholder')}"
          autocomplete="off"
          spellcheck="false"
          enterkeyhint="send"
        >
${page.typed}</textarea>
        <button class="send" type="submit" data-swap="send">${t('compose.send')}</button>
      </div>
      ${page.session !== '' && html`<button id="look" type="submit" name="look" value="${page.locale}">${t('compose.look')}</button>`}
    </div>
  </form>`
}
