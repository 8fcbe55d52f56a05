import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runCli } from '../support/run-main.ts'

// Each run of the command line is a process of its own: on a busy machine a case of several takes its time.
vi.setConfig({ testTimeout: 60_000 })

const commands = ['ask', 'triage', 'check', 'chat', 'officers', 'roster', 'units', 'report', 'doctor']
const dir = mkdtempSync(join(tmpdir(), 'la-chan-cli-'))
const env = { DATA_DIR: dir }
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** One clear line on standard error, nothing on standard output, exit status 1. */
const expectOneLine = ({ status, out, err }: Awaited<ReturnType<typeof runCli>>, words: RegExp) => {
  expect([status, out]).toEqual([1, ''])
  expect(err.trimEnd().split('\n')).toHaveLength(1)
  expect(err).toMatch(words)
}

describe('the command line', () => {
  it.each([[[]], [['--help']]])('called with %j lists its commands', async (args) => {
    const { status, out, err } = await runCli(args, env)
    expect([status, err]).toEqual([0, ''])
    for (const command of commands) expect(out).toContain(command)
  })

  it.each(commands)('%s --help tells how it is used, opens nothing, and exits 0', async (command) => {
    const { status, out, err } = await runCli([command, '--help'], env)
    expect([status, err]).toEqual([0, ''])
    expect(out.startsWith(command)).toBe(true)
    expect(existsSync(join(dir, 'la-chan.sqlite'))).toBe(false)
  })

  it('helps in the language of the settings', async () => {
    const english = await runCli(['doctor', '-h'], { DEFAULT_LOCALE: 'en' })
    expect(english.out.startsWith('doctor')).toBe(true)
    expect(english.out).not.toContain('kiểm tra')
  })

  it('names a command it does not know, with those it does', async () => {
    expectOneLine(await runCli(['publish'], env), /“publish”.*ask.*doctor/)
  })

  it.each([['ask'], ['check'], ['chat'], ['officers', 'add']])(
    '%s %s names a flag it does not know',
    async (...args) => {
      expectOneLine(await runCli([...args, '--loud'], env), /--loud/)
    },
  )

  it('names every wrong setting, a line each', async () => {
    const { status, out, err } = await runCli(['doctor'], { ...env, PORT: '0', SAMPLE_DATA: 'maybe' })
    expect([status, out]).toEqual([1, ''])
    const lines = err.trimEnd().split('\n')
    expect(lines.map((line) => line.split(':')[0])).toEqual(['PORT', 'SAMPLE_DATA'])
  })

  it('names a default unit that is not there', async () => {
    expectOneLine(await runCli(['doctor'], { ...env, DEFAULT_UNIT: '99' }), /DEFAULT_UNIT: .*99/)
  })
})

describe('an older Node', () => {
  const olderNode = '/usr/bin/node'
  const version = existsSync(olderNode) ? execFileSync(olderNode, ['--version'], { encoding: 'utf8' }).trim() : 'none'
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number)
  const isOlder = version !== 'none' && (major < 22 || (major === 22 && minor < 18))
  const run = (node: string, args: readonly string[]) =>
    spawnSync(node, ['--import', './src/require-node.mjs', ...args], { encoding: 'utf8' })

  it.skipIf(!isOlder).each([[['src/main.ts']], [['src/cli/main.ts', 'doctor']]])(
    `is refused with one clear line: %j (needs a Node before 22.18 at ${olderNode}; here: ${version})`,
    (args) => {
      const { status, stdout, stderr } = run(olderNode, args)
      expect([status, stdout]).toEqual([1, ''])
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      expect(stderr).toContain('22.18')
      expect(stderr).toContain(version.slice(1))
    },
  )

  it('is not what the tests run on: that one is let through', () => {
    const { status, stdout, stderr } = run(process.execPath, ['-e', 'console.log("through")'])
    expect([status, stdout, stderr]).toEqual([0, 'through\n', ''])
  })
})
