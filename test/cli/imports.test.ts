import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { rosterCommand } from '../../src/cli/roster.ts'
import { unitsCommand } from '../../src/cli/units.ts'
import { runCli } from '../support/run-main.ts'
import { addOfficer } from '../tips/store-tip.ts'
import { openCommands, type OpenCommands } from './open-commands.ts'

// Each run of the command line is a process of its own: on a busy machine a case of several takes its time.
vi.setConfig({ testTimeout: 60_000 })

const unitsHeader = 'code,name,kind,parent,old_names'
const rosterHeader = 'officer,unit,tier,starts_at,ends_at'
const badUnits = [unitsHeader, '01-B,Xã Tốt,commune,01,', '01-C,,commune,01,', '01-D,Xã Lạc,commune,99,']

let open: OpenCommands
beforeAll(async () => {
  open = await openCommands()
})
afterAll(() => open.close())
const units = (...args: readonly string[]) => open.run(unitsCommand, args)
const roster = (...args: readonly string[]) => open.run(rosterCommand, args)
/** The line numbers that faults name. */
const linesIn = (faults: readonly string[]) => faults.map((fault) => /dòng (\d+)/.exec(fault)?.[1])
const unit = async (code: string) => (await open.base.storage.units.all()).find((each) => each.code === code)
const shifts = () => open.base.storage.shifts.within(new Date(0), new Date(8.64e15))

describe('units import, as an operator runs it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-units-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('takes a good file, and refuses a bad one with status 1 and a line for each fault', async () => {
    const [good, bad] = [join(dir, 'good.csv'), join(dir, 'bad.csv')]
    writeFileSync(good, [unitsHeader, '01-A,Xã Một,commune,01,'].join('\n'))
    writeFileSync(bad, badUnits.join('\n'))
    const taken = await runCli(['units', 'import', good], { DATA_DIR: dir })
    expect([taken.status, taken.err]).toEqual([0, ''])
    const refused = await runCli(['units', 'import', bad], { DATA_DIR: dir })
    expect([refused.status, refused.out]).toEqual([1, ''])
    expect(linesIn(refused.err.trimEnd().split('\n'))).toEqual(['3', '4'])
  })
})

describe('units import', () => {
  it('adds units, and changes those that are known', async () => {
    const first = open.file(
      'units.csv',
      unitsHeader,
      '01-A,Xã Một,commune,01,Xã Cũ;Huyện Cũ',
      '01-A-T,Trường Một,school,01-A,',
    )
    expect(await units('import', first)).toMatchObject({ out: [expect.stringContaining('2')], faults: [] })
    expect(await unit('01-A')).toMatchObject({ name: 'Xã Một', oldNames: ['Xã Cũ', 'Huyện Cũ'], isSample: false })
    await units('import', open.file('renamed.csv', unitsHeader, '01-A,Xã Một Mới,commune,01,'))
    expect(await unit('01-A')).toMatchObject({ name: 'Xã Một Mới', oldNames: [] })
    expect(await unit('01-A-T')).toMatchObject({ parent: '01-A' })
  })

  it('refuses a bad file whole, naming every bad line with the file', async () => {
    const bad = open.file('bad.csv', ...badUnits, '01-E,X,village,01,')
    const { out, faults } = await units('import', bad)
    expect(out).toEqual([])
    expect(linesIn(faults)).toEqual(['3', '4', '5'])
    for (const fault of faults) expect(fault.startsWith(`${bad}: `)).toBe(true)
    expect(await unit('01-B')).toBeUndefined()
  })

  it.each([
    ['no file', ['import'], 'CSV'],
    ['a file that is not there', ['import', '/no/such.csv'], '/no/such.csv'],
    ['something else', ['export'], 'units import'],
    ['nothing', [], 'units import'],
  ])('with %s is refused', async (_what, args, words) => {
    const { out, faults } = await units(...args)
    expect([out, faults]).toEqual([[], [expect.stringContaining(words)]])
  })
})

describe('roster import', () => {
  beforeAll(async () => {
    await addOfficer(open.base, '38', 'officer', 'Lê Thị Hoa')
  })

  it('adds shifts that are then on duty; the same file again is refused', async () => {
    const good = open.file('roster.csv', rosterHeader, 'Lê Thị Hoa,38,1,2026-11-22 07:00,2026-11-23 07:00')
    expect(await roster('import', good)).toMatchObject({ out: [expect.stringContaining('1')], faults: [] })
    expect((await open.base.duty.onDuty('38-M1', new Date('2026-11-22T00:00:00Z')))?.unit).toBe('38')
    expect(await open.base.duty.onDuty('38-M1', new Date('2026-11-23T00:00:00Z'))).toBeUndefined()
    const again = await roster('import', good)
    expect(linesIn(again.faults)).toEqual(['2'])
    expect(await shifts()).toHaveLength(1)
  })

  it('refuses a bad file whole, naming every bad line with the file', async () => {
    const before = await shifts()
    const bad = open.file(
      'bad-roster.csv',
      rosterHeader,
      'Lê Thị Hoa,01,1,2026-01-01 00:00,',
      'Ai Đó,38,1,2026-01-01 00:00,',
      'Lê Thị Hoa,99,4,hôm qua,',
    )
    const { out, faults } = await roster('import', bad)
    expect(out).toEqual([])
    expect(linesIn(faults)).toEqual(['3', '4', '4', '4'])
    for (const fault of faults) expect(fault.startsWith(`${bad}: `)).toBe(true)
    expect(await shifts()).toEqual(before)
  })

  it.each([
    ['no file', ['import'], 'CSV'],
    ['a file that is not there', ['import', '/no/such.csv'], '/no/such.csv'],
    ['something else', ['show'], 'roster gaps'],
    ['nothing', [], 'roster gaps'],
  ])('with %s is refused', async (_what, args, words) => {
    const { out, faults } = await roster(...args)
    expect([out, faults]).toEqual([[], [expect.stringContaining(words)]])
  })
})

describe('roster gaps', () => {
  it('lists when a commune has nobody, in Vietnam’s time, and none once the root is always on duty', async () => {
    const { out, faults } = await roster('gaps')
    expect(faults).toEqual([])
    const gaps = out.slice(0, -1)
    expect(gaps.length).toBeGreaterThan(0)
    for (const line of gaps) expect(line).toMatch(/^\S+\t\d+\/\d+\/\d{4} \d\d:\d\d\t\d+\/\d+\/\d{4} \d\d:\d\d$/)
    expect(out.at(-1)).toBe(open.base.content.translate('vi')('cli.gaps', { count: gaps.length, days: 35 }))

    const officer = await addOfficer(open.base, 'VN', 'officer', 'Thường Trực')
    const startsAt = open.clock.now()
    const shift = { id: 'always', officer: officer.id, unit: 'VN', tier: 1, startsAt, endsAt: undefined } as const
    await open.base.storage.shifts.add([shift])
    expect((await roster('gaps')).out).toEqual([open.base.content.translate('vi')('cli.noGaps', { days: 35 })])
    await open.base.storage.officers.disable(officer.id, startsAt)
    expect((await roster('gaps')).out).toEqual(out)
  })
})
