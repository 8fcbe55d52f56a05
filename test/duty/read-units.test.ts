import { describe, expect, it } from 'vitest'
import { ContentError } from '../../src/core/errors.ts'
import type { Unit } from '../../src/core/unit.ts'
import { readUnits } from '../../src/duty/read-units.ts'
import { loadTranslate } from '../../src/translate.ts'

const translate = loadTranslate('locales')
const header = 'code,name,kind,parent,old_names'

function unit(code: string, kind: Unit['kind'], parent: string | undefined): Unit {
  return { code, name: `Name of ${code}`, kind, parent, oldNames: [], isSample: false }
}

const known = [unit('VN', 'country', undefined), unit('01', 'province', 'VN'), unit('01-X', 'commune', '01')]

function read(lines: readonly string[], before: readonly Unit[] = known, locale = 'en') {
  return readUnits([header, ...lines].join('\n'), before, { isSample: false, words: translate(locale) })
}

function faultsOf(act: () => unknown): readonly string[] {
  try {
    act()
  } catch (error) {
    if (error instanceof ContentError) return error.faults
    throw error
  }
  return []
}

describe('readUnits', () => {
  it('reads units, in any order of lines, columns and old names', () => {
    const csv = [
      'kind;old_names;name;code;parent;note',
      'school;;Trường A;02-A-1;02-A;new',
      'commune;"Xã B ; Huyện C;;Xã B";Xã A;02-A;02;',
      'province;;Tỉnh D;02;VN;',
      ';;;;;',
    ].join('\r\n')
    expect(readUnits(csv, known, { isSample: true, words: translate('en') })).toEqual([
      { code: '02-A-1', name: 'Trường A', kind: 'school', parent: '02-A', oldNames: [], isSample: true },
      { code: '02-A', name: 'Xã A', kind: 'commune', parent: '02', oldNames: ['Xã B', 'Huyện C'], isSample: true },
      { code: '02', name: 'Tỉnh D', kind: 'province', parent: 'VN', oldNames: [], isSample: true },
    ])
  })

  describe('telephone numbers', () => {
    const phoneHeader = `${header},phone,phone_verified`
    const phone = { number: '024 0000 0000', verifiedOn: '2026-11-01' }
    const readPhones = (line: string, before: readonly Unit[] = known) =>
      readUnits(`${phoneHeader}\n${line}`, before, { isSample: false, words: translate('en') })

    it('stand in two columns that a file may have, with the day on which somebody called', () => {
      expect(readPhones('02,A,province,VN,,024 0000 0000,2026-11-01')[0]?.phone).toEqual(phone)
      expect(readPhones('02,A,province,VN,,,')[0]).not.toHaveProperty('phone')
    })

    it('stay when a file does not have the columns, and go when it has them empty', () => {
      const before = [...known.slice(0, 2), { ...unit('01-X', 'commune', '01'), phone }]
      expect(read(['01-X,Xã mới,commune,01,'], before)[0]).toMatchObject({ name: 'Xã mới', phone })
      expect(readPhones('01-X,Xã mới,commune,01,,,', before)[0]).not.toHaveProperty('phone')
    })

    it.each([
      ['024 0000 0000,', 'the telephone number 024 0000 0000 needs the day it was last verified'],
      ['024 0000 0000,2026-02-30', 'the telephone number 024 0000 0000 needs the day it was last verified'],
      ['024 0000 0000,1/11/2026', 'the telephone number 024 0000 0000 needs the day it was last verified'],
      ['gọi anh Ba,2026-11-01', 'the telephone number "gọi anh Ba" is not one'],
      ['12,2026-11-01', 'the telephone number "12" is not one'],
      [',2026-11-01', 'there is a day 2026-11-01 but no telephone number'],
    ])('are refused: %s', (cells, fault) => {
      const faults = faultsOf(() => readPhones(`02,A,province,VN,,${cells}`))
      expect(faults).toHaveLength(1)
      expect(faults[0]).toContain(`line 2: ${fault}`)
    })
  })

  it('reads a header alone as no units', () => {
    expect(read([])).toEqual([])
  })

  it('lets a line change the name and the parent of a known unit', () => {
    const changed = read(['02,Tỉnh mới,province,VN,', '01-X,Xã mới,commune,02,'])
    expect(changed.map(({ name, parent }) => [name, parent])).toEqual([
      ['Tỉnh mới', 'VN'],
      ['Xã mới', '02'],
    ])
  })

  it('joins letters and marks that were written apart', () => {
    expect(read(['02,Hà Giang'.normalize('NFD') + ',province,VN,'])[0]?.name).toBe('Hà Giang'.normalize('NFC'))
  })

  it.each([
    ['02,A,city,VN,', 'there is no kind of unit "city"; the kinds are country, province, commune, school'],
    ['02,,province,VN,', 'the name is missing'],
    [',A,province,VN,', 'the code is missing'],
    ['0 2,A,province,VN,', 'the code "0 2" may hold letters without marks, digits and dashes only, at most 20'],
    ['02Đ,A,province,VN,', 'the code "02Đ" may hold letters without marks, digits and dashes only, at most 20'],
    [
      `${'0'.repeat(21)},A,province,VN,`,
      `the code "${'0'.repeat(21)}" may hold letters without marks, digits and dashes only, at most 20`,
    ],
    ['02,A,province,,', 'the parent is missing; a province must be part of a country'],
    ['02-A,A,commune,77,', 'there is no parent with the code 77'],
    ['02,A,province,01,', 'a province must be part of a country, but 01 is a province'],
    ['02-A,A,commune,VN,', 'a commune must be part of a province, but VN is a country'],
    ['02-A,A,school,01,', 'a school must be part of a commune, but 01 is a province'],
    ['02-A,A,commune,02-A,', 'a commune must be part of a province, but 02-A is a commune'],
    ['VN,A,country,01,', 'a country has no parent'],
    ['XX,A,country,,', 'the code VN and the kind country always go together'],
    ['01-X,A,province,VN,', 'the code 01-X is a commune now and cannot become another kind'],
    ['02,A,province', 'it has 3 cells, the header has 5'],
    ['02,A,province,VN,B,C', 'it has 6 cells, the header has 5'],
    ['02,"A,province,VN,', 'a quotation mark is opened and never closed'],
    ['02,H\uFFFD N\uFFFDi,province,VN,', 'it has broken characters; save the file as CSV UTF-8'],
  ])('refuses %s', (line, fault) => {
    expect(faultsOf(() => read([line]))).toContain(`line 2: ${fault}`)
  })

  it('refuses a code that is there twice, naming the first line', () => {
    expect(faultsOf(() => read(['02,A,province,VN,', '03,B,province,VN,', '02,C,province,VN,']))).toEqual([
      'line 4: the code 02 is on line 2 already',
    ])
  })

  it('refuses units that are part of each other', () => {
    const faults = faultsOf(() => read(['02-A,A,commune,02-B,', '02-B,B,commune,02-A,']))
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['line 2', 'line 3'])
  })

  it('names every bad line of a file, in order, and none that only stands below a bad one', () => {
    const faults = faultsOf(() =>
      read(['02,A,provinz,VN,', '02-A,,commune,02,', '03,B,province,VN,', '03-A,C,commune,04,', 'bad']),
    )
    expect(faults).toEqual([
      'line 2: there is no kind of unit "provinz"; the kinds are country, province, commune, school',
      'line 3: the name is missing',
      'line 5: there is no parent with the code 04',
      'line 6: it has 1 cells, the header has 5',
    ])
  })

  it('speaks the language of the operator', () => {
    expect(faultsOf(() => read(['02,,province,VN,'], known, 'vi'))).toEqual(['dòng 2: thiếu tên'])
  })

  it.each([
    { csv: '', fault: 'line 1: the file has no header line; it needs the columns code, name, kind, parent, old_names' },
    { csv: 'code,name,kind,parent\n02,A,province,VN', fault: 'line 1: the column old_names is missing' },
    { csv: `${header},code\n`, fault: 'line 1: the column code is there twice' },
  ])('refuses a header that will not do: $csv', ({ csv, fault }) => {
    expect(faultsOf(() => readUnits(csv, known, { isSample: false, words: translate('en') }))).toEqual([fault])
  })
})
