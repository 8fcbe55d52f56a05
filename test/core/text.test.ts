import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, foldWords, splitText } from '../../src/core/text.ts'

describe('folding', () => {
  it.each([
    ['Trẻ  Em Đi HỌC', 'tre em di hoc'],
    ['ĐƯỜNG ĐÂY', 'duong day'],
    ['Tre\u0309 em'.normalize('NFD'), 'tre em'],
    ['  hoà\n\tbình ', 'hoa binh'],
  ])('%j becomes %j', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('keeps only words when asked', () => {
    expect(foldWords('Báo tin!!! (gấp)')).toBe('bao tin gap')
  })

  it('is the same for composed and decomposed text, and the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')))
        expect(fold(fold(text))).toBe(fold(text))
      }),
    )
  })
})

describe('splitting a long text', () => {
  it('cuts at sentences', () => {
    expect(splitText('Một câu. Hai câu nữa. Ba câu.', 22)).toEqual(['Một câu. Hai câu nữa.', 'Ba câu.'])
  })

  it('cuts at paragraphs before sentences', () => {
    expect(splitText('Đoạn một.\n\nĐoạn hai. Còn nữa.', 22)).toEqual(['Đoạn một.', 'Đoạn hai. Còn nữa.'])
  })

  it('keeps within the limit, loses no word and cuts no pair of surrogates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 2, max: 60 }), (text, limit) => {
        const parts = splitText(text, limit)
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit)
          expect(part).not.toMatch(/[\uD800-\uDBFF]$/)
        }
        expect(parts.join('').replace(/\s/g, '')).toBe(text.normalize('NFC').replace(/\s/g, ''))
      }),
    )
  })
})
