import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Address } from '../../src/core/channel.ts'
import { tipStatuses } from '../../src/core/tip.ts'
import { createMarks } from '../../src/privacy/marks.ts'
import { readReplyCode, relayReply, relayStatus, replyCommand } from '../../src/tips/relay.ts'
import { realContent } from '../support/test-app.ts'

const { translate } = realContent()
const words = translate('vi')
const marks = createMarks(randomBytes(32))
const addresses: readonly Address[] = ['telegram:lan', 'zalo:lan', 'web:lan']
const answer = { tip: 'ABCD-2345', text: 'Cháu bé mấy tuổi?', alias: 7 }

describe('an officer’s words on their way to the tipster', () => {
  it('go to every address, as tips, under the alias', () => {
    const messages = relayReply(addresses, answer, words, marks)
    expect(messages.map(({ wayBack }) => wayBack)).toEqual(addresses.map(() => answer.tip))
    expect(messages.map(({ to }) => to)).toEqual(addresses)
    for (const message of messages) {
      expect(message.priority).toBe('tip')
      expect(message.about).toBeUndefined()
      expect(message.text).toBe(words('tip.fromOfficer', { alias: 7, text: 'Cháu bé mấy tuổi?' }))
      expect(message.text).toContain('Cán bộ trực số 7')
    }
  })

  it('are said as they stand, whatever they look like', () => {
    const text = 'Gọi {{police}} hay $t(tip.send)? <b>& "thế"</b>'
    expect(relayReply(['web:lan'], { ...answer, text }, words, marks)[0]?.text).toContain(text)
  })

  it('go nowhere when there is no way back', () => {
    expect(relayReply([], answer, words, marks)).toEqual([])
    expect(relayStatus([], { tip: 'AB12-CD34', status: 'resolved' }, words)).toEqual([])
  })
})

describe('the button under an officer’s words', () => {
  const codes = relayReply(addresses, answer, words, marks).map((message) => {
    const [button, ...more] = message.quickReplies ?? []
    expect(more).toEqual([])
    expect(button?.label).toBe(words('tip.replyButton'))
    expect(button?.value.startsWith(`/${replyCommand} `)).toBe(true)
    return button?.value.slice(replyCommand.length + 2) ?? ''
  })

  it('opens the tip to the address it was made for, and to no other', () => {
    for (const [index, code] of codes.entries()) {
      for (const [other, address] of addresses.entries()) {
        expect(readReplyCode(code, address, marks)).toBe(index === other ? 'ABCD-2345' : undefined)
      }
    }
  })

  it('opens nothing else when it is changed, cut or made up', () => {
    const [code = ''] = codes
    const [, mark = ''] = code.split('.')
    for (const wrong of ['', '.', `.${mark}`, 'ABCD-2345', 'ABCD-2345.', `ABCD-2346.${mark}`, code.slice(0, -1)]) {
      expect(readReplyCode(wrong, 'telegram:lan', marks)).toBeUndefined()
    }
    expect(readReplyCode(code, 'telegram:lan', createMarks(randomBytes(32)))).toBeUndefined()
  })
})

describe('a change of status', () => {
  it.each(tipStatuses)('%s is told in a child’s words, in both languages', (status) => {
    for (const locale of translate.locales) {
      const [message] = relayStatus(['telegram:lan'], { tip: 'AB12-CD34', status }, translate(locale))
      expect(message?.text).toContain(translate(locale)(`status.child.${status}`))
      expect(message?.priority).toBe('tip')
    }
  })

  it('does not use the desk’s words', () => {
    const told = tipStatuses.map(
      (status) => relayStatus(['telegram:lan'], { tip: 'AB12-CD34', status }, words)[0]?.text ?? '',
    )
    for (const status of ['classified', 'verifying', 'closed'] as const) {
      for (const text of told) expect(text).not.toContain(words(`status.officer.${status}`))
    }
    expect(new Set(told).size).toBe(tipStatuses.length)
  })
})
