import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../project-root.ts'
import { CliError, type Command } from './command.ts'

const program = 'test/bench/main.ts'

/** `bench`: search, answers and load beside others, in a process of its own. The others are no part of the product: it runs from the source. */
export const benchCommand: Command = {
  help: 'cli.benchHelp',
  async run(args, context) {
    if (!existsSync(join(projectRoot, program))) throw new CliError(context.words('cli.benchAbsent', { file: program }))
    const bench = spawn(process.execPath, ['--import', './src/require-node.mjs', program, ...args], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let fault = ''
    bench.stdout.on('data', (chunk: Buffer) => context.output.write(chunk))
    bench.stderr.on('data', (chunk: Buffer) => (fault += chunk.toString()))
    const [status, signal] = (await once(bench, 'close')) as [number | null, string | null]
    if (status !== 0) throw new CliError(fault.trimEnd() || `${program}: ${signal ?? status}`)
  },
}
