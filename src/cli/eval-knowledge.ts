import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from '../project-root.ts'
import { systemClock } from '../clock.ts'
import { createAnswerer } from '../knowledge/answerer.ts'
import { measureAnswers, readQuestions } from '../knowledge/measure-answers.ts'
import type { CliContext } from './command.ts'
import { namingFile } from './read-csv-file.ts'
import { showMeasures, type NamedMeasure } from './show-measures.ts'
import { readTextFile } from './text-file.ts'

/** The questions that answers are measured by. */
export const ownQuestions = join(projectRoot, 'test/knowledge/questions.tsv')

/** Asks the knowledge base every question of a file and prints, for each style, how the answers are. */
export async function evalKnowledge(args: readonly string[], context: CliContext): Promise<void> {
  const { words } = context
  const { values } = parseArgs({ args: [...args], options: { questions: { type: 'string', default: ownQuestions } } })
  const { knowledge, translate } = context.content()
  const entries = new Set(knowledge.entries.map(({ id }) => id))
  const text = readTextFile(values.questions, words)
  const questions = namingFile([values.questions], () => readQuestions(text, { entries, words }))
  const answerer = createAnswerer(knowledge, { clock: systemClock, translate })
  const groups = Map.groupBy(questions, ({ split, style }) => [split, style].filter((part) => part !== '').join(' '))
  const measures: NamedMeasure[] = []
  for (const [name, group] of [...groups, [words('cli.evalAll'), questions] as const])
    measures.push({ name, ...(await measureAnswers(group, answerer)) })
  for (const line of showMeasures(measures, words)) context.print(line)
}
