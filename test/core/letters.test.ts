import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { takeApart } from '../../src/core/letters.ts'
import { fold } from '../../src/core/text.ts'

describe('a syllable taken apart', () => {
  it.each([
    ['trẻ', 'tre', 'tre', '\u0309'],
    ['đường', 'duong', 'đương', '\u0300'],
    ['thuở', 'thuo', 'thuơ', '\u0309'],
    ['em', 'em', 'em', ''],
    ['15', '15', '15', ''],
    ['ñandú', 'nandu', 'nandu', '\u0303\u0301'],
  ])('%s is %s, %s and its tone', (syllable, folded, letters, tones) => {
    expect(takeApart(syllable)).toEqual({ fold: folded, letters, tones })
    expect(takeApart(syllable.normalize('NFD'))).toEqual({ fold: folded, letters, tones })
  })

  it('is the same letter by letter as in one piece', () => {
    const letter = fc.constantFrom(...'adeouyăâđêôơưáàảãạấầẩẫậứừửữựýỳỷỹỵkqz09çøß١二')
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 8 }), (letters) => {
        const syllable = letters.join('')
        const apart = syllable.normalize('NFD')
        expect(takeApart(syllable)).toEqual({
          fold: fold(syllable),
          letters: apart.replace(/[\u0300\u0301\u0303\u0309\u0323]/gu, '').normalize('NFC'),
          tones: apart.replace(/[^\u0300\u0301\u0303\u0309\u0323]/gu, ''),
        })
      }),
    )
  })
})
