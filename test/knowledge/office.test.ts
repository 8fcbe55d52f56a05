import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFindOffices, existsOn, readOffices, type Offices } from '../../src/knowledge/office.ts'
import { knowledgeDir } from './test-answerer.ts'

function read(text: string): { readonly offices: Offices; readonly faults: readonly string[] } {
  const faults: string[] = []
  return { offices: readOffices(text, (fault) => void faults.push(fault)), faults }
}

const office = (id: string, rest = '', names = `{ vi: [${id} vi] }`): string =>
  `  - { id: ${id}, names: ${names}, source: x${rest} }\n`

describe('a register of offices', () => {
  it.each([
    ['an office that stands twice', office('a') + office('a', '', '{ vi: [other] }'), 'a stands twice'],
    ['a successor that is unknown', office('a', ', replacedBy: b'), 'a is replaced by b, which is unknown'],
    [
      'one unknown successor of two',
      office('a', ', replacedBy: [c, b]') + office('c'),
      'a is replaced by b, which is unknown',
    ],
    [
      'an office that ends before it begins',
      office('a', ', from: 2025-07-01, until: 2025-06-30'),
      'a ends before it begins',
    ],
    [
      'a name of two offices, whatever its marks',
      office('a', '', '{ vi: [Công an huyện] }') + office('b', '', '{ vi: [cong an huyen] }'),
      '"cong an huyen" names both a and b',
    ],
    ['a name that stands twice in one office', office('a', '', '{ vi: [x, X] }'), '"X" names a twice'],
    ['a day that does not exist', office('a', ', until: 2025-02-30'), /^offices\.0\.until: /],
    ['an office without a source', '  - { id: a, names: { vi: [x] } }\n', /^offices\.0\.source: /],
    ['a field that nobody knows', office('a', ', note: x'), /Unrecognized key: "note"/],
  ])('names %s', (_what, lines, expected) => {
    expect(read(`offices:\n${lines}`).faults).toEqual([
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    ])
  })

  it('may give one name to two offices of two languages', () => {
    expect(read(`offices:\n${office('a', '', '{ vi: [x] }')}${office('b', '', '{ en: [x] }')}`).faults).toEqual([])
  })
})

describe('the offices of the project', () => {
  const { offices, faults } = read(readFileSync(join(knowledgeDir, 'offices.yaml'), 'utf8').normalize('NFC'))
  const named = (text: string, locale = 'vi'): readonly string[] =>
    createFindOffices(offices, locale)(text).map((each) => each.office.id)

  it('have no faults', () => {
    expect(faults).toEqual([])
  })

  it.each([
    ['Báo Công an huyện hoặc công an xã.', ['commune-police', 'district-police']],
    ['cong an quan', ['district-police']],
    ['Phòng LĐ-TB&XH', ['district-labour-division']],
    ['Bộ Lao động – Thương binh và Xã hội', ['labour-ministry']],
    ['Bộ luật Lao động, cán bộ xã', []],
    ['toà án nhân dân khu vực; Toà án nhân dân cấp huyện', ['district-court', 'regional-court']],
    ['công an thị xã', ['district-police']],
  ])('are found in "%s"', (text, expected) => {
    expect([...named(text)].sort()).toEqual(expected)
  })

  it('are found in English', () => {
    expect(named('Go to the district police or the ward police.', 'en')).toEqual(['commune-police', 'district-police'])
  })

  it.each([
    ['commune-police', '2019-06-01', true],
    ['district-police', '2019-06-01', true],
    ['district-police', '2025-02-28', true],
    ['district-police', '2025-03-01', false],
    ['district-committee', '2025-06-30', true],
    ['district-committee', '2025-07-01', false],
    ['labour-ministry', '2025-02-28', true],
    ['labour-ministry', '2025-03-01', false],
    ['regional-court', '2025-06-30', false],
    ['regional-court', '2025-07-01', true],
    ['special-zone', '2025-06-30', false],
  ])('%s exists on %s: %s', (id, day, expected) => {
    const found = offices.get(id)
    expect(found === undefined ? undefined : existsOn(found, day)).toBe(expected)
  })
})
