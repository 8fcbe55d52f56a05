import { element, t } from './words.js'

const nearEndPx = 120

/**
 * Shows the messages of a chat. A message that did not change keeps its element, so that focus and what is read aloud stay
 * where they are.
 */
export function createThread(root, { tap, edit, answer }) {
  let shownChat
  const nodes = new Map()
  /** The reader is at the end and stays there, also when a picture becomes taller than its place was. */
  let follows = true
  root.addEventListener('scroll', () => {
    follows = root.scrollHeight - root.scrollTop - root.clientHeight < nearEndPx
  })
  root.addEventListener('load', () => follows && toEnd(), true)

  function toEnd() {
    root.scrollTop = root.scrollHeight
    follows = true
  }

  function show(chat) {
    const isOther = shownChat !== chat.id
    if (isOther) {
      root.replaceChildren()
      nodes.clear()
      shownChat = chat.id
    }
    const wanted = []
    let grew = false
    for (const section of chat.sections) {
      if (section.title !== '') wanted.push(['title', section.key, section, title])
      for (const message of section.messages) wanted.push(['message', section.key + message.key, message, bubble])
    }
    if (wanted.length === 0) wanted.push(['empty', 'empty', chat.status.key, empty])
    const kept = new Set(wanted.map(([, key]) => key))
    for (const [key, { node }] of nodes) {
      if (kept.has(key)) continue
      node.remove()
      nodes.delete(key)
    }
    wanted.forEach(([, key, data, make], index) => {
      const text = JSON.stringify(data)
      const known = nodes.get(key)
      if (known !== undefined && known.text === text) {
        if (root.children[index] !== known.node) root.insertBefore(known.node, root.children[index] ?? null)
        return
      }
      const node = make(data)
      if (known === undefined) {
        grew = true
        root.insertBefore(node, root.children[index] ?? null)
      } else known.node.replaceWith(node)
      nodes.set(key, { node, text })
    })
    if (isOther || (grew && follows)) toEnd()
  }

  function bubble(message) {
    const { from, text, at, isEdited, isGone, editable, isAnswerable, buttons, media, note } = message
    if (isGone) return element('p', { class: 'centre gone' }, t('note.gone'))
    const words = note === undefined ? '' : t(note.key, note.vars)
    if (from === 'other' && text === '' && media === undefined) return element('p', { class: 'centre' }, words)
    const body = element('div', { class: 'bubble' }, element('span', { class: 'unseen' }, `${t(`from.${from}`)}: `))
    if (media !== undefined) body.append(picture(media))
    if (text !== '') body.append(element('p', { class: 'words' }, ...withLinks(text)))
    const foot = element('p', { class: 'foot' })
    if (words !== '') foot.append(element('em', {}, words), ' ')
    if (isEdited) foot.append(element('span', {}, t('note.edited')), ' ')
    if (at !== undefined) foot.append(timeOf(at))
    if (editable !== undefined)
      foot.append(
        ' ',
        small(t('phone.edit'), () => edit(editable, text)),
      )
    if (isAnswerable)
      foot.append(
        ' ',
        small(t('phone.answer'), () => answer(message.message)),
      )
    body.append(foot)
    const node = element('div', { class: `message ${from}` }, body)
    if (buttons.length > 0) node.append(keyboard(message))
    return node
  }

  function small(label, act) {
    const button = element('button', { type: 'button', class: 'edit' }, label)
    button.addEventListener('click', act)
    return button
  }

  function keyboard({ message, buttons }) {
    const rows = buttons.map((row) =>
      element(
        'div',
        { class: 'keys' },
        ...row.map((label) => {
          const button = element('button', { type: 'button' }, label)
          button.addEventListener('click', () => tap(message, label))
          return button
        }),
      ),
    )
    return element('div', { class: 'keyboard', role: 'group', 'aria-label': t('phone.buttons') }, ...rows)
  }

  return { show, toEnd }
}

function title({ title: text, isClosed }) {
  const node = element('h3', {}, `# ${text}`)
  if (isClosed) node.append(' ', element('span', {}, t('note.closed')))
  return node
}

function empty() {
  return element('p', { class: 'centre' }, t('empty.chat'))
}

/** Addresses can be tapped, as on a phone. */
function withLinks(text) {
  return text
    .split(/(https?:\/\/[^\s]+)/)
    .map((part, index) =>
      index % 2 === 0 ? part : element('a', { href: part, target: '_blank', rel: 'noopener' }, part),
    )
}

function picture({ url, kind, name }) {
  if (kind === 'picture') return element('img', { src: url, alt: name === '' ? t('media.picture') : name })
  const label = name === '' ? t(`media.${kind}`) : `${t(`media.${kind}`)}: ${name}`
  return element('a', { href: url, download: name === '' ? true : name, class: 'saved' }, label)
}

/** The day stands beside the time where it is not the machine's today: the clock can be moved. */
function timeOf(at) {
  const date = new Date(at)
  const isToday = date.toDateString() === new Date().toDateString()
  const options = { hour: '2-digit', minute: '2-digit', ...(isToday ? {} : { day: 'numeric', month: 'numeric' }) }
  const text = new Intl.DateTimeFormat(document.documentElement.lang, options).format(date)
  return element('time', { datetime: date.toISOString() }, text)
}
