import { existsSync } from 'node:fs'
import { openBase, projectRoot, type Base } from '../base.ts'
import { readConfig } from '../config.ts'
import { loadContent, type Content } from '../content.ts'
import { ConfigError, ContentError } from '../core/errors.ts'
import { loadWords } from '../load-words.ts'
import { refuseTracing } from '../tracing.ts'
import { askCommand } from './ask.ts'
import { benchCommand } from './bench.ts'
import { chatCommand } from './chat.ts'
import { checkCommand } from './check.ts'
import { CliError, type CliContext, type Command } from './command.ts'
import { doctorCommand } from './doctor.ts'
import { evalCommand } from './eval.ts'
import { learnCommand } from './learn.ts'
import { officersCommand } from './officers.ts'
import { reportCommand } from './report.ts'
import { rosterCommand } from './roster.ts'
import { triageCommand } from './triage.ts'
import { unitsCommand } from './units.ts'

const commands: Readonly<Record<string, Command>> = {
  ask: askCommand,
  triage: triageCommand,
  check: checkCommand,
  chat: chatCommand,
  officers: officersCommand,
  roster: rosterCommand,
  units: unitsCommand,
  report: reportCommand,
  doctor: doctorCommand,
  eval: evalCommand,
  learn: learnCommand,
  bench: benchCommand,
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
    const command = commands[name]
    if (command === undefined)
      throw new CliError(words('cli.noCommand', { name, commands: Object.keys(commands).join(', ') }))
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
