import { describe, expect, it } from 'vitest'
import { ContentError } from '../../src/core/errors.ts'
import type { DutyShift, Officer } from '../../src/core/shift.ts'
import { readRoster } from '../../src/duty/read-roster.ts'
import { loadTranslate } from '../../src/translate.ts'

const translate = loadTranslate('locales')
const at = (text: string) => new Date(`${text}:00+07:00`)

function officer(id: string, name: string, isActive = true): Officer {
  return { id, alias: 1, name, role: 'officer', unit: '01', isActive, createdAt: new Date(0) }
}

const officers = [
  officer('o-1', 'Trần Thị An'),
  officer('o-2', 'Lê Văn Bình'),
  officer('o-3', 'Lê Văn Bình'),
  officer('o-4', 'Phạm Chi', false),
  officer('o-5', 'Đỗ Dung'),
  officer('o-6', 'Đỗ Dung', false),
]
const units = [
  { code: '01', name: 'Hà Nội', kind: 'province', parent: 'VN', oldNames: [], isSample: false },
  { code: '01-A', name: 'Xã A', kind: 'commune', parent: '01', oldNames: [], isSample: false },
] as const

function read(lines: readonly string[], shifts?: readonly DutyShift[]) {
  let made = 0
  const ids = { id: () => `shift-${(made += 1)}` }
  const csv = ['officer,unit,tier,starts_at,ends_at', ...lines].join('\n')
  return readRoster(csv, { officers, units, ids, words: translate('en'), ...(shifts ? { shifts } : {}) })
}

function faultsOf(lines: readonly string[], shifts?: readonly DutyShift[]): readonly string[] {
  try {
    read(lines, shifts)
  } catch (error) {
    if (error instanceof ContentError) return error.faults
    throw error
  }
  return []
}

describe('readRoster', () => {
  it('reads shifts by id or exact name, in Vietnam time or with an offset, with or without an end', () => {
    const lines = [
      'Trần Thị An,01-A,1,2026-11-22 07:00,2026-11-22 19:00',
      'o-2,01,3,2026-11-22T00:00:00Z,2026-11-22T12:00:00Z',
      'Đỗ Dung,01,2,2026-11-22 07:00,',
    ]
    const [startsAt, endsAt] = [at('2026-11-22T07:00'), at('2026-11-22T19:00')]
    expect(read(lines)).toEqual([
      { id: 'shift-1', officer: 'o-1', unit: '01-A', tier: 1, startsAt, endsAt },
      { id: 'shift-2', officer: 'o-2', unit: '01', tier: 3, startsAt, endsAt },
      { id: 'shift-3', officer: 'o-5', unit: '01', tier: 2, startsAt, endsAt: undefined },
    ])
  })

  it('finds a name that was written with letters and marks apart', () => {
    expect(read(['Trần Thị An'.normalize('NFD') + ',01,1,2026-11-22 07:00,'])[0]?.officer).toBe('o-1')
  })

  it.each([
    ['Trần An,01,1,2026-11-22 07:00,', 'there is no officer "Trần An"'],
    [',01,1,2026-11-22 07:00,', 'there is no officer ""'],
    ['Lê Văn Bình,01,1,2026-11-22 07:00,', `several officers are called "Lê Văn Bình"; write the officer's id instead`],
    ['Phạm Chi,01,1,2026-11-22 07:00,', 'the account of the officer "Phạm Chi" is disabled'],
    ['o-6,01,1,2026-11-22 07:00,', 'the account of the officer "o-6" is disabled'],
    ['o-1,99,1,2026-11-22 07:00,', 'there is no unit with the code "99"'],
    ['o-1,01,0,2026-11-22 07:00,', 'the tier "0" must be 1, 2 or 3'],
    ['o-1,01,4,2026-11-22 07:00,', 'the tier "4" must be 1, 2 or 3'],
    ['o-1,01,,2026-11-22 07:00,', 'the tier "" must be 1, 2 or 3'],
    ['o-1,01,1,,', 'column starts_at: "" is not a real moment; write it as 2026-11-22 07:00'],
    [
      'o-1,01,1,2026-11-31 07:00,',
      'column starts_at: "2026-11-31 07:00" is not a real moment; write it as 2026-11-22 07:00',
    ],
    [
      'o-1,01,1,2026-11-22 07:00,evening',
      'column ends_at: "evening" is not a real moment; write it as 2026-11-22 07:00',
    ],
    ['o-1,01,1,2026-11-22 07:00,2026-11-22 07:00', 'a shift must end after it begins'],
    ['o-1,01,1,2026-11-22 07:00,2026-11-21 07:00', 'a shift must end after it begins'],
  ])('refuses %s', (line, fault) => {
    expect(faultsOf([line])).toEqual([`line 2: ${fault}`])
  })

  it.each([
    { what: 'the same time', second: 'o-1,01,2,2026-11-22 07:00,2026-11-22 19:00' },
    { what: 'a part of the time', second: 'o-1,01,1,2026-11-22 18:59,2026-11-22 20:00' },
    { what: 'a time around', second: 'o-1,01,1,2026-11-21 07:00,2026-11-23 07:00' },
    { what: 'a time without an end', second: 'o-1,01,1,2026-11-22 12:00,' },
  ])('refuses an officer twice in one unit: $what', ({ second }) => {
    expect(faultsOf(['o-1,01,1,2026-11-22 07:00,2026-11-22 19:00', second])).toEqual([
      'line 3: the same officer is on duty there at the same time on line 2',
    ])
  })

  it.each([
    { what: 'right after', second: 'o-1,01,1,2026-11-22 19:00,' },
    { what: 'right before', second: 'o-1,01,1,2026-11-21 07:00,2026-11-22 07:00' },
    { what: 'in another unit', second: 'o-1,01-A,1,2026-11-22 07:00,' },
    { what: 'by another officer', second: 'o-2,01,1,2026-11-22 07:00,' },
  ])('takes a second shift $what', ({ second }) => {
    expect(read(['o-1,01,1,2026-11-22 07:00,2026-11-22 19:00', second])).toHaveLength(2)
  })

  it('refuses what overlaps the shifts that are kept already, so that a file is not taken in twice', () => {
    const lines = ['o-1,01,1,2026-11-22 07:00,2026-11-22 19:00', 'o-2,01,1,2026-11-22 07:00,']
    const kept = read(lines)
    expect(faultsOf(lines, kept)).toEqual([
      'line 2: the same officer is on duty there at the same time already, from 22/11/2026 07:00',
      'line 3: the same officer is on duty there at the same time already, from 22/11/2026 07:00',
    ])
    expect(read(['o-1,01,1,2026-11-22 19:00,'], kept)).toHaveLength(1)
  })

  it('names every fault of every bad line', () => {
    const faults = faultsOf(['Nobody,99,9,then,', 'o-1,01,1,2026-11-22 07:00,', 'o-1,01,1', 'Phạm Chi,01,1,x,y'])
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      ...Array.from({ length: 4 }, () => 'line 2'),
      'line 4',
      ...Array.from({ length: 3 }, () => 'line 5'),
    ])
  })
})
