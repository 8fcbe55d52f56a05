/** A new element with a class and a text; text is always shown as text. */
export function element(name, className, text) {
  const node = document.createElement(name)
  if (className) node.className = className
  if (text !== undefined) node.textContent = text
  return node
}

/**
 * The conversation on the page. It builds the same elements as `page-thread.ts` does for browsers without JavaScript.
 * `words()` are the words of the page in its language.
 */
export function createThread({ log, scroll, words, changed }) {
  /** Messages of the bot by number: none is shown twice. */
  let seen = new Map()

  function bubble(kind, who, text) {
    const node = element('div', `message ${kind}`)
    node.tabIndex = -1
    const inner = element('div', 'bubble')
    inner.append(element('span', 'unseen', `${who}: `), element('p', 'words', text))
    node.append(inner)
    return node
  }

  function botMessage({ text, quickReplies, citations }) {
    const node = bubble('bot', words().bot, text)
    for (const code of new Set(text.match(/\b\d{4}-\d{4}-\d{4}-\d{4}\b/g))) node.firstChild.append(receipt(code))
    if (citations.length > 0) node.firstChild.append(sources(citations))
    if (quickReplies.length > 0) node.append(replies(quickReplies))
    return node
  }

  function receipt(code) {
    const card = element('div', 'receipt')
    const copy = element('button', 'copy', words().copy)
    copy.type = 'button'
    card.append(element('span', '', words().receipt), element('strong', 'code', code), copy)
    return card
  }

  function sources(citations) {
    const details = element('details', 'sources')
    const list = element('ul')
    for (const { document: name, article, title } of citations) {
      const item = element('li')
      item.append(element('cite', '', name))
      if (article) item.append(`, ${/^\d/.test(article) ? `${words().article} ` : ''}${article}`)
      if (title) item.append(element('br'), title)
      list.append(item)
    }
    details.append(element('summary', '', `${words().sources} (${citations.length})`), list)
    return details
  }

  function replies(quickReplies) {
    const list = element('ol', 'replies')
    for (const { label, value } of quickReplies) {
      const button = element('button', 'reply', label)
      button.type = 'button'
      button.value = value
      const item = element('li')
      item.append(button)
      list.append(item)
    }
    return list
  }

  function append(node) {
    log.append(node)
    changed()
    return node
  }

  /** Only one list of quick replies can be tapped: the newest that waits for an answer. */
  function offer(list) {
    for (const other of log.querySelectorAll('.replies')) other.hidden = other !== list
  }

  return {
    offer,
    offered: () => log.querySelector('.replies:not([hidden])'),
    /** What the person says; kept nowhere but here. */
    say: (text) => append(bubble('own waiting', words().you, text)),
    note: (text) => append(element('p', 'note', text)),
    isEmpty: () => log.childElementCount === 0,

    /** Shows a message of the bot in its place, once. `follow`: scrolls to it if the reader is at the end. */
    show(message, follow) {
      const id = Number(message.id)
      if (seen.has(id)) return
      const isNearEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 160
      const node = botMessage(message)
      const list = node.querySelector('.replies')
      const later = [...seen.keys()].filter((other) => other > id)
      if (later.length > 0) {
        if (list) list.hidden = true
        seen.get(Math.min(...later)).before(node)
      } else {
        append(node)
        if (list) offer(list)
      }
      seen.set(id, node)
      if (follow && isNearEnd) this.reveal(node)
    },

    /** Brings the start of what is new to the top, or as far up as there is text below it. */
    reveal(node) {
      scroll.scrollTop += node.getBoundingClientRect().top - scroll.getBoundingClientRect().top - 12
    },

    /** Quick replies are offered only under the very last message: it is not known what was answered before. */
    settle() {
      offer(log.lastElementChild ? log.lastElementChild.querySelector('.replies') : null)
      scroll.scrollTop = scroll.scrollHeight
    },

    /** What is shown stays to be read; the next session counts its messages from one again. */
    endSession() {
      seen = new Map()
      offer(null)
    },
  }
}
