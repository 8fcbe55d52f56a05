import type { Entry } from '../../src/knowledge/entry.ts'

/** An article of a made-up code of law. */
export interface Article {
  readonly id: string
  readonly title: string
  readonly text: string
}

/** A question made from one sentence of an article. */
export interface MadeQuestion {
  readonly q: string
  readonly relevant: readonly string[]
}

/** Numbers 0..1, the same for the same seed (mulberry32). */
export type Random = () => number

const phrasesOfTopic = 24
const words = { perPhrase: [2, 5], phrasesInTitle: [2, 3], phrasesInClause: [3, 7], clauses: [3, 9] } as const
/** So much of an article is about its own topic; the rest is what every law says. */
const topicShare = 0.75
/** So many words of a sentence are left in a question, and at most so many words. */
const keptShare = 0.6
const mostKept = 12

/** A source of numbers that look random and are not. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Articles out of phrases of the entries: each has a topic of a few phrases, in a title and numbered clauses. */
export function makeArticles(entries: readonly Entry[], count: number, random: Random): readonly Article[] {
  const phrases = phrasesOf(entries, random)
  return Array.from({ length: count }, (_, at) => {
    const topic = Array.from({ length: phrasesOfTopic }, () => pick(phrases, random))
    const phrase = (): string => pick(random() < topicShare ? topic : phrases, random)
    const some = ([least, most]: readonly [number, number]): string =>
      Array.from({ length: between(least, most, random) }, phrase).join(' ')
    const clauses = Array.from({ length: between(...words.clauses, random) }, (_, clause) => {
      return `${clause + 1}. ${some(words.phrasesInClause)}.`
    })
    return { id: `a${at + 1}`, title: some(words.phrasesInTitle), text: clauses.join('\n') }
  })
}

/** Questions from sentences of articles picked at random, words left out in between. */
export function makeQuestions(articles: readonly Article[], count: number, random: Random): readonly MadeQuestion[] {
  return Array.from({ length: count }, () => {
    const { id, text } = pick(articles, random)
    const sentence = pick(text.split('\n'), random).replace(/^\d+\. |\.$/g, '')
    const kept = sentence.split(' ').filter(() => random() < keptShare)
    return { q: (kept.length > 0 ? kept : [sentence]).slice(0, mostKept).join(' '), relevant: [id] }
  })
}

/** The sentences of the entries cut into phrases of a few words. */
function phrasesOf(entries: readonly Entry[], random: Random): readonly string[] {
  const sentences = entries
    .flatMap(({ title, questions, answer }) => [title, ...questions, answer])
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N} ]+/u))
    .map((sentence) => sentence.split(' ').filter((word) => word !== ''))
  return sentences.flatMap((sentence) => {
    const phrases: string[] = []
    for (let at = 0; at < sentence.length;) {
      const length = between(...words.perPhrase, random)
      phrases.push(sentence.slice(at, at + length).join(' '))
      at += length
    }
    return phrases
  })
}

function between(least: number, most: number, random: Random): number {
  return least + Math.floor(random() * (most - least + 1))
}

function pick<T>(list: readonly T[], random: Random): T {
  const picked = list[Math.floor(random() * list.length)]
  if (picked === undefined) throw new Error('nothing to pick from')
  return picked
}
