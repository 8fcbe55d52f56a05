import { describe, expect, it } from 'vitest'
import { versionOf, type Wording } from '../../src/knowledge/version.ts'

const wording: Wording = {
  title: 'Tuổi của trẻ em',
  answer: 'Dưới 16 tuổi.',
  child: 'Em dưới 16 tuổi.',
  next: '- Gọi {{child_hotline}}.',
  citations: [{ document: 'luat-a', article: '1' }],
}

describe('the version of an entry', () => {
  it('is eight hexadecimal digits, the same for the same words', () => {
    expect(versionOf(wording)).toMatch(/^[0-9a-f]{8}$/)
    expect(versionOf({ ...wording, citations: [{ article: '1', document: 'luat-a' }] })).toBe(versionOf(wording))
  })

  it.each<[string, Partial<Wording>]>([
    ['title', { title: 'Trẻ em' }],
    ['answer', { answer: 'Dưới 18 tuổi.' }],
    ['child part', { child: 'Em dưới 18 tuổi.' }],
    ['next part', { next: '- Gọi {{police}}.' }],
    ['citations', { citations: [{ document: 'luat-a', article: '2' }] }],
  ])('changes with the %s', (_what, change) => {
    expect(versionOf({ ...wording, ...change })).not.toBe(versionOf(wording))
  })
})
