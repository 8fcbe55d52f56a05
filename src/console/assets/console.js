// Keeps a page fresh: listens for changes, fetches the pieces marked data-live again and swaps them. Nothing that an officer
// is typing lies in such a piece. Without this script every page still works, by reloading.
const body = document.body
const liveUrl = body.dataset.liveUrl
const lost = document.getElementById('lost')
const ended = document.getElementById('ended')
const announce = document.getElementById('announce')
const reply = document.getElementById('reply-text')
const retryMs = 5000
const gatherMs = 300

let source
let retryTimer
let refreshTimer
let isRefreshing = false
let isStale = false
let isLeaving = false

function swap(from) {
  for (const fresh of from.querySelectorAll('[data-live]')) {
    const old = document.getElementById(fresh.id)
    if (!old) continue
    const isOpen = old.querySelector('details:not([id])')?.open
    const shown = [...old.querySelectorAll('details[id][open]')]
    const focused = old.contains(document.activeElement) ? document.activeElement.id : ''
    if (fresh.dataset.announce && fresh.dataset.version !== old.dataset.version) {
      announce.textContent = fresh.dataset.announce
    }
    old.replaceWith(fresh)
    const details = fresh.querySelector('details:not([id])')
    if (isOpen && details) details.open = true
    // What is looked at stays as it is, and plays on.
    for (const each of shown) document.getElementById(each.id)?.replaceWith(each)
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
  }
}

function parse(text) {
  return new DOMParser().parseFromString(text, 'text/html')
}

function endSession() {
  ended.hidden = false
  lost.hidden = true
  stop()
  clearInterval(everyTimer)
}

async function refresh() {
  if (isRefreshing) {
    isStale = true
    return
  }
  isRefreshing = true
  try {
    const response = await fetch(liveUrl, { redirect: 'manual', cache: 'no-store' })
    if (response.type === 'opaqueredirect') endSession()
    else if (response.ok) swap(parse(await response.text()))
  } catch {
    lost.hidden = false
  }
  isRefreshing = false
  if (isStale) {
    isStale = false
    refreshSoon()
  }
}

function refreshSoon() {
  clearTimeout(refreshTimer)
  refreshTimer = setTimeout(refresh, gatherMs)
}

function start() {
  if (source || !ended.hidden) return
  source = new EventSource('/console/stream')
  source.addEventListener('change', refreshSoon)
  source.addEventListener('open', () => {
    if (!lost.hidden) refreshSoon()
    lost.hidden = true
  })
  source.addEventListener('error', () => {
    lost.hidden = false
    if (source?.readyState !== EventSource.CLOSED) return
    // The server refused: it may be starting again, or the session may have ended, which a refresh finds out.
    stop()
    retryTimer = setTimeout(() => void refresh().then(start), retryMs)
  })
}

function stop() {
  clearTimeout(retryTimer)
  source?.close()
  source = undefined
}

// A status is changed in place, so that a half-written reply stays. What comes back is the tip's page.
async function sendInPlace(form) {
  const buttons = form.querySelectorAll('button')
  buttons.forEach((button) => (button.disabled = true))
  try {
    const response = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
    const page = parse(await response.text())
    if (response.status === 401 || new URL(response.url).pathname === '/console/signed-out') endSession()
    else if (page.querySelector('[data-live]')) swap(page)
    else document.getElementById('tip-notice')?.replaceChildren(failure(page))
  } catch {
    lost.hidden = false
  }
  buttons.forEach((button) => (button.disabled = false))
}

function failure(page) {
  const notice = document.createElement('p')
  notice.className = 'notice bad'
  notice.setAttribute('role', 'alert')
  notice.textContent = page.querySelector('main')?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  return notice
}

document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.matches('[data-in-place]')) {
    event.preventDefault()
    void sendInPlace(form)
    return
  }
  isLeaving = true
  // A second press would send twice. After the submit, so that nothing is left out of the form.
  if (form.method === 'post') setTimeout(() => form.querySelectorAll('button').forEach((b) => (b.disabled = true)))
})

// Coming back by the browser's history shows the page as it was left.
window.addEventListener('pageshow', (event) => {
  isLeaving = false
  if (!event.persisted) return
  document.querySelectorAll('button').forEach((button) => (button.disabled = false))
  if (liveUrl) refreshSoon()
})

window.addEventListener('beforeunload', (event) => {
  if (!isLeaving && reply && reply.value.trim() !== '') event.preventDefault()
})

// A browser holds few connections to one server: only the page that is looked at keeps one.
document.addEventListener('visibilitychange', () => {
  if (!liveUrl) return
  if (document.hidden) stop()
  else {
    start()
    refreshSoon()
  }
})

const everyMs = Number(body.dataset.everyMs)
const everyTimer = liveUrl && everyMs > 0 ? setInterval(() => document.hidden || refresh(), everyMs) : undefined
if (liveUrl && !document.hidden) start()
