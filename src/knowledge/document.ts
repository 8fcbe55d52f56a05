import { z } from 'zod'
import { articlesOf } from './article.ts'
import type { EntryCitation } from './entry.ts'
import { isWithin, type Period } from './period.ts'
import { readYaml, type Say } from './read-yaml.ts'

const day = z.iso.date()
const documentShape = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  number: z.string().min(1),
  kind: z.enum(['law', 'code', 'decree', 'circular', 'joint-circular', 'resolution', 'ordinance', 'plan', 'guidance']),
  title: z.string().min(1),
  titleEn: z.string().min(1),
  from: day.optional(),
  until: day.optional(),
  replacedBy: z.string().optional(),
  secondary: z.boolean().optional(),
  endedParts: z
    .array(z.strictObject({ articles: z.string().min(1), until: day, replacedBy: z.string().optional() }))
    .optional(),
  note: z.string().optional(),
})
const registerShape = z.strictObject({ documents: z.array(documentShape).min(1) })

/** One document of the register; the meaning of each field stands at the top of `documents.yaml`. Days are yyyy-mm-dd. */
export type LawDocument = z.infer<typeof documentShape>

/**
 * The days of a document. Where the register does not know the first one, it counts from the first day of the year after
 * the one in its number: in the year itself nobody checked from when on, and an answer may not rest on a guess.
 */
export function daysInForce({ from, until, number }: LawDocument): Period {
  const year = /\b(?:19|20)\d{2}\b/.exec(number)?.[0]
  return { from: from ?? (year === undefined ? undefined : `${Number(year) + 1}-01-01`), until }
}

/** True when the document is in force on that day (yyyy-mm-dd). */
export function isInForce(document: LawDocument, on: string): boolean {
  return isWithin(daysInForce(document), on)
}

/** True when the document is in force on that day and so is the article that is cited: a part may have ended before the whole. */
export function isCitedInForce({ article }: EntryCitation, document: LawDocument, on: string): boolean {
  return isInForce(document, on) && lastDayOf(article, document) >= on
}

/** The last day on which the cited article is in force; far away while nobody has ended it. */
export function lastDayOf(article: string | undefined, { until = endless, endedParts = [] }: LawDocument): string {
  const cited = articlesOf(article)
  const ended = endedParts.filter(({ articles }) => articlesOf(articles).some((each) => cited.includes(each)))
  return [until, ...ended.map((part) => part.until)].sort()[0] ?? endless
}

/** A day that no register reaches. */
export const endless = '9999-12-31'

/** Reads the register, by id. Says every fault. */
export function readRegister(text: string, say: Say): ReadonlyMap<string, LawDocument> {
  const register = readYaml(text, registerShape, say)
  const documents = new Map<string, LawDocument>()
  for (const document of register?.documents ?? []) {
    if (documents.has(document.id)) say(`${document.id} stands twice`)
    documents.set(document.id, document)
  }
  for (const { id, from, until, replacedBy, endedParts = [] } of documents.values()) {
    for (const next of [replacedBy, ...endedParts.map((part) => part.replacedBy)])
      if (next !== undefined && !documents.has(next)) say(`${id} is replaced by ${next}, which is unknown`)
    if (from !== undefined && until !== undefined && until < from) say(`${id} ends before it begins`)
  }
  return documents
}
