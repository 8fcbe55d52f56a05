const words = JSON.parse(document.body.dataset.words)

/** A text of the page with its variables filled in. */
export const t = (key, vars = {}) => (words[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_, name) => vars[name] ?? '')

/** A new element with attributes and children; a text is always shown as text. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === undefined) continue
    node.setAttribute(key, value === true ? '' : value)
  }
  node.append(...children)
  return node
}

/** Does something; the answer's `shows`. Undefined when it was refused, or when nobody answered. */
export async function act(what) {
  return answered(
    fetch('/acts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(what) }),
  )
}

/** Sends a file from a phone. */
export async function sendFile(place, file) {
  const query = new URLSearchParams({ ...place, name: file.name })
  const headers = { 'content-type': 'application/octet-stream' }
  return answered(fetch(`/files?${query}`, { method: 'POST', headers, body: file }))
}

async function answered(asking) {
  const refused = document.querySelector('#refused')
  try {
    const response = await asking
    const { done, shows } = await response.json()
    refused.textContent = done ? '' : t('page.refused')
    refused.classList.toggle('unseen', done)
    return done ? shows : undefined
  } catch {
    return undefined
  }
}
