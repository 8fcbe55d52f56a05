import { existsSync } from 'node:fs'
import type { Base } from '../base.ts'
import { readConfig } from '../config.ts'
import { loadContent, type Content } from '../content.ts'
import { ConfigError, ContentError } from '../core/errors.ts'
import { loadWords } from '../load-words.ts'
import { projectRoot } from '../project-root.ts'
import { refuseTracing } from '../tracing.ts'
import { CliError, type CliContext, type Command } from './command.ts'

/** Only the one that is called is loaded. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  ask: async () => (await import('./ask.ts')).askCommand,
  triage: async () => (await import('./triage.ts')).triageCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  chat: async () => (await import('./chat.ts')).chatCommand,
  officers: async () => (await import('./officers.ts')).officersCommand,
  roster: async () => (await import('./roster.ts')).rosterCommand,
  units: async () => (await import('./units.ts')).unitsCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  eval: async () => (await import('./eval.ts')).evalCommand,
  learn: async () => (await import('./learn.ts')).learnCommand,
  bench: async () => (await import('./bench.ts')).benchCommand,
}

if (existsSync('.env')) process.loadEnvFile('.env')
// LangChain, if it is ever loaded, leaves nothing running behind an answer.
process.env.LANGCHAIN_CALLBACKS_BACKGROUND = 'false'
process.exitCode = await main(process.argv.slice(2))

async function main([name = '--help', ...args]: readonly string[]): Promise<number> {
  const translate = loadWords(projectRoot)
  const words = translate(translate.pick(process.env.DEFAULT_LOCALE))
  const opened: Base[] = []
  let content: Content | undefined
  const context: CliContext = {
    words,
    input: process.stdin,
    output: process.stdout,
    content: () => (content ??= loadContent(projectRoot)),
    async base() {
      const { openBase } = await import('../base.ts')
      const base = await openBase(readConfig({ LOG_LEVEL: 'warn', ...process.env }, words), context.content())
      opened.push(base)
      return base
    },
    print: (line) => process.stdout.write(`${line}\n`),
  }
  try {
    if (['--help', '-h', 'help'].includes(name)) {
      context.print(words('cli.help', { commands: Object.keys(commands).join(', ') }))
      return 0
    }
    const load = commands[name]
    if (load === undefined)
      throw new CliError(words('cli.noCommand', { name, commands: Object.keys(commands).join(', ') }))
    const command = await load()
    if (args.includes('--help') || args.includes('-h')) {
      context.print(words(command.help))
      return 0
    }
    refuseTracing(process.env, () => translate)
    await command.run(args, context)
    return 0
  } catch (error) {
    const lines = linesOf(error)
    if (lines === undefined) throw error
    for (const line of lines) process.stderr.write(`${line}\n`)
    return 1
  } finally {
    for (const base of opened) await base.storage.close()
  }
}

function linesOf(error: unknown): readonly string[] | undefined {
  if (error instanceof CliError) return [error.message]
  if (error instanceof ConfigError || error instanceof ContentError) return error.faults
  if (error instanceof TypeError && (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS'))
    return [error.message]
  return undefined
}
