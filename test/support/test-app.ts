import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type StartedApp } from '../../src/app.ts'
import { openBase, type Base } from '../../src/base.ts'
import { projectRoot } from '../../src/project-root.ts'
import { readConfig } from '../../src/config.ts'
import { loadContent, type Content } from '../../src/content.ts'
import type { Channel } from '../../src/core/channel.ts'
import type { Officer } from '../../src/core/shift.ts'

/** A clock that a test moves by hand. */
export interface TestClock {
  now(): Date
  advance(ms: number): void
}

export function createTestClock(start = '2026-11-22T03:00:00.000Z'): TestClock {
  let at = new Date(start).getTime()
  return {
    now: () => new Date(at),
    advance(ms) {
      at += ms
    },
  }
}

let content: Content | undefined

/** The real content, read once per test file. */
export function realContent(): Content {
  content ??= loadContent(projectRoot)
  return content
}

export interface TestApp extends StartedApp {
  readonly dataDir: string
  readonly logLines: string[]
  readonly clock: TestClock
  /** Stops the app and removes its folder. */
  close(): Promise<void>
}

export interface TestAppOptions {
  readonly channels?: (clock: TestClock, base: Base) => readonly Channel[]
  readonly env?: Readonly<Record<string, string>>
  readonly clock?: TestClock
  readonly dataDir?: string
}

/** The whole app on a fresh SQLite file in a folder of its own, not listening. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'la-chan-'))
  const clock = options.clock ?? createTestClock()
  const logLines: string[] = []
  const { translate } = realContent()
  const config = readConfig(
    { DATA_DIR: dataDir, LOG_LEVEL: 'debug', PUBLIC_URL: 'http://localhost:8080', ...options.env },
    translate('en'),
  )
  const base = await openBase(config, realContent(), {
    clock,
    logTo: { write: (line: string) => void logLines.push(line) },
  })
  const channels = options.channels?.(clock, base)
  const started = await createApp(base, channels === undefined ? {} : { channels }).start({ listens: false })
  return {
    ...started,
    dataDir,
    logLines,
    clock,
    async close() {
      await started.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The officer that sample data brings: on standing duty for the whole country. */
export async function sampleOfficer(app: Pick<TestApp, 'base'>): Promise<Officer> {
  const officer = (await app.base.storage.officers.list())[0]
  if (officer === undefined) throw new Error('there is no sample officer')
  return officer
}
