import { parseArgs } from 'node:util'
import { benchAnswers } from './answers.ts'
import { benchNumbers, type BenchNumbers, type BenchPart } from './parts.ts'
import { benchSearch } from './search.ts'
import { benchThroughput } from './throughput.ts'
import { benchWebhook } from './webhook.ts'

const parts: Readonly<Record<string, BenchPart>> = {
  search: benchSearch,
  answers: benchAnswers,
  webhook: benchWebhook,
  throughput: benchThroughput,
}
const names = Object.keys(benchNumbers) as (keyof BenchNumbers)[]
const { values, positionals } = parseArgs({
  options: Object.fromEntries(names.map((name) => [optionOf(name), { type: 'string' as const }])),
  allowPositionals: true,
})
const numbers: BenchNumbers = { ...benchNumbers, ...Object.fromEntries(names.flatMap(given)) }
const chosen = (positionals.length === 0 ? Object.keys(parts) : positionals).map((name) => {
  return parts[name] ?? fail(`${name}: there is no such part; there are ${Object.keys(parts).join(', ')}`)
})
for (const [at, part] of chosen.entries())
  process.stdout.write(`${at === 0 ? '' : '\n'}${(await part(numbers)).join('\n')}\n`)

function optionOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function given(name: keyof BenchNumbers): readonly (readonly [string, number])[] {
  const text = values[optionOf(name)]
  if (text === undefined) return []
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) fail(`--${optionOf(name)} must be a whole number above 0`)
  return [[name, value]]
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
