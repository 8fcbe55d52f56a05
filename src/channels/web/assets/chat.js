// Makes a chat of the plain form. What a person writes is kept nowhere but in this page's memory.
import { createReader, createToken, isPassing, newId, post, postAndGo } from './server.js'
import { sendFiles } from './files.js'
import { createThread, element } from './thread.js'

const byId = (id) => document.getElementById(id)
const form = byId('ask')
const box = byId('text')
const log = byId('log')
const scroll = byId('scroll')
const fault = byId('fault')
const status = byId('status')
const typing = byId('typing')
const field = (name) => form.elements.namedItem(name)
const words = () => JSON.parse(document.querySelector('[data-words]').dataset.words)

let isBusy = false
let hasLeft = false
/** What could not be sent; sent again under the same id, so that it counts once. */
let unsent
const token = createToken()
const thread = createThread({ log, scroll, words, changed: showWelcome })
const reader = createReader({
  token,
  onMessage: (message) => thread.show(message, !isBusy),
  onEnd() {
    endSession()
    if (!thread.isEmpty()) thread.note(words().ended)
  },
})

function endSession() {
  reader.stop()
  thread.endSession()
  token.set('')
}

function showWelcome() {
  byId('welcome').hidden = log.childElementCount > 0
}

function complain(text, retry) {
  fault.replaceChildren(element('span', '', text))
  if (retry) {
    const button = element('button', 'again', words().retry)
    button.type = 'button'
    button.addEventListener('click', retry)
    fault.append(button)
  }
  fault.hidden = false
}

function calm() {
  fault.hidden = true
  fault.replaceChildren()
}

function setBusy(busy) {
  isBusy = busy
  typing.hidden = !busy
  status.textContent = busy ? words().typing : ''
  form.querySelector('.send').setAttribute('aria-disabled', String(busy))
}

function grow() {
  if (CSS.supports('field-sizing', 'content')) return
  box.style.height = 'auto'
  box.style.height = `${box.scrollHeight + 3}px`
}

/** As `foldWords` of the server: "Thoát!" is `thoat`. */
function fold(text) {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/đ/g, 'd')
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** Sends `text`, shown as `label`. */
async function send(text, label, wasTyped) {
  if (form.dataset.exitWords.split('|').includes(fold(text))) {
    if (token.get()) postAndGo({ text: '/thoat', session: token.get() })
    return leave()
  }
  if (isBusy) return
  const id = unsent && unsent.text === text ? unsent.id : newId()
  const tapped = !wasTyped && scroll.contains(document.activeElement)
  const replies = thread.offered()
  calm()
  thread.offer(null)
  const own = thread.say(label)
  if (wasTyped) box.value = ''
  grow()
  setBusy(true)
  thread.reveal(own)
  if (tapped) own.focus({ preventScroll: true })
  const session = token.get() || undefined
  const ref = (!session && field('ref').value) || undefined
  // A button's value is not what stands on it; an example is.
  const tap = text !== label || undefined
  const answer = await post({ text, id, session, ref, tap, locale: document.documentElement.lang })
  if (hasLeft) return
  own.classList.remove('waiting')
  if (answer.status === 200) {
    unsent = undefined
    dropRef()
    token.set(answer.body.session)
    for (const message of answer.body.messages) thread.show(message)
    setBusy(false)
    thread.reveal(own)
    if (tapped && own.nextElementSibling) own.nextElementSibling.focus({ preventScroll: true })
    if (answer.tries > 1) await reader.catchUp()
    reader.listen()
    return
  }
  unsent = { text, id }
  setBusy(false)
  own.remove()
  showWelcome()
  if (answer.status === 401) endSession()
  else thread.offer(replies)
  giveBack(text, label, wasTyped, answer)
}

/** Sends files, one after another; before there is a session a tip is begun, which is what they are for. */
async function attach(input) {
  const files = [...input.files]
  const { mostBytes, tooLarge } = input.dataset
  input.value = ''
  if (isBusy || files.length === 0) return
  if (!token.get()) await send('/baotin', document.querySelector('.start.baotin b').textContent, false)
  if (!token.get() || hasLeft) return
  calm()
  setBusy(true)
  const own = thread.say('')
  thread.reveal(own)
  const texts = words()
  const { answer, isSent } = await sendFiles(files, {
    session: token.get(),
    words: texts,
    mostBytes: Number(mostBytes),
    tooLarge,
    say: (text) => {
      own.querySelector('.words').textContent = text
      status.textContent = text
    },
    hasLeft: () => hasLeft,
    onMessage: (message) => thread.show(message),
  })
  if (hasLeft) return
  own.classList.remove('waiting')
  setBusy(false)
  if (!isSent) own.remove()
  showWelcome()
  if (answer && answer.status === 401) endSession()
  if (answer) complain(answer.text || texts.network)
  reader.listen()
}

/** Nothing is lost: what was typed goes back into the box, what was tapped can be sent again. */
function giveBack(text, label, wasTyped, { status: code, body }) {
  if (wasTyped) {
    box.value = box.value ? `${label}\n${box.value}` : label
    grow()
    box.focus()
  }
  const retry = wasTyped ? submit : () => void send(text, label, false)
  complain(body ? body.error.message : words().network, isPassing(code) ? retry : undefined)
}

/** The value of the button whose number was typed, as the page numbers them; anything else stays as it is. */
function chosen(text) {
  const number = /^(\d{1,2})[.)]?$/.exec(text)
  const buttons = thread.offered()?.querySelectorAll('.reply') ?? []
  return (number && buttons[number[1] - 1]?.value) || text
}

function submit() {
  const text = box.value.trim()
  if (text) void send(chosen(text), text, true)
  else box.focus()
}

function dropRef() {
  field('ref').value = ''
  const url = new URL(location.href)
  if (!url.searchParams.has('ref')) return
  url.searchParams.delete('ref')
  history.replaceState(null, '', url)
}

/** Leaves nothing of this page: not in the tab, not behind the Back button. */
function leave() {
  if (hasLeft) return
  hasLeft = true
  const url = byId('exit').href
  reader.stop()
  token.drop()
  document.title = ''
  document.body.replaceChildren()
  location.replace(url)
}

/** Changes the language in place: the thread, what is typed and the history stay as they are. */
async function speak(locale) {
  try {
    const response = await fetch(`/?lang=${locale}`)
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    for (const fresh of page.querySelectorAll('[data-swap]')) {
      document.querySelector(`[data-swap="${fresh.dataset.swap}"]`).replaceWith(fresh)
    }
    log.setAttribute('aria-label', page.getElementById('log').getAttribute('aria-label'))
    box.placeholder = page.getElementById('text').placeholder
    document.title = page.title
    document.documentElement.lang = locale
    const url = new URL(location.href)
    url.searchParams.set('lang', locale)
    history.replaceState(null, '', url)
    calm()
    showWelcome()
    setBusy(isBusy)
    document.querySelector('.lang').focus()
  } catch {
    complain(words().network)
  }
}

async function copy(button) {
  const code = button.parentElement.querySelector('.code')
  try {
    await navigator.clipboard.writeText(code.textContent)
  } catch {
    getSelection().selectAllChildren(code)
    if (!document.execCommand('copy')) return
  }
  button.textContent = words().copied
  status.textContent = words().copied
  setTimeout(() => {
    button.textContent = words().copy
    if (!isBusy) status.textContent = ''
  }, 4000)
}

document.addEventListener('click', (event) => {
  const target = event.target.closest('a, button')
  if (!target) return
  if (target.id === 'exit') leave()
  else if (target.dataset.lang) void speak(target.dataset.lang)
  else if (target.id === 'start-asking') box.focus()
  else if (target.matches('.copy')) void copy(target)
  else if (target.matches('.reply, .example')) void send(target.value, target.textContent, false)
  else if (target.matches('.start')) void send(target.value, target.querySelector('b').textContent, false)
  else return
  event.preventDefault()
})
form.addEventListener('submit', (event) => {
  event.preventDefault()
  submit()
})
document.addEventListener('change', (event) => {
  if (event.target.id === 'files') void attach(event.target)
})
box.addEventListener('input', grow)
box.addEventListener('keydown', (event) => {
  // 229: a key that an input method is still working on.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
  event.preventDefault()
  submit()
})
let escapedAt = -Infinity
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.repeat) return
  if (event.timeStamp - escapedAt < 1000) leave()
  escapedAt = event.timeStamp
})

/** What the server rendered is built anew, so that it works like the rest. */
async function begin() {
  document.documentElement.classList.add('live')
  if (field('session').value) token.set(field('session').value)
  field('session').value = ''
  if (byId('look')) byId('look').remove()
  scroll.classList.remove('at-end')
  log.replaceChildren()
  showWelcome()
  grow()
  if (!token.get()) return
  setBusy(true)
  const isRead = await reader.catchUp()
  setBusy(false)
  thread.settle()
  if (isRead) reader.listen()
  else if (token.get()) void reader.comeBack(2000)
}
void begin()
