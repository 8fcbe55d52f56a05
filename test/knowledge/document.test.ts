import { describe, expect, it } from 'vitest'
import { endless, isCitedInForce, isInForce, lastDayOf, type LawDocument } from '../../src/knowledge/document.ts'

const law: LawDocument = { id: 'law', number: '116/2025/QH15', kind: 'law', title: 'Law', titleEn: 'Law' }

describe('a document', () => {
  it.each([
    ['before its first day', { from: '2026-07-01' }, '2026-06-30', false],
    ['on its first day', { from: '2026-07-01' }, '2026-07-01', true],
    ['on its last day', { from: '2020-01-01', until: '2025-12-31' }, '2025-12-31', true],
    ['after its last day', { from: '2020-01-01', until: '2025-12-31' }, '2026-01-01', false],
    ['of unknown beginning, in the year of its number', {}, '2025-12-31', false],
    ['of unknown beginning, from the year after its number on', {}, '2026-01-01', true],
    ['of unknown beginning and a number without a year', { number: '752/KH-BCĐ' }, '1999-01-01', true],
  ])('%s: in force %s', (_name, days, on, expected) => {
    expect(isInForce({ ...law, ...days }, on)).toBe(expected)
  })

  const ended = { ...law, endedParts: [{ articles: '90–107', until: '2025-12-31' }], until: '2030-12-31' }

  it.each([
    ['91', '2025-12-31'],
    ['107, 12', '2025-12-31'],
    ['12', '2030-12-31'],
    [undefined, '2030-12-31'],
  ])('ends for article %s on %s when a part of it ended before the whole', (article, day) => {
    expect(lastDayOf(article, ended)).toBe(day)
  })

  it('without an end has none, and its articles have none', () => {
    expect(lastDayOf('91', law)).toBe(endless)
  })

  it.each([
    ['91', '2026-01-01', false],
    ['12', '2026-01-01', true],
    ['12', '2031-01-01', false],
    ['12', '2025-06-01', false],
  ])('may be cited with article %s on %s: %s', (article, day, expected) => {
    expect(isCitedInForce({ document: 'law', article }, { ...ended, from: '2025-07-01' }, day)).toBe(expected)
  })
})
