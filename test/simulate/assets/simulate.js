import { createControls } from './controls.js'
import { createPhone } from './phone.js'

const phones = [...document.querySelectorAll('[data-phone]')].map((root) => [root.dataset.phone, createPhone(root)])
const controls = createControls()
const lost = document.querySelector('#lost')

const events = new EventSource('/events')
events.addEventListener('message', ({ data }) => {
  const view = JSON.parse(data)
  lost.hidden = true
  controls.update(view)
  for (const [name, phone] of phones) phone.update(view.chats[name])
})
events.addEventListener('error', () => {
  lost.hidden = false
})
