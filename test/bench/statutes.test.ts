import { describe, expect, it } from 'vitest'
import { loadTestKnowledge } from '../knowledge/test-answerer.ts'
import { createRandom, makeArticles, makeQuestions } from './statutes.ts'

const entries = loadTestKnowledge().entries.filter(({ locale }) => locale === 'vi')
const make = (seed: number) => {
  const random = createRandom(seed)
  const articles = makeArticles(entries, 30, random)
  return { articles, questions: makeQuestions(articles, 40, random) }
}

describe('the made-up articles and questions', () => {
  it('are the same for the same seed, others for another', () => {
    expect(make(7)).toEqual(make(7))
    expect(make(7)).not.toEqual(make(8))
  })

  it('are as many as asked for, each article with an id of its own', () => {
    const { articles, questions } = make(7)
    expect(new Set(articles.map(({ id }) => id)).size).toBe(30)
    expect(new Set(articles.map(({ text }) => text)).size).toBe(30)
    expect(questions).toHaveLength(40)
  })

  it('ask with words of one sentence of the article that is right, in their order', () => {
    const { articles, questions } = make(7)
    for (const { q, relevant } of questions) {
      const text = articles.find(({ id }) => id === relevant[0])?.text ?? ''
      const holds = text.split('\n').some((sentence) => {
        const left = sentence.replace(/\.$/, '').split(' ')
        return q.split(' ').every((word) => left.includes(word) && left.splice(0, left.indexOf(word) + 1).length > 0)
      })
      expect(holds, q).toBe(true)
    }
  })
})
