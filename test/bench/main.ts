import { parseArgs } from 'node:util'
import { projectRoot } from '../../src/base.ts'
import { showTable } from '../../src/cli/show-table.ts'
import { spreadOf, timed, type Spread } from '../../src/cli/timing.ts'
import { loadContent } from '../../src/content.ts'
import { fold } from '../../src/core/text.ts'
import type { Knowledge } from '../../src/knowledge/load.ts'
import { measureRankings } from '../../src/knowledge/measure-ranking.ts'
import { createTestAnswerer, loadTestKnowledge } from '../knowledge/test-answerer.ts'
import { fts5, miniSearch, ours, type Contestant } from './contestants.ts'
import { createRandom, makeArticles, makeQuestions, type Article, type MadeQuestion } from './statutes.ts'

/** One contestant with the questions in one writing. */
interface Result extends Spread {
  readonly name: string
  readonly writing: string
  readonly recall1: number
  readonly recall10: number
  readonly indexSeconds: number
}

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '8000' },
    questions: { type: 'string', default: '400' },
    passages: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '20261122' },
  },
})
const knowledge = loadTestKnowledge()
const entries = knowledge.entries.filter(({ locale }) => locale === 'vi')
const random = createRandom(count('seed'))
const articles = makeArticles(entries, count('articles'), random)
const questions = makeQuestions(articles, count('questions'), random)
const contestants = [ours(knowledge.spelling('vi')), fts5, miniSearch]
const results = contestants.flatMap((contestant) => compete(contestant, articles, questions))
const lines = [
  `${articles.length} articles made from the knowledge base, ${questions.length} questions made from their sentences`,
  ...showTable([
    ['', 'marks', 'recall@1', 'recall@10', 'index s', 'median ms', 'p95 ms'],
    ...results.map((each) => [each.name, each.writing, ...figuresOf(each).map((figure) => figure.toFixed(3))]),
  ]),
  '',
  'ours / theirs',
  ...showTable([
    ['', 'marks', 'recall@1', 'recall@10', 'index', 'median', 'p95'],
    ...results.flatMap((theirs) => {
      const own = results.find(({ name, writing }) => name === 'ours' && writing === theirs.writing)
      if (own === undefined || theirs.name === 'ours') return []
      const ratios = figuresOf(own).map((figure, at) => (figure / (figuresOf(theirs)[at] ?? 0)).toFixed(2))
      return [[theirs.name, theirs.writing, ...ratios]]
    }),
  ]),
  '',
  await answering(knowledge),
  await answering(grown(count('passages'))),
]
process.stdout.write(`${lines.join('\n')}\n`)

function count(name: 'articles' | 'passages' | 'questions' | 'seed'): number {
  const value = Number(values[name])
  if (Number.isSafeInteger(value) && value > 0) return value
  process.stderr.write(`--${name} must be a whole number above 0\n`)
  process.exit(1)
}

function compete(
  { name, index }: Contestant,
  articles: readonly Article[],
  questions: readonly MadeQuestion[],
): readonly Result[] {
  const indexed = timed(() => index(articles))
  const writings = [
    { writing: 'yes', write: (text: string) => text },
    { writing: 'no', write: fold },
  ]
  return writings.map(({ writing, write }) => {
    const found = questions.map(({ q, relevant }) => {
      const { result: ranked, ms } = timed(() => indexed.result(write(q), 10))
      return { relevant, ranked, ms }
    })
    const { recall1, recall10 } = measureRankings(found)
    const spread = spreadOf(found.map(({ ms }) => ms))
    return { name, writing, recall1, recall10, indexSeconds: indexed.ms / 1_000, ...spread }
  })
}

function figuresOf({ recall1, recall10, indexSeconds, median, p95 }: Result): readonly number[] {
  return [recall1, recall10, indexSeconds, median, p95]
}

/** The knowledge base with made-up entries beside its own, so that it has at least `passages` entries. */
function grown(passages: number): Knowledge {
  const [model] = entries
  if (model === undefined || passages <= entries.length) return knowledge
  const more = makeArticles(entries, passages - entries.length, random).map(({ id, title, text }) => {
    return { ...model, id: `made-${id}`, title, questions: [], answer: text }
  })
  return { ...knowledge, entries: [...knowledge.entries, ...more] }
}

/** What a whole answer of the bot takes, over the questions that the real entries name, with the assessment of danger before it. */
async function answering(base: Knowledge): Promise<string> {
  const answerer = createTestAnswerer(base)
  const { assess } = loadContent(projectRoot)
  const known = entries.flatMap((entry) => entry.questions)
  const asked = known.filter((_, at) => at % Math.ceil(known.length / count('questions')) === 0)
  await answerer.ask(asked[0] ?? '', { locale: 'vi' })
  assess(asked[0] ?? '')
  const durations: number[] = []
  for (const text of asked) {
    const startedAt = performance.now()
    assess(text)
    await answerer.ask(text, { locale: 'vi' })
    durations.push(performance.now() - startedAt)
  }
  const { median, p95 } = spreadOf(durations)
  const passages = base.entries.filter(({ locale }) => locale === 'vi').length
  const collected = base.asking('vi').asked.length
  return (
    `${durations.length} answers, danger looked at before, with ${passages} entries and ${collected} collected questions: ` +
    `median ${median.toFixed(3)} ms, p95 ${p95.toFixed(3)} ms`
  )
}
