const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks the server for JSON. The status is 0 when it could not be reached in time. */
async function call(url, options, patience = 25000) {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), patience)
  try {
    const response = await fetch(url, { cache: 'no-store', ...options, signal: abort.signal })
    return { status: response.status, body: await response.json() }
  } catch {
    return { status: 0 }
  } finally {
    clearTimeout(timer)
  }
}

/** Whether the server may take the same message a little later. */
export const isPassing = (status) => status === 0 || status >= 500

/** An id under which a message counts once, however often it is sent. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The token of the session, kept for this tab alone; in memory only where storage is switched off. */
export function createToken() {
  let token = ''
  let isDropped = false
  try {
    token = sessionStorage.getItem('session') || ''
  } catch {
    // Storage is switched off.
  }
  return {
    get: () => token,
    set(value) {
      if (isDropped) return
      token = value
      try {
        if (value) sessionStorage.setItem('session', value)
        else sessionStorage.removeItem('session')
      } catch {
        // Storage is switched off.
      }
    },
    /** For good: an answer that is still on its way brings nothing back. */
    drop() {
      isDropped = true
      token = ''
      try {
        sessionStorage.clear()
      } catch {
        // Storage is switched off: there is nothing to clear.
      }
    },
  }
}

/** Sends one message, three times at most while the network or the server fails. */
export function post(message) {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(message) }
  return again(() => call('/api/chat/messages', options))
}

/** Sends one file in the same way; a slow line may take some minutes. */
export function upload(file, session, id) {
  const query = new URLSearchParams({ session, id })
  return again(() => call(`/api/chat/attachments?${query}`, { method: 'POST', body: file }, 300000))
}

async function again(attempt) {
  let answer
  let tries = 0
  for (const wait of [0, 1500, 4000]) {
    await pause(wait)
    tries += 1
    answer = await attempt()
    if (!isPassing(answer.status)) break
  }
  return { ...answer, tries }
}

/** Sends a message whose answer nobody waits for: it arrives although the page is left in the same moment. */
export function postAndGo(message) {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(message) }
  fetch('/api/chat/messages', { ...options, keepalive: true }).catch(() => {})
}

/** Follows a session: what was said before, then what comes. `onMessage` may hear of a message twice. */
export function createReader({ token, onMessage, onEnd }) {
  /** The last message that came by history or stream: none before it is missing. */
  let readTo = 0
  let stream
  const query = () => `session=${encodeURIComponent(token.get())}&after=${readTo}`

  function stop() {
    if (stream) stream.close()
    stream = undefined
    readTo = 0
  }

  /** True when everything up to now has been read. */
  async function catchUp() {
    const mine = token.get()
    const { status, body } = await call(`/api/chat/messages?${query()}`)
    if (mine !== token.get()) return false
    if (status === 401) {
      stop()
      onEnd()
    }
    if (status !== 200) return false
    for (const message of body.messages) {
      onMessage(message)
      readTo = Math.max(readTo, Number(message.id))
    }
    return true
  }

  function listen() {
    if (stream || !token.get() || !window.EventSource) return
    const source = new EventSource(`/api/chat/stream?${query()}`)
    stream = source
    source.addEventListener('message', (event) => {
      if (stream !== source) return
      readTo = Math.max(readTo, Number(event.lastEventId))
      onMessage(JSON.parse(event.data))
    })
    source.addEventListener('error', () => {
      if (stream !== source || source.readyState !== EventSource.CLOSED) return
      stream = undefined
      void comeBack(5000)
    })
  }

  async function comeBack(wait) {
    await pause(wait)
    if (stream || !token.get()) return
    if (await catchUp()) listen()
    else if (token.get()) await comeBack(Math.min(wait * 2, 60000))
  }

  return { catchUp, listen, comeBack, stop }
}
