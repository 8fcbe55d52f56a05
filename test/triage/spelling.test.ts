import { describe, expect, test } from 'vitest'
import { createSpelling } from '../../src/triage/spelling.ts'

const spelling = createSpelling({
  short: new Map([
    ['ko', [['không']]],
    ['bm', [['bố', 'mẹ']]],
    ['m', [['mày'], ['mình']]],
  ]),
  beginnings: [
    { from: 'w', to: ['qu'] },
    { from: 'z', to: ['d', 'v'] },
  ],
  endings: [{ from: 'g', to: ['ng'] }],
  onsets: new Set(['', 'b', 'c', 'd', 'm', 'n', 'qu', 's', 'v']),
  rimes: new Set(['a', 'ang', 'anh', 'e', 'en', 'o', 'oi']),
  vocabulary: new Set(['danh', 'chet', 'muon', 'song', 'cuu']),
})

/** Every word with its readings, without tones, as one string. */
const read = (word: string): string =>
  spelling
    .read(spelling.squeeze(word))
    .map((readings) => readings.map((reading) => reading.fold).join('/'))
    .join(' ')

describe('a written word', () => {
  test.each([
    ['ko', 'ko/khong'],
    ['bm', 'bo me'],
    ['m', 'm/may/minh'],
    ['đag', 'dag/dang'],
    ['wá', 'wa/qua'],
    ['zô', 'zo/do/vo'],
    ['cứuuuu', 'cuu'],
    ['cuuuu', 'cuu'],
    ['cuu', 'cuu'],
    ['chếttt', 'chet'],
    ['đánnh', 'danh'],
    ['đnáh', 'dnah/danh'],
    ['đahn', 'dahn/danh'],
    ['chwt', 'chwt/chet'],
    ['mown', 'mown'],
    ['muonn', 'muon'],
    ['sang', 'sang'],
  ])('%s is read as %s', (word, expected) => {
    expect(read(word)).toBe(expected)
  })

  test('that is a syllable of its own is not taken for a typing error', () => {
    expect(read('canh')).toBe('canh')
  })
})
