import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { articlesOf } from '../../src/knowledge/article.ts'
import { isInForce } from '../../src/knowledge/document.ts'
import { isWithin } from '../../src/knowledge/period.ts'
import { fillPhones } from '../../src/knowledge/phone.ts'
import { loadTestKnowledge, testDay } from './test-answerer.ts'

interface Topic {
  readonly id: string
  readonly cites: Readonly<Record<string, readonly string[]>>
}
interface Figures {
  readonly id: string
  readonly figures: readonly string[]
}

const topicsIn = <T>(file: string): readonly T[] =>
  (parse(readFileSync(file, 'utf8')) as { readonly topics: readonly T[] }).topics
const topics = topicsIn<Topic>('knowledge/topics.yaml')
const figuresOf = new Map(topicsIn<Figures>('test/knowledge/topics.yaml').map(({ id, figures }) => [id, figures]))
const knowledge = loadTestKnowledge()
const entryOf = (id: string) =>
  knowledge.entries.find((entry) => entry.locale === 'vi' && entry.id === id && isWithin(entry, testDay))

describe('the topics that must be answered', () => {
  it('are 120, each once, and of each it is known which figures it has to say', () => {
    expect(new Set(topics.map(({ id }) => id)).size).toBe(120)
    expect([...figuresOf.keys()].sort()).toEqual(topics.map(({ id }) => id).sort())
  })

  it.each(topics.map((topic) => [topic.id, topic] as const))('%s is cited and said in full', (id, { cites }) => {
    const entry = entryOf(id)
    expect(entry).toBeDefined()
    const cited =
      entry?.citations.flatMap(({ document, article }) => articlesOf(article).map((each) => `${document} ${each}`)) ??
      []
    const documents = entry?.citations.map(({ document }) => document) ?? []
    for (const [document, articles] of Object.entries(cites)) {
      expect(documents).toContain(document)
      for (const article of articles) expect(cited).toContain(`${document} ${article}`)
    }
    const said = fillPhones([entry?.title, entry?.answer, entry?.child, entry?.next].join('\n'), knowledge.phones)
    for (const figure of figuresOf.get(id) ?? []) expect(said).toContain(figure)
    expect(
      documents.some((document) => {
        const known = knowledge.documents.get(document)
        return known !== undefined && isInForce(known, testDay)
      }),
    ).toBe(true)
  })
})
