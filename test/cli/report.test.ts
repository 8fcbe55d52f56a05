import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { reportCommand } from '../../src/cli/report.ts'
import { runCli } from '../support/run-main.ts'
import { putStatus, storeTip } from '../tips/store-tip.ts'
import { openCommands, type OpenCommands } from './open-commands.ts'

// Each run of the command line is a process of its own: on a busy machine a case of several takes its time.
vi.setConfig({ testTimeout: 60_000 })

describe('report, as an operator runs it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-report-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('prints JSON, or writes it to a file and prints nothing', async () => {
    const args = ['report', '--period', '2026-Q4', '--unit', '38', '--format', 'json']
    const printed = await runCli(args, { DATA_DIR: dir })
    expect([printed.status, printed.err]).toEqual([0, ''])
    expect(JSON.parse(printed.out)).toMatchObject({
      period: { name: '2026-Q4', fromDay: '2026-10-01', toDay: '2026-12-31' },
      unit: { code: '38', name: 'Thanh Hóa' },
      reach: { interactions: 0 },
      tips: { received: 0, classifiedPercent: null },
    })
    const out = join(dir, 'report.json')
    const written = await runCli([...args, '--out', out], { DATA_DIR: dir })
    expect(written).toEqual({ status: 0, out: '', err: '' })
    expect(readFileSync(out, 'utf8')).toBe(printed.out)
  })
})

describe('report', () => {
  let open: OpenCommands
  beforeAll(async () => {
    open = await openCommands()
    const at = open.clock.now()
    const event = { channel: 'web', unit: '38-M1', audience: 'everyone', person: undefined, at } as const
    await open.base.storage.commit([
      { write: 'count', event: { ...event, kind: 'interaction' }, day: '2026-11-22' },
      { write: 'count', event: { ...event, kind: 'interaction' }, day: '2026-11-22' },
      { write: 'count', event: { ...event, kind: 'reached', person: 'somebody' }, day: '2026-11-22' },
    ])
    const tip = await storeTip(open.base, 'web:x', { unit: '38-M1' })
    await putStatus(open.base, tip.id, 'acknowledged')
  })
  afterAll(() => open.close())
  const run = (...args: readonly string[]) => open.run(reportCommand, args)

  it('is of the default unit and this year unless told otherwise', async () => {
    const { out, faults } = await run()
    expect(faults).toEqual([])
    expect(JSON.parse(out.join('\n'))).toMatchObject({
      period: { name: '2026' },
      unit: { code: 'VN' },
      reach: { people: { lower: 1, upper: 1 }, interactions: 2 },
      tips: { received: 1 },
    })
  })

  it.each([
    ['2026-Q4', '38', 2],
    ['2026-Q3', '38', 0],
    ['2026-11-22..2026-11-22', '38-M1', 2],
    ['2026-11-23..2026-12-31', '38', 0],
    ['2026-H2', '01', 0],
  ])('of %s and %s counts %i messages', async (period, unit, interactions) => {
    const { out } = await run('--period', period, '--unit', unit)
    expect(JSON.parse(out.join('\n'))).toMatchObject({ reach: { interactions } })
  })

  it.each(['json', 'csv'])('writes %s to a file as it prints it', async (format) => {
    const args = ['--period', '2026-H2', '--unit', '38', '--format', format]
    const printed = await run(...args)
    const file = join(open.dir, `report.${format}`)
    expect(await run(...args, '--out', file)).toEqual({ out: [], faults: [] })
    expect(readFileSync(file, 'utf8').trimEnd()).toBe(printed.out.join('\n'))
    expect(printed.out.join('\n')).toContain('2026-H2')
  })

  it('as CSV is a table with a figure a line', async () => {
    const lines = (await run('--period', '2026-H2', '--unit', '38', '--format', 'csv')).out.join('\n').split(/\r?\n/)
    expect(lines.length).toBeGreaterThan(10)
    const [head = '', ...figures] = lines
    expect(head.split(',')).toHaveLength(9)
    for (const figure of figures) expect(figure.startsWith('2026-H2,2026-07-01,2026-12-31,38,')).toBe(true)
  })

  it.each([
    ['a period that is none', ['--period', '2026-Q5'], '2026-Q5'],
    ['a unit that is not there', ['--period', '2026', '--unit', '99'], '99'],
    ['a format of a later version', ['--period', '2026', '--format', 'docx'], 'json, csv'],
  ])('of %s is refused', async (_what, args, words) => {
    const { out, faults } = await run(...args)
    expect([out, faults]).toEqual([[], [expect.stringContaining(words)]])
  })
})
