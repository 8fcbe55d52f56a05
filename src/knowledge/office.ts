import { z } from 'zod'
import { foldWords } from '../core/text.ts'
import type { Entry } from './entry.ts'
import { isWithin } from './period.ts'
import { readYaml, type Say } from './read-yaml.ts'
import { createFindPhrases } from './rules.ts'

const name = z.string().trim().min(1)
const officeId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const officeShape = z.strictObject({
  id: officeId,
  names: z.record(z.string().regex(/^[a-z]{2}$/), z.array(name).min(1)),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  replacedBy: z.union([officeId.transform((id) => [id]), z.array(officeId).min(1)]).optional(),
  source: z.string().min(1),
})
const registerShape = z.strictObject({ offices: z.array(officeShape).min(1) })

/** An office that an answer may name, with the days on which it existed; the fields are told at the top of `offices.yaml`. */
export type Office = z.infer<typeof officeShape>

/** The offices by id. */
export type Offices = ReadonlyMap<string, Office>

/** An office that a text names, and the words that name it. */
export interface NamedOffice {
  readonly office: Office
  readonly words: string
}

/** Reads the register. Says every fault. */
export function readOffices(text: string, say: Say): Offices {
  const offices = new Map<string, Office>()
  const named = new Map<string, string>()
  for (const office of readYaml(text, registerShape, say)?.offices ?? []) {
    const { id, from, until, names } = office
    if (offices.has(id)) say(`${id} stands twice`)
    offices.set(id, office)
    if (from !== undefined && until !== undefined && until < from) say(`${id} ends before it begins`)
    for (const [locale, words] of Object.entries(names)) {
      for (const each of words) {
        const key = `${locale} ${foldWords(each)}`
        const other = named.get(key)
        if (other !== undefined) say(`"${each}" names ${other === id ? `${id} twice` : `both ${other} and ${id}`}`)
        named.set(key, id)
      }
    }
  }
  for (const { id, replacedBy = [] } of offices.values())
    for (const next of replacedBy) if (!offices.has(next)) say(`${id} is replaced by ${next}, which is unknown`)
  return offices
}

/** Answers which offices a text names. */
export type FindOffices = (text: string) => readonly NamedOffice[]

/** Prepares the names of one language to be looked for. */
export function createFindOffices(offices: Offices, locale: string): FindOffices {
  const named = new Map<string, Office>()
  for (const office of offices.values()) for (const words of office.names[locale] ?? []) named.set(words, office)
  const find = createFindPhrases([...named.keys()])
  return (text) =>
    find(text).flatMap((words) => {
      const office = named.get(words)
      return office === undefined ? [] : [{ office, words }]
    })
}

/** The offices that an entry sends people to, or speaks of as if they were there: those that it names and that are none of its `mayName`. */
export function officesOf(entry: Entry, find: FindOffices): readonly NamedOffice[] {
  const { title, answer, child, next, mayName = [] } = entry
  return find([title, answer, child, next].join('\n')).filter(({ office }) => !mayName.includes(office.id))
}

/** True when the office exists on that day. */
export function existsOn(office: Office, day: string): boolean {
  return isWithin(office, day)
}
