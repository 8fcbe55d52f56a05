import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { LinearModel } from '../learning/linear-model.ts'
import { parseJson, readWeights, weightsShape, writeWeights } from '../learning/weights-file.ts'
import { readAsked, type Asked } from './asked.ts'
import { curveShape, type Curve } from './confidence.ts'
import type { Entry } from './entry.ts'
import { lessonsFrom, markOf } from './lessons.ts'
import { questionBits } from './question-features.ts'
import type { SpellingRules } from './spelling.ts'

const learnedShape = z.strictObject({ lessons: z.string(), curve: curveShape, judge: weightsShape })

/** What was learnt from the questions of one language. */
export interface Learned {
  readonly judge: LinearModel
  readonly curve: Curve
}

/** How people ask in one language, and what was learnt from it. */
export interface Asking {
  readonly asked: readonly Asked[]
  readonly learned: Learned | undefined
}

/**
 * Reads `asked/<locale>.tsv` and `learned/<locale>.json`; a language without them is searched by words alone. `say` takes
 * faults, `sayStale` that the lessons have changed since they were learnt.
 */
export function readAsking(
  dir: string,
  options: { readonly locale: string; readonly entries: readonly Entry[]; readonly spelling: SpellingRules },
  say: (file: string, fault: string) => void,
  sayStale: (file: string, fault: string) => void,
): Asking {
  const { locale, entries, spelling } = options
  const askedFile = `asked/${locale}.tsv`
  const ids = new Set(entries.map(({ id }) => id))
  const asked = existsSync(join(dir, askedFile))
    ? readAsked(readFileSync(join(dir, askedFile), 'utf8').normalize('NFC'), ids, (fault) => say(askedFile, fault))
    : []
  const file = learnedFile(locale)
  if (!existsSync(join(dir, file))) return { asked, learned: undefined }
  const read = learnedShape.safeParse(parseJson(readFileSync(join(dir, file), 'utf8')))
  const judge = read.success ? readWeights(read.data.judge) : undefined
  if (!read.success || judge?.bits !== questionBits) {
    say(file, `is damaged: ${howToLearn}`)
    return { asked, learned: undefined }
  }
  if (read.data.lessons !== markOf(lessonsFrom(entries, asked, spelling)))
    sayStale(file, `was learnt from other questions than there are now: ${howToLearn}`)
  return { asked, learned: { judge, curve: read.data.curve } }
}

/** Where what was learnt stands, below `knowledge/`. */
export function learnedFile(locale: string): string {
  return `learned/${locale}.json`
}

/** The text of that file. */
export function writeLearned({ judge, curve }: Learned, lessons: string): string {
  const written: z.infer<typeof learnedShape> = { lessons, curve, judge: writeWeights(judge) }
  return `${JSON.stringify(written, undefined, 1)}\n`
}

const howToLearn = 'run `npm run --silent cli -- learn questions`'
