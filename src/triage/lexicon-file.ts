import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { ContentError } from '../core/errors.ts'
import { harmKinds } from '../core/triage.ts'

export const cueNames = [
  'question',
  'hypothetical',
  'fiction',
  'past',
  'over',
  'again',
  'now',
  'alarm',
  'direct',
  'concrete',
] as const
/**
 * What changes the level of a match. question: asks about the law or about prevention. hypothetical: "what if". fiction: a
 * film, a game, a lesson. past: some time ago. over: long ago, and all is well since. again: it is not, after all. now: going
 * on, near the match. alarm: now, anywhere in the message. direct: done to the writer. concrete: about someone the writer
 * knows or sees.
 */
export type CueName = (typeof cueNames)[number]

const patterns = z.array(z.string()).min(1)
const schema = z.strictObject({
  spelling: z.strictObject({
    onsets: z.string(),
    rimes: z.string(),
    beginnings: z.record(z.string(), z.string()),
    endings: z.record(z.string(), z.string()),
    short: z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])),
  }),
  classes: z.record(z.string(), z.string()),
  frames: z.record(z.string(), z.string()),
  negators: z.string(),
  negations: patterns,
  homographs: patterns,
  compounds: patterns,
  idioms: patterns,
  cues: z.strictObject({
    question: patterns,
    hypothetical: patterns,
    fiction: patterns,
    past: patterns,
    over: patterns,
    again: patterns,
    now: patterns,
    alarm: patterns,
    direct: patterns,
    concrete: patterns,
  } satisfies Record<CueName, unknown>),
  rules: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
        level: z.enum(['emergency', 'urgent', 'normal']),
        kinds: z.array(z.enum(harmKinds).exclude(['none'])).min(1),
        now: z.literal('emergency').optional(),
        general: z.literal('normal').optional(),
        firm: z.literal(true).optional(),
        timeless: z.literal(true).optional(),
        negated: z.enum(['same', 'urgent']).optional(),
        patterns,
      }),
    )
    .min(1),
})

/** The lexicon as it stands in the file. */
export type WrittenLexicon = z.infer<typeof schema>

/** Reads the file and checks its form. Throws `ContentError` with every fault, each as `file: fault`. */
export function readLexiconFile(path: string): WrittenLexicon {
  const fail = (faults: readonly string[]): never => {
    throw new ContentError(faults.map((fault) => `${basename(path)}: ${fault}`))
  }
  const document = parseDocument(readText(path) ?? fail(['cannot be read']))
  if (document.errors.length > 0)
    return fail(document.errors.map((error) => error.message.split('\n')[0] ?? error.code))
  const result = schema.safeParse(document.toJS())
  if (!result.success) return fail(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  return result.data
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
