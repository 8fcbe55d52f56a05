import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ContentError } from '../core/errors.ts'
import { readYaml } from './read-yaml.ts'

const promptShape = z.strictObject({ system: z.string().trim().min(1), human: z.string().trim().min(1) })
const promptsShape = z.strictObject({ rewrite: promptShape, choose: promptShape })

/** What a language model is told and asked. `{question}` and the like are filled in; a brace that is meant is written twice. */
export type Prompt = z.infer<typeof promptShape>
export type Prompts = z.infer<typeof promptsShape>

/** What each prompt is filled with. */
const variables: Readonly<Record<keyof Prompts, readonly string[]>> = {
  rewrite: ['question'],
  choose: ['question', 'entries'],
}

/** Reads `prompts.yaml` of the folder. Throws one `ContentError` with every fault. */
export function loadPrompts(dir: string): Prompts {
  const faults: string[] = []
  const say = (fault: string): void => void faults.push(`knowledge/prompts.yaml: ${fault}`)
  const file = join(dir, 'prompts.yaml')
  if (!existsSync(file)) say('there is no such file')
  const prompts = existsSync(file)
    ? readYaml(readFileSync(file, 'utf8').normalize('NFC'), promptsShape, say)
    : undefined
  for (const name of ['rewrite', 'choose'] as const)
    if (prompts !== undefined) for (const fault of faultsOf(prompts[name], variables[name])) say(`${name}: ${fault}`)
  if (faults.length > 0 || prompts === undefined) throw new ContentError(faults)
  return prompts
}

function faultsOf({ system, human }: Prompt, known: readonly string[]): readonly string[] {
  const [inSystem, inHuman] = [system, human].map((text) => text.replaceAll(/\{\{|\}\}/g, ''))
  const used = [...(inHuman ?? '').matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  const rest = (inHuman ?? '').replaceAll(/\{\w+\}/g, '')
  return [
    ...known.filter((name) => !used.includes(name)).map((name) => `human does not use {${name}}`),
    ...used.filter((name) => !known.includes(name)).map((name) => `human uses unknown {${name}}`),
    ...(/[{}]/.test(rest) ? ['human: a brace that is meant is written twice'] : []),
    ...(/[{}]/.test(inSystem ?? '') ? ['system: a brace that is meant is written twice'] : []),
  ]
}
