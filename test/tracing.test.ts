import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { ConfigError } from '../src/core/errors.ts'
import { refuseTracing } from '../src/tracing.ts'
import { runCli, runToEnd } from './support/run-main.ts'
import { realContent } from './support/test-app.ts'

// Each run is a process of its own: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 60_000 })

const words = realContent().translate('vi')
const dir = mkdtempSync(join(tmpdir(), 'la-chan-tracing-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const names = [
  'LANGSMITH_TRACING',
  'LANGSMITH_TRACING_V2',
  'LANGCHAIN_TRACING',
  'LANGCHAIN_TRACING_V2',
  'LANGCHAIN_VERBOSE',
]

function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    refuseTracing(env, () => realContent().translate)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

describe('a setting that lets conversations out', () => {
  it.each(names)('%s is a fault unless it is empty or false', (name) => {
    for (const value of ['true', 'True', '1', 'yes', 'FALSE', '0', ' x '])
      expect(faultsOf({ [name]: value })).toEqual([`${name}: ${words('config.tracing')}`])
    for (const value of ['', '  ', 'false', ' false ']) expect(faultsOf({ [name]: value })).toEqual([])
  })

  it('is no fault where nothing is set; several are one line', () => {
    expect(faultsOf({})).toEqual([])
    expect(faultsOf({ LANGSMITH_TRACING: 'true', LANGCHAIN_TRACING_V2: 'true' })).toEqual([
      `LANGSMITH_TRACING, LANGCHAIN_TRACING_V2: ${words('config.tracing')}`,
    ])
  })

  it.each(names)('%s stops the start with one line, before anything is made', async (name) => {
    const { status, out, err } = await runToEnd(['src/main.ts'], { DATA_DIR: join(dir, 'data'), [name]: 'true' })
    expect([status, out]).toEqual([1, ''])
    expect(err).toBe(`${name}: ${words('config.tracing')}\n`)
    expect(readdirSync(dir)).toEqual([])
  })

  it.each([
    ['ask', ['ask', 'trẻ em là bao nhiêu tuổi']],
    ['eval', ['eval', 'knowledge']],
    ['chat', ['chat']],
    ['doctor', ['doctor']],
  ])('stops %s too, in the language that is set', async (_what, args) => {
    const env = { DATA_DIR: join(dir, 'data'), DEFAULT_LOCALE: 'en', LANGSMITH_TRACING: 'true' }
    const { status, out, err } = await runCli(args, env)
    expect([status, out]).toEqual([1, ''])
    expect(err).toBe(`LANGSMITH_TRACING: ${realContent().translate('en')('config.tracing')}\n`)
    expect(readdirSync(dir)).toEqual([])
  })
})
