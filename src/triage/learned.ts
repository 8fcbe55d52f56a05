import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ContentError } from '../core/errors.ts'
import { dangers, harmKinds } from '../core/triage.ts'
import type { LinearModel } from '../learning/linear-model.ts'
import { parseJson, readWeights, weightsShape, writeWeights, type Weights } from '../learning/weights-file.ts'
import { evidenceBits } from './evidence.ts'
import { messageBits } from './message-features.ts'
import { readTold, type Told } from './told.ts'
import type { DangerModel } from './weigh.ts'

const share = z.number().min(0).max(1)
const shape = z.strictObject({
  lessons: z.string(),
  danger: share,
  emergency: share,
  scales: weightsShape,
  kinds: weightsShape,
  words: weightsShape,
})

/** The messages whose danger is known, and what was learnt from them. */
export interface LearntDanger {
  readonly told: readonly Told[]
  readonly model: DangerModel
  /** A line that says so when what was learnt is no longer what would be learnt now. */
  readonly staleness: readonly string[]
}

/** Where the known messages and what was learnt from them stand, below `knowledge/`. */
export const toldFile = 'told.tsv'
export const dangerFile = 'learned/danger.json'
/** The rules, whose text is part of what is learnt from. */
export const lexiconFile = 'lexicon.yaml'
const synonymsFile = 'synonyms.yaml'

const howToLearn = 'run `npm run --silent cli -- learn danger`'

/** Reads `told.tsv` below `dir`. Throws a `ContentError` that names every bad line. */
export function loadTold(dir: string): readonly Told[] {
  const text = readFile(join(dir, toldFile))
  if (text === undefined) throw new ContentError([`knowledge/${toldFile}: there is no such file`])
  const faults: string[] = []
  const told = readTold(text, (fault) => void faults.push(`knowledge/${toldFile}: ${fault}`))
  if (faults.length > 0) throw new ContentError(faults)
  return told
}

/** Reads the known messages and what was learnt. Throws a `ContentError` when one is missing or damaged. */
export function loadDanger(dir: string): LearntDanger {
  const told = loadTold(dir)
  const read = shape.safeParse(parseJson(readFile(join(dir, dangerFile)) ?? ''))
  const model = read.success ? modelFrom(read.data) : undefined
  if (!read.success || model === undefined)
    throw new ContentError([`knowledge/${dangerFile}: is missing or damaged: ${howToLearn}`])
  const isStale = read.data.lessons !== markOf(told, wordsBeneath(dir))
  return {
    told,
    model,
    staleness: isStale ? [`knowledge/${dangerFile}: was learnt from other messages or rules: ${howToLearn}`] : [],
  }
}

/** The models that were written down; undefined when one is not what its use needs. */
function modelFrom({ words, kinds, scales, danger, emergency }: z.infer<typeof shape>): DangerModel | undefined {
  const read = (written: Weights, bits: number, classes: readonly string[]): LinearModel | undefined =>
    written.bits === bits && written.classes.every((name) => classes.includes(name)) ? readWeights(written) : undefined
  const models = {
    words: read(words, messageBits, dangers),
    kinds: read(kinds, messageBits, harmKinds),
    scales: read(scales, evidenceBits, dangers),
  }
  if (models.words === undefined || models.kinds === undefined || models.scales === undefined) return undefined
  return { words: models.words, kinds: models.kinds, scales: models.scales, danger, emergency }
}

/** The texts of the rules and of the synonyms: they decide how messages are read and what is alike. */
export function wordsBeneath(dir: string): string {
  return [lexiconFile, synonymsFile].map((file) => readFile(join(dir, file)) ?? '').join('\n')
}

/** Changes when what the model learns from does; `words` as in `wordsBeneath`. */
export function markOf(told: readonly Told[], words: string): string {
  return createHash('sha256')
    .update(JSON.stringify([told, words]))
    .digest('hex')
    .slice(0, 16)
}

/** The text of the file. */
export function writeDangerModel(model: DangerModel, lessons: string): string {
  const { danger, emergency, words, kinds, scales } = model
  const written: z.infer<typeof shape> = {
    lessons,
    danger,
    emergency,
    scales: writeWeights(scales),
    kinds: writeWeights(kinds),
    words: writeWeights(words),
  }
  return `${JSON.stringify(written, undefined, 1)}\n`
}

/** The text of a file; undefined when it cannot be read. */
function readFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
