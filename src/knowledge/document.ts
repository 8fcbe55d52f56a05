import { z } from 'zod'
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
  note: z.string().optional(),
})
const registerShape = z.strictObject({ documents: z.array(documentShape).min(1) })

/** One document of the register; the meaning of each field stands at the top of `documents.yaml`. Days are yyyy-mm-dd. */
export type LawDocument = z.infer<typeof documentShape>

/**
 * True when the document is in force on that day (yyyy-mm-dd, both ends included). Where the register does not know the
 * first day, the document counts from the first day of the year in its number: it cannot have been in force before.
 */
export function isInForce(document: LawDocument, on: string): boolean {
  return firstDay(document) <= on && (document.until === undefined || on <= document.until)
}

/** True when the document's last day is before that day. */
export function hasEnded(document: LawDocument, on: string): boolean {
  return document.until !== undefined && document.until < on
}

function firstDay({ from, number }: LawDocument): string {
  const year = /\b(?:19|20)\d{2}\b/.exec(number)?.[0]
  return from ?? (year === undefined ? '' : `${year}-01-01`)
}

/** Reads the register, by id. Says every fault. */
export function readRegister(text: string, say: Say): ReadonlyMap<string, LawDocument> {
  const register = readYaml(text, registerShape, say)
  const documents = new Map<string, LawDocument>()
  for (const document of register?.documents ?? []) {
    if (documents.has(document.id)) say(`${document.id} stands twice`)
    documents.set(document.id, document)
  }
  for (const { id, from, until, replacedBy } of documents.values()) {
    if (replacedBy !== undefined && !documents.has(replacedBy))
      say(`${id} is replaced by ${replacedBy}, which is unknown`)
    if (from !== undefined && until !== undefined && until < from) say(`${id} ends before it begins`)
  }
  return documents
}
