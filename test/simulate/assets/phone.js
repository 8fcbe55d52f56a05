import { createThread } from './thread.js'
import { act, element, sendFile, t } from './words.js'

/** One phone: which chat is shown, what is typed, what is tapped. The officer's phone speaks Telegram. */
export function createPhone(root) {
  const name = root.dataset.phone
  const platform = name === 'zalo' ? 'zalo' : 'telegram'
  const find = (selector) => root.querySelector(selector)
  const people = [...root.querySelectorAll('[data-chat]')]
  const text = find('textarea')
  const topics = find('.topic select')
  const notice = find('.notice')
  const editing = find('.editing')
  const read = new Map()
  const noticed = new Map()
  let chat = people[0].dataset.chat
  let chats = []
  let aimed
  let topicList = ''

  const place = () => ({ phone: platform, chat })
  const thread = createThread(find('.thread'), {
    tap: (message, label) => act({ act: 'tap', ...place(), message, label }),
    edit(message, words) {
      text.value = words
      aimAt({ act: 'edit', message }, t('phone.editing'))
    },
    answer: (message) => aimAt({ act: 'say', answers: message }, t('phone.answering')),
  })

  /** What is typed next changes or answers a message. */
  function aimAt(what, label) {
    aimed = what
    editing.querySelector('span').textContent = label
    editing.hidden = false
    text.focus()
  }

  function stopEditing() {
    aimed = undefined
    editing.hidden = true
  }

  function show() {
    const current = chats.find(({ id }) => id === chat)
    if (current === undefined) return
    const isGroup = current.id === 'group'
    for (const button of people) {
      const isCurrent = button.dataset.chat === chat
      button.setAttribute('aria-pressed', String(isCurrent))
      const count = countOf(chats.find(({ id }) => id === button.dataset.chat))
      if (isCurrent || !read.has(button.dataset.chat)) read.set(button.dataset.chat, count)
      button.querySelector('.dot').hidden = count <= read.get(button.dataset.chat)
    }
    find('.status').textContent = t(current.status.key, current.status.vars)
    thread.show(current)
    showNotice(current)
    const isMute = platform === 'telegram' && current.isOff
    text.disabled = isMute
    find('.send').disabled = isMute
    for (const tool of root.querySelectorAll('[data-off]'))
      tool.textContent = current.isOff ? tool.dataset.off : tool.dataset.on
    for (const tool of root.querySelectorAll('[data-tool=sample], .file')) tool.hidden = isGroup || isMute
    if (topics !== null) showTopics(current, isGroup)
  }

  function showTopics(current, isGroup) {
    find('.topic').hidden = !isGroup
    const list = JSON.stringify(current.sections.map(({ topic, title }) => [topic, title]))
    if (!isGroup || list === topicList) return
    topicList = list
    const chosen = topics.value
    const names = current.sections.map(({ topic, title }) =>
      element('option', { value: String(topic) }, title === '' ? t('phone.general') : title),
    )
    topics.replaceChildren(...names)
    if (current.sections.some(({ topic }) => String(topic) === chosen)) topics.value = chosen
    else topics.selectedIndex = topics.options.length - 1
  }

  function showNotice(current) {
    const number = current.notice?.number
    if (number === undefined || noticed.get(chat) === number) return
    noticed.set(chat, number)
    tell(current.notice.text)
  }

  function tell(words) {
    notice.textContent = words
    notice.hidden = false
  }

  for (const button of people)
    button.addEventListener('click', () => {
      chat = button.dataset.chat
      notice.hidden = true
      stopEditing()
      show()
    })

  find('form').addEventListener('submit', async (event) => {
    event.preventDefault()
    const words = text.value.trim()
    if (words === '') return
    notice.hidden = true
    const topic = chat === 'group' ? Number(topics.value) : 0
    if ((await act({ ...(aimed ?? { act: 'say', topic }), ...place(), text: words })) === undefined) return
    text.value = ''
    stopEditing()
    thread.toEnd()
    text.focus()
  })
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && aimed !== undefined) {
      text.value = ''
      stopEditing()
    }
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    find('form').requestSubmit()
  })
  find('.cancel').addEventListener('click', () => {
    text.value = ''
    stopEditing()
  })

  const tools = {
    sample: () => act({ act: 'sample', ...place() }),
    link() {
      text.value = '/start truong-song-may'
      text.focus()
    },
    block: (current) => act({ act: 'block', ...place(), on: !current.isOff }),
    follow: (current) => act({ act: 'follow', ...place(), on: current.isOff }),
    async invite() {
      const code = await act({ act: 'invite' })
      if (code !== undefined) tell(t('tool.invited', { code }))
    },
  }
  for (const tool of root.querySelectorAll('button[data-tool]'))
    tool.addEventListener('click', () => {
      const current = chats.find(({ id }) => id === chat)
      if (current !== undefined) void tools[tool.dataset.tool](current)
    })
  const file = find('input[type=file]')
  file?.addEventListener('change', async () => {
    const [chosen] = file.files
    if (chosen !== undefined) await sendFile({ ...place(), caption: text.value }, chosen)
    text.value = ''
    file.value = ''
  })

  return {
    update(given) {
      chats = given
      show()
    },
  }
}

function countOf(chat) {
  return chat === undefined ? 0 : chat.sections.reduce((sum, { messages }) => sum + messages.length, 0)
}
