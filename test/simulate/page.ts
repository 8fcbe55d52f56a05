import { html } from 'hono/html'
import { faultMethods, faultNames, type FaultPlatform } from './faults.ts'
import { say, wordLocales, type SimulatorWords, type WordLocale } from './words.ts'

export interface SimulatorPage {
  readonly locale: WordLocale
  readonly words: SimulatorWords
  readonly chatUrl: string
}

type Html = ReturnType<typeof html>
type Say = (key: string) => string

/** The phones, in order, with the chats that each can be switched to. */
const phones = {
  telegram: ['lan', 'minh'],
  zalo: ['binh', 'chi', 'officer'],
  officer: ['officer', 'group'],
} as const
type PhoneName = keyof typeof phones

const steps = [1, 24, 48, 168] as const

/** The page: an empty frame that `assets/simulate.js` fills with what the fakes hold. */
export async function renderPage({ locale, words, chatUrl }: SimulatorPage): Promise<string> {
  const t: Say = (key) => say(words, key)
  const other = wordLocales.find((each) => each !== locale) ?? locale
  const document = html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <title>${t('page.title')}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/simulate.css" />
        <link rel="stylesheet" href="/assets/phone.css" />
        <script type="module" src="/assets/simulate.js"></script>
      </head>
      <body data-words="${JSON.stringify(words)}">
        <header>
          <h1>${t('page.title')}</h1>
          <p class="hint">${t('page.hint')}</p>
          <nav aria-label="${t('page.links')}">
            <a href="${chatUrl}" target="_blank" rel="noopener">${t('page.chat')}</a>
            <a href="/console" target="_blank" rel="noopener">${t('page.console')}</a>
            <a href="/?lang=${other}" hreflang="${other}" lang="${other}">${t('page.other')}</a>
          </nav>
        </header>
        <p id="lost" role="alert" hidden>${t('page.lost')}</p>
        <p id="refused" class="unseen" role="status"></p>
        ${controls(t)}
        <nav class="jump" aria-label="${t('page.jump')}">
          ${Object.keys(phones).map((name) => html`<a href="#${name}">${t(`phone.${name}`)}</a> `)}
        </nav>
        <main>${(Object.keys(phones) as PhoneName[]).map((name) => phone(name, t))}</main>
      </body>
    </html>`
  return String(await document)
}

function controls(t: Say): Html {
  const option = (platform: FaultPlatform, value: string, label: string) =>
    html`<option value="${value}" data-platform="${platform}">${label}</option>`
  const platforms = Object.keys(faultMethods) as FaultPlatform[]
  return html`<section id="controls" aria-label="${t('controls.label')}">
    <div class="clock" role="group" aria-labelledby="clock-label">
      <span id="clock-label">${t('clock.label')}</span>
      <output id="clock"></output>
      ${steps.map((hours) => html`<button type="button" data-hours="${hours}">${t(`clock.${hours}`)}</button> `)}
    </div>
    <details id="faults">
      <summary>${t('faults.label')} <b id="fault-count"></b></summary>
      <form>
        <label
          >${t('faults.platform')}
          <select name="platform">
            ${platforms.map((name) => html`<option value="${name}">${t(`phone.${name}`)}</option>`)}
          </select></label
        >
        <label
          >${t('faults.method')}
          <select name="method">
            ${platforms.map((name) => faultMethods[name].map((each) => option(name, each, each === '*' ? t('faults.any') : each)))}
          </select></label
        >
        <label
          >${t('faults.fault')}
          <select name="fault">
            ${platforms.map((name) => faultNames[name].map((each) => option(name, String(each), t(`fault.${each}`))))}
          </select></label
        >
        <button type="submit">${t('faults.on')}</button>
      </form>
      <ul id="active-faults" aria-label="${t('faults.active')}"></ul>
      <button type="button" id="faults-off" hidden>${t('faults.allOff')}</button>
    </details>
    <details id="log-panel">
      <summary>${t('log.label')}</summary>
      <pre id="log" tabindex="0" aria-label="${t('log.label')}"></pre>
    </details>
  </section>`
}

function phone(name: PhoneName, t: Say): Html {
  const chats = phones[name].map(
    (chat, index) =>
      html`<button type="button" data-chat="${chat}" aria-pressed="${index === 0 ? 'true' : 'false'}">
        ${t(`${name === 'officer' ? 'officer' : 'people'}.${chat}`)}<span class="dot" hidden
          ><span class="unseen">${t('phone.new')}</span></span
        >
      </button>`,
  )
  const title = t(`phone.${name}`)
  return html`<section id="${name}" class="phone ${name}" aria-labelledby="${name}-title" data-phone="${name}">
    <header>
      <h2 id="${name}-title">${title}</h2>
      <div class="people" role="group" aria-label="${t('phone.people')}">${chats}</div>
      <p class="status"></p>
    </header>
    <div class="thread" role="log" aria-live="polite" aria-label="${title}" tabindex="0"></div>
    <p class="notice" role="status" hidden></p>
    <form class="composer">
      <p class="editing" hidden><span></span> <button type="button" class="cancel">${t('phone.cancel')}</button></p>
      ${
        name === 'officer'
          ? html`<label class="topic" hidden
              >${t('phone.topic')}
              <select></select
            ></label>`
          : ''
      }
      <div class="row">
        <label class="unseen" for="${name}-text">${t('phone.text')}</label>
        <textarea id="${name}-text" rows="1" placeholder="${t('phone.text')}" autocomplete="off"></textarea>
        <button type="submit" class="send">${t('phone.send')}</button>
      </div>
      <div class="tools">${tools(name, t)}</div>
    </form>
  </section>`
}

function tools(name: PhoneName, t: Say): Html {
  const file = html`<button type="button" data-tool="sample">${t('tool.sample')}</button>
    <label class="file">${t('tool.file')}<input type="file" data-tool="file" class="unseen" /></label>`
  switch (name) {
    case 'telegram':
      return html`${file}
        <button type="button" data-tool="link">${t('tool.link')}</button>
        <button type="button" data-tool="block" data-on="${t('tool.block')}" data-off="${t('tool.unblock')}"></button>`
    case 'zalo':
      return html`${file}
        <button
          type="button"
          data-tool="follow"
          data-on="${t('tool.unfollow')}"
          data-off="${t('tool.follow')}"
        ></button>`
    case 'officer':
      return html`<button type="button" data-tool="invite">${t('tool.invite')}</button>
        <a href="/console" target="_blank" rel="noopener">${t('tool.console')}</a>`
    default:
      return name satisfies never
  }
}
