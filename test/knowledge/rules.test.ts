import { describe, expect, it } from 'vitest'
import { createFindPhrases } from '../../src/knowledge/rules.ts'

const find = createFindPhrases(['công an huyện', 'phòng LĐ-TB&XH', 'thuế'])

describe('phrases', () => {
  it.each([
    ['Báo Công an huyện!', ['công an huyện']],
    ['phòng LĐ TB XH huyện', ['phòng LĐ-TB&XH']],
    ['ra cong an huyen nop thue', ['công an huyện', 'thuế']],
    ['công an: huyện', ['công an huyện']],
  ])('stand in "%s"', (text, expected) => {
    expect(find(text)).toEqual(expected)
  })

  it.each(['công an', 'công an xã, huyện', 'thuê nhà', 'thuế'.slice(0, 3), ''])('do not stand in "%s"', (text) => {
    expect(find(text)).toEqual([])
  })
})
