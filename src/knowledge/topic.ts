import { z } from 'zod'
import { articlesOf } from './article.ts'
import type { Entry } from './entry.ts'
import { isWithin } from './period.ts'
import { readYaml, type Say } from './read-yaml.ts'

const topicsShape = z.strictObject({
  topics: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
        cites: z.record(z.string(), z.array(z.string().min(1))),
      }),
    )
    .min(1),
})

/** A topic that has to be answered, and the articles, by document, that its entry has to cite. */
export type Topic = z.infer<typeof topicsShape>['topics'][number]

/** Reads `topics.yaml`. Says every fault. */
export function readTopics(text: string, say: Say): readonly Topic[] {
  const topics = readYaml(text, topicsShape, say)?.topics ?? []
  const known = new Set<string>()
  for (const { id } of topics) {
    if (known.has(id)) say(`${id} stands twice`)
    known.add(id)
  }
  return topics
}

/** What the entry does not cite though its topic has to: `luat-tre-em 51`, or the document alone. */
export function missingCites({ cites }: Topic, { citations }: Entry): readonly string[] {
  return Object.entries(cites).flatMap(([document, articles]) => {
    const cited = citations.filter((citation) => citation.document === document)
    if (cited.length === 0) return [document]
    const known = new Set(cited.flatMap(({ article }) => articlesOf(article)))
    return articles.filter((article) => !known.has(article)).map((article) => `${document} ${article}`)
  })
}

/** Says which topics have no entry for today, and which entries of today do not cite what they have to. */
export function topicFaults(
  topics: readonly Topic[],
  entries: readonly Entry[],
  known: { readonly today: string; readonly lawLocale: string },
  say: (file: string, fault: string) => void,
): void {
  for (const topic of topics) {
    const current = entries.filter((entry) => entry.id === topic.id && isWithin(entry, known.today))
    if (!current.some(({ locale }) => locale === known.lawLocale))
      say('knowledge/topics.yaml', `topic ${topic.id} has no entry in ${known.lawLocale} for ${known.today}`)
    for (const entry of current)
      for (const cite of missingCites(topic, entry)) say(entry.file, `has to cite ${cite}, as topics.yaml says`)
  }
}
