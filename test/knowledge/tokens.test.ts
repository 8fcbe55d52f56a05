import { describe, expect, it } from 'vitest'
import { isMarked, syllableOf, syllablesOf, untelex, wordsOf } from '../../src/knowledge/tokens.ts'

describe('a syllable', () => {
  it.each([
    ['hoà', 'hòa'],
    ['thuý', 'thúy'],
    ['lý', 'lí'],
    ['ngã', 'ngả'],
    ['TRẺ', 'trẻ'],
    ['trẻ', 'trẻ'.normalize('NFD')],
  ])('%s is the same as %s', (one, other) => {
    expect(syllableOf(one)).toEqual(syllableOf(other))
  })

  it.each([
    ['bố', 'bỏ'],
    ['cô', 'có'],
    ['da', 'đa'],
  ])('%s and %s are the same without marks only', (one, other) => {
    expect(syllableOf(one).fold).toBe(syllableOf(other).fold)
    expect(syllableOf(one).form).not.toBe(syllableOf(other).form)
  })

  it('is marked by a tone, a hat or a bar', () => {
    expect(['trẻ', 'em', 'đi', 'an', 'ân'].map((word) => isMarked(syllableOf(word)))).toEqual([
      true,
      false,
      true,
      false,
      true,
    ])
  })
})

it('words are cut at signs, and between a number and letters', () => {
  expect(wordsOf('Em 15t, bị đánh!')).toEqual(['em', '15', 't', 'bị', 'đánh'])
  expect(syllablesOf('…')).toEqual([])
})

it.each([
  ['bij', 'bi'],
  ['ddanhs', 'danh'],
  ['dduwowcj', 'duoc'],
  ['nguwowif', 'nguoi'],
  ['khoong', 'khong'],
  ['an', 'an'],
])('the Telex keys of %s are read as %s', (typed, read) => {
  expect(untelex(typed)).toBe(read)
})
