import { act, element, t } from './words.js'

/** The clock, the faults and the log. */
export function createControls() {
  const find = (selector) => document.querySelector(selector)
  const clock = find('#clock')
  const form = find('#faults form')
  const active = find('#active-faults')
  const log = find('#log')
  let movedMs = 0
  let shownFaults = ''

  function showClock() {
    const options = { weekday: 'short', day: 'numeric', month: 'numeric', hour: '2-digit', minute: '2-digit' }
    const text = new Intl.DateTimeFormat(document.documentElement.lang, options).format(Date.now() + movedMs)
    if (clock.textContent !== text) clock.textContent = text
  }
  setInterval(showClock, 1000)
  for (const button of document.querySelectorAll('[data-hours]'))
    button.addEventListener('click', () => act({ act: 'advance', hours: Number(button.dataset.hours) }))

  /** Methods and faults are those of the chosen platform. */
  function showChoices() {
    const platform = form.elements.platform.value
    for (const select of [form.elements.method, form.elements.fault]) {
      for (const option of select.options) {
        const isOther = option.dataset.platform !== platform
        option.hidden = isOther
        option.disabled = isOther
      }
      if (select.selectedOptions[0]?.disabled !== false)
        select.selectedIndex = [...select.options].findIndex(({ disabled }) => !disabled)
    }
  }
  form.elements.platform.addEventListener('change', showChoices)
  showChoices()
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const { platform, method, fault } = form.elements
    void act({ act: 'fault-on', platform: platform.value, method: method.value, fault: fault.value })
  })
  find('#faults-off').addEventListener('click', () => act({ act: 'faults-off' }))

  function showFaults(faults) {
    const text = JSON.stringify(faults)
    if (text === shownFaults) return
    shownFaults = text
    find('#fault-count').textContent = faults.length === 0 ? t('faults.none') : t('faults.count', { n: faults.length })
    find('#faults').classList.toggle('on', faults.length > 0)
    find('#faults-off').hidden = faults.length < 2
    const rows = faults.map(({ id, platform, method, fault }) => {
      const label = `${t(`phone.${platform}`)} · ${method === '*' ? t('faults.any') : method} · ${t(`fault.${fault}`)}`
      const button = element(
        'button',
        { type: 'button', 'aria-label': `${t('faults.off')}: ${label}` },
        t('faults.off'),
      )
      button.addEventListener('click', () => act({ act: 'fault-off', id }))
      return element('li', {}, element('span', {}, label), ' ', button)
    })
    active.replaceChildren(...rows)
  }

  return {
    update({ movedMs: moved, faults, log: lines }) {
      movedMs = moved
      showClock()
      showFaults(faults)
      const text = lines.join('\n')
      if (log.textContent === text) return
      log.textContent = text
      log.scrollTop = log.scrollHeight
    },
  }
}
