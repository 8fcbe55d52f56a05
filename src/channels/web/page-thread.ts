import { html } from 'hono/html'
import type { Words } from '../../core/ports.ts'
import type { ChatMessage } from './thread.ts'

export type Html = ReturnType<typeof html>

/** The thread as the page shows it without JavaScript; `assets/chat.js` builds the same elements. `offered`: whose quick replies can be tapped. */
export function threadHtml(messages: readonly ChatMessage[], offered: string | undefined, words: Words): Html[] {
  return messages.map((message) => messageHtml(message, message.id === offered, words))
}

/** The last message with quick replies among those after `before`: what can be answered now. */
export function offeredMessage(messages: readonly ChatMessage[], before: number): string | undefined {
  return messages.findLast((message) => Number(message.id) > before && message.quickReplies.length > 0)?.id
}

function messageHtml(message: ChatMessage, isOffered: boolean, words: Words): Html {
  return html`<div class="message bot" tabindex="-1">
    <div class="bubble">
      <span class="unseen">${words('web.thread.bot')}: </span>
      <p class="words">${message.text}</p>
      ${receipts(message.text).map(
        (receipt) =>
          html`<div class="receipt">
            <span>${words('web.thread.receipt')}</span> <strong class="code">${receipt}</strong>
          </div>`,
      )}
      ${message.citations.length > 0 && sources(message.citations, words)}
    </div>
    ${isOffered && quickReplies(message.quickReplies)}
  </div>`
}

function sources(citations: ChatMessage['citations'], words: Words): Html {
  const place = (article: string) => (/^\d/.test(article) ? `${words('web.thread.article')} ${article}` : article)
  return html`<details class="sources">
    <summary>${words('web.thread.sources')} (${citations.length})</summary>
    <ul>
      ${citations.map(
        ({ document, article, title }) =>
          html`<li>
            <cite>${document}</cite
            >${article !== '' && html`, ${place(article)}`}${title !== '' && html`<br />${title}`}
          </li>`,
      )}
    </ul>
  </details>`
}

function quickReplies(replies: ChatMessage['quickReplies']): Html {
  return html`<ol class="replies">
    ${replies.map(
      ({ label, value }) =>
        html`<li><button class="reply" type="submit" form="ask" name="choice" value="${value}">${label}</button></li>`,
    )}
  </ol>`
}

function receipts(text: string): string[] {
  return [...new Set(text.match(/\b\d{4}-\d{4}-\d{4}-\d{4}\b/g))]
}
