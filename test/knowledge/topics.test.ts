import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { isInForce } from '../../src/knowledge/document.ts'
import { fillPhones } from '../../src/knowledge/phone.ts'
import { loadTestKnowledge, testDay } from './test-answerer.ts'

interface Topic {
  readonly id: string
  readonly cites: Readonly<Record<string, readonly string[]>>
  readonly figures: readonly string[]
}

const { topics } = parse(readFileSync('test/knowledge/topics.yaml', 'utf8')) as { readonly topics: readonly Topic[] }
const knowledge = loadTestKnowledge()
const entryOf = (id: string) => knowledge.entries.find((entry) => entry.locale === 'vi' && entry.id === id)

/** The articles that a citation's article names: '25–29' is five of them. */
function articlesOf(article: string | undefined): readonly string[] {
  const range = /^(\d+)\s*[–-]\s*(\d+)$/.exec(article ?? '')
  if (range === null) return article === undefined ? [] : article.split(/\s*,\s*/)
  const [from, to] = [Number(range[1]), Number(range[2])]
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
}

describe('the topics that must be answered', () => {
  it('are 120, each once', () => {
    expect(new Set(topics.map(({ id }) => id)).size).toBe(120)
  })

  it.each(topics.map((topic) => [topic.id, topic] as const))(
    '%s is cited and said in full',
    (id, { cites, figures }) => {
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
      for (const figure of figures) expect(said).toContain(figure)
      expect(
        documents.some((document) => {
          const known = knowledge.documents.get(document)
          return known !== undefined && isInForce(known, testDay)
        }),
      ).toBe(true)
    },
  )
})
