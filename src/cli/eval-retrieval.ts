import { parseArgs } from 'node:util'
import { z } from 'zod'
import { measureRankings } from '../knowledge/measure-ranking.ts'
import { createRetriever } from '../knowledge/retriever.ts'
import { CliError, type CliContext } from './command.ts'
import { readJsonFile } from './jsonl.ts'
import { showTable } from './show-table.ts'
import { writeLines } from './text-file.ts'
import { spreadOf, timed } from './timing.ts'

const documentShape = z.object({ id: z.string(), title: z.string(), text: z.string() })
const questionShape = z.object({ id: z.string(), q: z.string(), relevant: z.array(z.string()) })
/** Places that the measures look at, however few are written. */
const leastRanked = 10

/** The product's own retriever over a corpus of strangers: writes what it finds, prints how good and how fast that is. */
export function evalRetrieval(args: readonly string[], context: CliContext): void {
  const { words, print } = context
  const { values } = parseArgs({
    args: [...args],
    options: {
      corpus: { type: 'string' },
      questions: { type: 'string' },
      out: { type: 'string' },
      top: { type: 'string', default: '10' },
    },
  })
  const need = (name: 'corpus' | 'questions' | 'out'): string => {
    const value = values[name]
    if (value === undefined || value === '') throw new CliError(words('cli.optionNeeded', { option: `--${name}` }))
    return value
  }
  const [corpusFile, questionsFile, out] = [need('corpus'), need('questions'), need('out')]
  const top = Number(values.top)
  if (!Number.isSafeInteger(top) || top < 1) throw new CliError(words('cli.badTop'))
  const questions = readJsonFile(questionShape, questionsFile, words)
  const corpus = readJsonFile(documentShape, corpusFile, words)

  const findable = corpus.map((document) => ({ ...document, variants: [] }))
  const rules = context.content().knowledge.spelling('vi')
  const { result: retriever, ms: indexingMs } = timed(() => createRetriever(findable, rules))
  const found = questions.map(({ id, q, relevant }) => {
    const { result, ms } = timed(() => retriever.search(q, Math.max(top, leastRanked)))
    return { id, relevant, ranked: result.map((each) => each.id), ms }
  })
  const rows = found.map(({ id, ranked }) => JSON.stringify({ id, ranked: ranked.slice(0, top) }))
  writeLines(out, rows, words)

  const { asked, recall1, recall3, recall10, mrr10 } = measureRankings(found)
  const ids = new Set(corpus.map(({ id }) => id))
  const absent = questions.flatMap(({ relevant }) => relevant).filter((id) => !ids.has(id)).length
  const { median, p95 } = spreadOf(found.map(({ ms }) => ms))
  print(words('cli.evalCounted', { questions: questions.length, documents: corpus.length }))
  if (asked < questions.length) print(words('cli.evalUnlabelled', { count: questions.length - asked }))
  if (absent > 0) print(words('cli.evalAbsent', { count: absent }))
  const figures = { 'recall@1': recall1, 'recall@3': recall3, 'recall@10': recall10, 'MRR@10': mrr10 }
  for (const line of showTable(Object.entries(figures).map(([name, value]) => [name, value.toFixed(4)]))) print(line)
  print(words('cli.evalIndexing', { seconds: (indexingMs / 1_000).toFixed(2) }))
  print(words('cli.evalSearching', { median: median.toFixed(3), p95: p95.toFixed(3) }))
}
