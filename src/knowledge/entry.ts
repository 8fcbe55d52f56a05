import { z } from 'zod'
import { audiences } from '../core/reach.ts'
import { readYaml, type Say } from './read-yaml.ts'
import { versionOf } from './version.ts'

const citationShape = z.strictObject({
  document: z.string().min(1),
  article: z.string().min(1).optional(),
  clause: z.string().min(1).optional(),
  point: z.string().min(1).optional(),
})
const frontMatter = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().trim().min(1),
  audience: z.enum(audiences),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  mayName: z.array(z.string().min(1)).optional(),
  questions: z.array(z.string().trim().min(1)).default([]),
  citations: z.array(citationShape).min(1),
  facts: z.array(z.string().min(1)).min(1),
  confidence: z.enum(['cao', 'TB']),
  reviewedOn: z.iso.date(),
  reviewBy: z.iso.date(),
})

/** Where an entry's words come from. `article` is left out for documents cited whole. */
export type EntryCitation = z.infer<typeof citationShape>

/**
 * One approved answer. Texts may hold `{{child_hotline}}` and the like; days are yyyy-mm-dd. `from` and `until` are the days
 * that it is meant for: several entries may share an id when their days do not overlap. `mayName` lists the offices of the
 * register that it names only to say what became of them.
 */
export interface Entry extends Readonly<z.infer<typeof frontMatter>> {
  readonly locale: string
  /** Path below the content folder, as faults name it: `knowledge/vi/…`. */
  readonly file: string
  /** For adults. */
  readonly answer: string
  /** The same for a child. */
  readonly child: string
  /** What to do next. */
  readonly next: string
  /** Changes with what the entry says. */
  readonly version: string
}

const sections = ['child', 'next'] as const

/** Reads one entry from its file's text. Says every fault; undefined when the text cannot be taken for an entry. */
export function readEntry(text: string, place: Pick<Entry, 'locale' | 'file'>, say: Say): Entry | undefined {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text.normalize('NFC').replace(/\r\n/g, '\n'))
  if (parts === null) {
    say('does not begin with front matter between two lines of ---')
    return undefined
  }
  const front = readYaml(parts[1] ?? '', frontMatter, say)
  const body = readBody(parts[2] ?? '', say)
  if (front === undefined || body === undefined) return undefined
  return { ...front, ...body, ...place, version: versionOf({ ...front, ...body }) }
}

function readBody(body: string, say: Say): Pick<Entry, 'answer' | 'child' | 'next'> | undefined {
  const [answer = '', ...rest] = body.split(/^##[ \t]+(.+?)[ \t]*$/m).map((part) => part.trim())
  const found = new Map<string, string>()
  let isGood = true
  const refuse = (fault: string): void => {
    isGood = false
    say(fault)
  }
  for (let index = 0; index < rest.length; index += 2) {
    const heading = rest[index] ?? ''
    if (!sections.some((section) => section === heading)) refuse(`has an unknown part "## ${heading}"`)
    else if (found.has(heading)) refuse(`has two parts "## ${heading}"`)
    found.set(heading, rest[index + 1] ?? '')
  }
  if (answer === '') refuse('has no answer')
  for (const section of sections) if ((found.get(section) ?? '') === '') refuse(`has no part "## ${section}"`)
  return isGood ? { answer, child: found.get('child') ?? '', next: found.get('next') ?? '' } : undefined
}
