import { expect, it, vi } from 'vitest'
import { runCli } from '../support/run-main.ts'

// The command line starts a process of its own, which starts others.
vi.setConfig({ testTimeout: 120_000 })

it('bench measures every contestant in both writings and prints the ratios', async () => {
  const { status, out, err } = await runCli([
    'bench',
    'search',
    'answers',
    '--articles',
    '60',
    '--questions',
    '12',
    '--passages',
    '200',
  ])
  expect([status, err]).toEqual([0, ''])
  const rows = out.split('\n').map((line) => line.split(/\s{2,}/))
  const rowsOf = (name: string): readonly string[][] => rows.filter(([first]) => first === name)
  for (const name of ['SQLite FTS5', 'MiniSearch']) expect(rowsOf(name).map((row) => row.length)).toEqual([7, 7, 7, 7])
  const own = rowsOf('ours')
  expect(own.map(([, writing]) => writing)).toEqual(['yes', 'no'])
  for (const [, , , recall10] of own) expect(Number(recall10)).toBeGreaterThan(0.8)
  expect(out).toMatch(
    /\d+ answers, danger looked at before, with \d+ entries and \d+ collected questions: median \d+\.\d+ ms, p95 \d+\.\d+ ms\n$/,
  )
})

it('bench posts to the real app, finds each acknowledged message in its database, and measures a bot that only echoes', async () => {
  const small = ['--seconds', '1', '--rate', '30', '--contacts', '10', '--messages', '12', '--at-once', '3']
  const { status, out, err } = await runCli(['bench', 'webhook', 'throughput', ...small])
  expect([status, err]).toEqual([0, ''])
  expect(out).toMatch(/^30 messages of 1\d people on Telegram and Zalo, 30 a second in 1 s/)
  const [acknowledged, , answered] = [
    'acknowledged after',
    'of these sent late by',
    'first answer at the platform after',
  ].map((name) =>
    new RegExp(`^${name} +([\\d.]+) +([\\d.]+) +([\\d.]+) +([\\d.]+)$`, 'm').exec(out)?.slice(1).map(Number),
  )
  expect(acknowledged).toEqual(acknowledged?.toSorted((a, b) => a - b))
  expect(acknowledged?.[0]).toBeGreaterThan(0)
  expect(answered?.[0]).toBeGreaterThan(0)
  expect(out).toContain('; 0 errors\n')
  expect(out).toMatch(/ s later none\n/)
  expect(out).toContain('kept of the 30 acknowledged, after the program was killed: 30 once, 0 not, 0 more than once\n')
  const rates = ['ours, on the web page', 'ours, on Telegram', 'grammY echo'].map((name) =>
    new RegExp(`^${name} +([\\d.]+) +([\\d.]+)$`, 'm').exec(out)?.slice(1).map(Number),
  )
  for (const [rate = 0, ratio] of rates.map((numbers) => numbers ?? [])) {
    expect(rate).toBeGreaterThan(0)
    expect(ratio).toBeCloseTo(rate / (rates.at(-1)?.[0] ?? 0), 2)
  }
})

it.each([
  [['--articles', 'many'], '--articles must be a whole number above 0\n'],
  [['nothing'], 'nothing: there is no such part; there are search, answers, webhook, throughput\n'],
])('bench says what it cannot do: %j', async (args, told) => {
  const { status, out, err } = await runCli(['bench', ...args])
  expect([status, out]).toEqual([1, ''])
  expect(err).toBe(told)
})
