import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { projectRoot } from '../project-root.ts'
import { systemClock } from '../clock.ts'
import { ContentError } from '../core/errors.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'
import type { LinearModel } from '../learning/linear-model.ts'
import { calibrate, type Trial } from '../knowledge/calibrate.ts'
import { evidenceIn } from '../knowledge/confidence.ts'
import { learnedFile, writeLearned } from '../knowledge/learned.ts'
import { learn, lessonsFrom, markOf } from '../knowledge/lessons.ts'
import { openLibrary } from '../knowledge/library.ts'
import { readKnowledge, type Knowledge } from '../knowledge/load.ts'
import { readQuestions, tunedPart, type Question } from '../knowledge/measure-answers.ts'
import type { CliContext } from './command.ts'
import { ownQuestions } from './eval-knowledge.ts'
import { namingFile } from './read-csv-file.ts'
import { showTable } from './show-table.ts'
import { readTextFile } from './text-file.ts'

/** The language that people's questions were collected in. */
const locale = 'vi'
const questionsFile = relative(projectRoot, ownQuestions)

/**
 * Learns which entry a question asks for from `knowledge/asked` below `root`, fits the confidence on the tuned part of the
 * project's questions, and writes both to `knowledge/learned`. Prints what each threshold comes to.
 */
export function learnQuestions(root: string, { words, print }: CliContext): void {
  const knowledge = readToLearn(join(root, 'knowledge'))
  const entries = knowledge.entries.filter((entry) => entry.locale === locale)
  const lessons = lessonsFrom(entries, knowledge.asking(locale).asked, knowledge.spelling(locale))
  const judge = learn(lessons)
  const questions = readTuned(root, knowledge, words)
  const { curve, table } = calibrate(trialsWith(judge, knowledge, questions))
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`
  const rows = table.map(({ threshold, answered, wrong, needless, abstained }) => [
    `${threshold.toFixed(2)}${threshold === curve.answered ? ' *' : ''}`,
    ...[answered, wrong, needless, abstained].map(percent),
  ])
  for (const line of showTable([words('cli.learnColumns').split('|'), ...rows])) print(line)
  const file = learnedFile(locale)
  const path = join(root, 'knowledge', file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, writeLearned({ judge, curve }, markOf(lessons)))
  print(words('cli.learnDone', { file: `knowledge/${file}`, count: lessons.asked.length }))
}

/** Reads the folder without minding what was learnt before: it is about to be replaced, damaged or not. */
function readToLearn(dir: string): Knowledge {
  const { knowledge, faults } = readKnowledge(dir, { today: dayInVietnam(systemClock.now()) })
  const others = faults.filter((fault) => !fault.startsWith(`knowledge/${learnedFile(locale)}: `))
  if (others.length > 0) throw new ContentError(others)
  return knowledge
}

/** The questions that the confidence may be fitted on. */
function readTuned(root: string, { entries }: Knowledge, words: CliContext['words']): readonly Question[] {
  const ids = new Set(entries.map(({ id }) => id))
  const text = readTextFile(join(root, questionsFile), words)
  const questions = namingFile([questionsFile], () => readQuestions(text, { entries: ids, words }))
  const tuned = questions.filter(({ split }) => split === tunedPart)
  if (tuned.length === 0) throw new ContentError([`${questionsFile}: has no question of the part ${tunedPart}`])
  return tuned
}

/** Asks the questions with what was just learnt. */
function trialsWith(judge: LinearModel, knowledge: Knowledge, questions: readonly Question[]): readonly Trial[] {
  const { asked } = knowledge.asking(locale)
  const curve = { offset: 0, weights: [], answered: 1 }
  const learnt = { ...knowledge, asking: () => ({ asked, learned: { judge, curve } }) }
  const { rank } = openLibrary(learnt, locale).shelf(dayInVietnam(systemClock.now()))
  return questions.flatMap(({ entry, text }) => {
    const ranking = rank(text)
    const evidence = evidenceIn(ranking, text)
    const isAnswerable = entry !== undefined
    return evidence === undefined
      ? []
      : { evidence, isAnswerable, isRight: isAnswerable && ranking.found[0]?.id === entry }
  })
}
