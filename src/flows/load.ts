import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { ContentError } from '../core/errors.ts'
import { foldWords } from '../core/text.ts'
import { flowFaults, type FlowKnowledge } from './check.ts'
import { flowShape, type Flow } from './flow.ts'

/** Reads every flow of a folder. Throws `ContentError` naming every fault of every file at once. */
export function loadFlows(dir: string, known: FlowKnowledge): readonly Flow[] {
  const faults: string[] = []
  const flows: Flow[] = []
  for (const file of readdirSync(dir)
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    const say = (fault: string) => faults.push(`flows/${file}: ${fault}`)
    const flow = readFlow(join(dir, file), say)
    if (flow === undefined) continue
    if (flow.id !== basename(file, '.yaml')) say(`id is ${flow.id}, the file is named ${basename(file, '.yaml')}`)
    flowFaults(flow, known).forEach(say)
    flows.push(flow)
  }
  faults.push(...triggerFaults(flows))
  if (faults.length > 0) throw new ContentError(faults)
  return flows
}

function readFlow(file: string, say: (fault: string) => void): Flow | undefined {
  let data: unknown
  try {
    data = parse(readFileSync(file, 'utf8').normalize('NFC'))
  } catch (error) {
    say(`not YAML: ${(error as Error).message.split('\n')[0]}`)
    return undefined
  }
  const read = flowShape.safeParse(data)
  if (read.success) return read.data
  for (const issue of read.error.issues) say(`${issue.path.join('.') || 'flow'}: ${issue.message}`)
  return undefined
}

function triggerFaults(flows: readonly Flow[]): readonly string[] {
  const seen = new Map<string, string>()
  const faults: string[] = []
  for (const flow of flows) {
    for (const trigger of flow.triggers ?? []) {
      const key = 'command' in trigger ? `/${trigger.command}` : foldWords(trigger.keyword)
      const other = seen.get(key)
      if (other !== undefined && other !== flow.id) faults.push(`flows/${flow.id}.yaml: ${key} already starts ${other}`)
      seen.set(key, flow.id)
    }
  }
  return faults
}
