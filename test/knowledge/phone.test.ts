import { describe, expect, it } from 'vitest'
import { fillPhones, loadPhones, typedNumbers } from '../../src/knowledge/phone.ts'
import { withKnowledge } from './knowledge-folder.ts'
import { knowledgeDir } from './test-answerer.ts'

const phones = { child_hotline: '111', police: '113' }

describe('telephone numbers', () => {
  it('of the project are the four that were verified', () => {
    expect(loadPhones(knowledgeDir)).toEqual({ child_hotline: '111', police: '113', fire: '114', ambulance: '115' })
  })

  it('stand in texts by name', () => {
    expect(fillPhones('Gọi {{child_hotline}} hoặc {{ police }}.', phones)).toBe('Gọi 111 hoặc 113.')
  })

  it('that nobody knows are never shown as a gap', () => {
    expect(() => fillPhones('Gọi {{nobody}}.', phones)).toThrow('no telephone nobody')
    expect(() => fillPhones('Gọi {{toString}}.', {})).toThrow('no telephone toString')
  })

  it('are refused with everything else that is wrong in the file', async () => {
    await withKnowledge({ 'phones.yaml': 'phones: { Bad: { number: 12 }, police: 113 }' }, (dir) => {
      expect(() => loadPhones(dir)).toThrow(/phones\.Bad[\s\S]*phones\.police/)
    })
  })

  it.each([
    ['Gọi 111.', ['111']],
    ['(113), 111; 111', ['113', '111']],
    ['0912345678 và 028 1234 5678', ['0912345678', '028 1234 5678']],
    ['1900 54 55 59', ['1900 54 55 59']],
    ['tongdai111.vn, 11/113, 111.000 đồng, 113%, 1113, 2111', []],
    ['từ 1900 đến 2026, 100/2015/QH13', []],
  ])('typed in "%s" are %j', (text, expected) => {
    expect(typedNumbers(text, phones)).toEqual(expected)
  })
})
