import { expect, it, vi } from 'vitest'
import { runCli } from '../support/run-main.ts'

// The command line starts a process of its own, which starts another.
vi.setConfig({ testTimeout: 60_000 })

it('bench measures every contestant in both writings and prints the ratios', async () => {
  const { status, out, err } = await runCli(['bench', '--articles', '60', '--questions', '12', '--passages', '200'])
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

it('bench says what it cannot do', async () => {
  const { status, out, err } = await runCli(['bench', '--articles', 'many'])
  expect([status, out]).toEqual([1, ''])
  expect(err).toBe('--articles must be a whole number above 0\n')
})
