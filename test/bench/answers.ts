import { projectRoot } from '../../src/project-root.ts'
import { spreadOf } from '../../src/cli/timing.ts'
import { loadContent } from '../../src/content.ts'
import type { Knowledge } from '../../src/knowledge/load.ts'
import { createTestAnswerer, loadTestKnowledge } from '../knowledge/test-answerer.ts'
import type { BenchNumbers, BenchPart } from './parts.ts'
import { createRandom, makeArticles } from './statutes.ts'

/** What a whole answer takes, with the knowledge base as it is and with one that has grown. */
export const benchAnswers: BenchPart = async (numbers) => {
  const knowledge = loadTestKnowledge()
  return [await answering(knowledge, numbers), await answering(grown(knowledge, numbers), numbers)]
}

/** The knowledge base with made-up entries beside its own, so that it has at least `passages` entries. */
function grown(knowledge: Knowledge, { passages, seed }: BenchNumbers): Knowledge {
  const entries = vietnamese(knowledge)
  const [model] = entries
  if (model === undefined || passages <= entries.length) return knowledge
  const more = makeArticles(entries, passages - entries.length, createRandom(seed)).map(({ id, title, text }) => {
    return { ...model, id: `made-${id}`, title, questions: [], answer: text }
  })
  return { ...knowledge, entries: [...knowledge.entries, ...more] }
}

/** What a whole answer of the bot takes, over the questions that the real entries name, with the assessment of danger before it. */
async function answering(base: Knowledge, numbers: BenchNumbers): Promise<string> {
  const answerer = createTestAnswerer(base)
  const { assess } = loadContent(projectRoot)
  const known = vietnamese(base).flatMap((entry) => entry.questions)
  const asked = known.filter((_, at) => at % Math.ceil(known.length / numbers.questions) === 0)
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
  const passages = vietnamese(base).length
  const collected = base.asking('vi').asked.length
  return (
    `${durations.length} answers, danger looked at before, with ${passages} entries and ${collected} collected questions: ` +
    `median ${median.toFixed(3)} ms, p95 ${p95.toFixed(3)} ms`
  )
}

function vietnamese({ entries }: Knowledge): Knowledge['entries'] {
  return entries.filter(({ locale }) => locale === 'vi')
}
