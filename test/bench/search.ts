import { showTable } from '../../src/cli/show-table.ts'
import { spreadOf, timed, type Spread } from '../../src/cli/timing.ts'
import { fold } from '../../src/core/text.ts'
import { measureRankings } from '../../src/knowledge/measure-ranking.ts'
import { loadTestKnowledge } from '../knowledge/test-answerer.ts'
import { fts5, miniSearch, ours, type Contestant } from './contestants.ts'
import type { BenchPart } from './parts.ts'
import { createRandom, makeArticles, makeQuestions, type Article, type MadeQuestion } from './statutes.ts'

/** One contestant with the questions in one writing. */
interface Result extends Spread {
  readonly name: string
  readonly writing: string
  readonly recall1: number
  readonly recall10: number
  readonly indexSeconds: number
}

/** The product's search beside others, over articles made from the knowledge base. */
export const benchSearch: BenchPart = async (numbers) => {
  const knowledge = loadTestKnowledge()
  const entries = knowledge.entries.filter(({ locale }) => locale === 'vi')
  const random = createRandom(numbers.seed)
  const articles = makeArticles(entries, numbers.articles, random)
  const questions = makeQuestions(articles, numbers.questions, random)
  const contestants = [ours(knowledge.spelling('vi')), fts5, miniSearch]
  const results = contestants.flatMap((contestant) => compete(contestant, articles, questions))
  return [
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
  ]
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
