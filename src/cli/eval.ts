import { CliError, type Command } from './command.ts'
import { evalKnowledge } from './eval-knowledge.ts'
import { evalRetrieval } from './eval-retrieval.ts'

/** `eval retrieval` measures the search over any corpus, `eval knowledge` the answers of our own. */
export const evalCommand: Command = {
  help: 'cli.evalHelp',
  async run([what, ...args], context) {
    if (what === 'retrieval') return evalRetrieval(args, context)
    if (what === 'knowledge') return evalKnowledge(args, context)
    throw new CliError(context.words('cli.evalWhat'))
  },
}
