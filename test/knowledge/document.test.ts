import { describe, expect, it } from 'vitest'
import { hasEnded, isInForce, type LawDocument } from '../../src/knowledge/document.ts'

const law: LawDocument = { id: 'law', number: '116/2025/QH15', kind: 'law', title: 'Law', titleEn: 'Law' }

describe('a document', () => {
  it.each([
    ['before its first day', { from: '2026-07-01' }, '2026-06-30', false],
    ['on its first day', { from: '2026-07-01' }, '2026-07-01', true],
    ['on its last day', { from: '2020-01-01', until: '2025-12-31' }, '2025-12-31', true],
    ['after its last day', { from: '2020-01-01', until: '2025-12-31' }, '2026-01-01', false],
    ['of unknown beginning, in the year before its number', {}, '2024-12-31', false],
    ['of unknown beginning, from the year of its number on', {}, '2025-01-01', true],
    ['of unknown beginning and a number without a year', { number: '752/KH-BCĐ' }, '1999-01-01', true],
  ])('%s: in force %s', (_name, days, on, expected) => {
    expect(isInForce({ ...law, ...days }, on)).toBe(expected)
  })

  it('has ended only after its last day', () => {
    expect(hasEnded({ ...law, until: '2025-12-31' }, '2025-12-31')).toBe(false)
    expect(hasEnded({ ...law, until: '2025-12-31' }, '2026-01-01')).toBe(true)
    expect(hasEnded(law, '2999-01-01')).toBe(false)
  })
})
