import { describe, expect, it } from 'vitest'
import { fitMessage } from '../../src/core/fit.ts'
import type { OutboundMessage } from '../../src/core/message.ts'

const message: OutboundMessage = {
  to: 'web:x',
  text: 'Chọn một mục:',
  quickReplies: [
    { label: 'Báo tin', value: '/baotin' },
    { label: 'Trợ giúp', value: '/help' },
  ],
  citations: [{ document: '102/2016/QH13', article: 'Điều 1', title: 'Luật Trẻ em 2016' }],
  priority: 'reply',
}

describe('fitting a message to a channel', () => {
  it('leaves buttons where there are some', () => {
    expect(fitMessage(message, { textLength: 100, quickReplies: 2 })).toEqual([message])
  })

  it('writes the choices as numbers where there are none, or too few', () => {
    for (const quickReplies of [0, 1]) {
      const [fitted] = fitMessage(message, { textLength: 100, quickReplies })
      expect(fitted?.text).toBe('Chọn một mục:\n\n1. Báo tin\n2. Trợ giúp')
      expect(fitted).not.toHaveProperty('quickReplies')
    }
  })

  it('cuts a long text and keeps buttons and sources on its last part', () => {
    const parts = fitMessage({ ...message, text: 'Câu một dài. '.repeat(10) }, { textLength: 40, quickReplies: 5 })
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.slice(0, -1).every((part) => part.quickReplies === undefined && part.citations === undefined)).toBe(
      true,
    )
    expect(parts.at(-1)).toMatchObject({ quickReplies: message.quickReplies, citations: message.citations })
    expect(parts.every((part) => part.text.length <= 40 && part.to === message.to && part.priority === 'reply')).toBe(
      true,
    )
  })
})
