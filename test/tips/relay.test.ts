import { describe, expect, it } from 'vitest'
import { tipStatuses } from '../../src/core/tip.ts'
import { relayReply, relayStatus } from '../../src/tips/relay.ts'
import { realContent } from '../support/test-app.ts'

const { translate } = realContent()
const words = translate('vi')
const addresses = ['telegram:lan', 'zalo:lan', 'web:lan'] as const

describe('an officer’s words on their way to the tipster', () => {
  it('go to every address, as tips, under the alias', () => {
    const messages = relayReply(addresses, 'Cháu bé mấy tuổi?', 7, words)
    expect(messages.map(({ to }) => to)).toEqual(addresses)
    for (const message of messages) {
      expect(message.priority).toBe('tip')
      expect(message.about).toBeUndefined()
      expect(message.text).toBe(words('tip.fromOfficer', { alias: 7, text: 'Cháu bé mấy tuổi?' }))
      expect(message.text).toContain('Cán bộ trực số 7')
    }
  })

  it('are said as they stand, whatever they look like', () => {
    const odd = 'Gọi {{police}} hay $t(tip.send)? <b>& "thế"</b>'
    expect(relayReply(['web:lan'], odd, 1, words)[0]?.text).toContain(odd)
  })

  it('go nowhere when there is no way back', () => {
    expect(relayReply([], 'còn đó không', 1, words)).toEqual([])
    expect(relayStatus([], 'resolved', words)).toEqual([])
  })
})

describe('a change of status', () => {
  it.each(tipStatuses)('%s is told in a child’s words, in both languages', (status) => {
    for (const locale of translate.locales) {
      const [message] = relayStatus(['telegram:lan'], status, translate(locale))
      expect(message?.text).toContain(translate(locale)(`status.child.${status}`))
      expect(message?.priority).toBe('tip')
    }
  })

  it('does not use the desk’s words', () => {
    const told = tipStatuses.map((status) => relayStatus(['telegram:lan'], status, words)[0]?.text ?? '')
    for (const status of ['classified', 'verifying', 'closed'] as const) {
      for (const text of told) expect(text).not.toContain(words(`status.officer.${status}`))
    }
    expect(new Set(told).size).toBe(tipStatuses.length)
  })
})
