import { parseArgs } from 'node:util'
import { z } from 'zod'
import { CliError, type Command } from './command.ts'
import { eachJsonLine } from './jsonl.ts'

/** `triage "text"`, or JSON lines from standard input with `--jsonl`. */
export const triageCommand: Command = {
  help: 'cli.triageHelp',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { jsonl: { type: 'boolean' } },
      allowPositionals: true,
    })
    const { assess } = context.content()
    const answer = (text: string) => ({ text, ...assess(text) })
    if (values.jsonl === true) return eachJsonLine(z.object({ text: z.string() }), context, ({ text }) => answer(text))
    const text = positionals.join(' ').trim()
    if (text === '') throw new CliError(context.words('cli.triageNothing'))
    context.print(JSON.stringify(answer(text)))
  },
}
