import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { openBase, type Base } from '../../src/base.ts'
import { CliError, type CliContext, type Command } from '../../src/cli/command.ts'
import { readConfig } from '../../src/config.ts'
import { ConfigError, ContentError } from '../../src/core/errors.ts'
import { createTestClock, realContent, type TestClock } from '../support/test-app.ts'

/** What a command printed, and the lines of its fault: empty when it did what it was asked. */
export interface Ran {
  readonly out: readonly string[]
  readonly faults: readonly string[]
}

/** Commands in this process on one fresh folder: what `main.ts` hands them, with streams in memory. */
export interface OpenCommands {
  readonly base: Base
  readonly clock: TestClock
  readonly dir: string
  run(command: Command, args: readonly string[], input?: string): Promise<Ran>
  /** Writes a file of these lines and answers its path. */
  file(name: string, ...lines: readonly string[]): string
  close(): Promise<void>
}

export async function openCommands(env: Readonly<Record<string, string>> = {}): Promise<OpenCommands> {
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-commands-'))
  const clock = createTestClock()
  const content = realContent()
  const words = content.translate('vi')
  const settings = { DATA_DIR: dir, LOG_LEVEL: 'silent', PUBLIC_URL: 'http://localhost:8080', ...env }
  const base = await openBase(readConfig(settings, words), content, { clock })
  return {
    base,
    clock,
    dir,
    async run(command, args, input = '') {
      const out: string[] = []
      const output = new PassThrough()
      output.on('data', (chunk: Buffer) => out.push(chunk.toString()))
      const context: CliContext = {
        words,
        input: Readable.from([input]),
        output,
        content: () => content,
        base: async () => base,
        print: (line) => void out.push(line),
      }
      try {
        await command.run(args, context)
        return { out, faults: [] }
      } catch (error) {
        return { out, faults: faultsOf(error) }
      }
    },
    file(name, ...lines) {
      writeFileSync(join(dir, name), lines.join('\n'))
      return join(dir, name)
    },
    async close() {
      await base.storage.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function faultsOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError || error instanceof ContentError) return error.faults
  if (error instanceof CliError) return [error.message]
  throw error
}
