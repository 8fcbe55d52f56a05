import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from '../project-root.ts'
import { CliError, type Command } from './command.ts'
import { learnDanger } from './learn-danger.ts'
import { learnQuestions } from './learn-questions.ts'

/** `learn questions` learns from how people ask, `learn danger` from what they tell; in another folder with `--root`. */
export const learnCommand: Command = {
  help: 'cli.learnHelp',
  async run([what, ...args], context) {
    const learn = what === 'questions' ? learnQuestions : what === 'danger' ? learnDanger : undefined
    if (learn === undefined) throw new CliError(context.words('cli.learnWhat'))
    const { values } = parseArgs({ args: [...args], options: { root: { type: 'string' } } })
    learn(values.root === undefined ? projectRoot : resolve(values.root), context)
  },
}
