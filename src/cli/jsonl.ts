import { createInterface } from 'node:readline'
import type { z } from 'zod'
import type { Words } from '../core/ports.ts'
import { CliError, type CliContext } from './command.ts'
import { readTextFile } from './text-file.ts'

/** Reads JSON lines from standard input, one answer line for each; a bad line stops with its number. Empty lines are skipped. */
export async function eachJsonLine<T extends z.ZodType>(
  shape: T,
  context: CliContext,
  answer: (line: z.infer<T>) => unknown,
): Promise<void> {
  let number = 0
  for await (const line of createInterface({ input: context.input, crlfDelay: Infinity })) {
    number++
    if (line.trim() === '') continue
    context.print(JSON.stringify(await answer(readLine(shape, line, number, context.words))))
  }
}

/** Reads a file of JSON lines with an id each; the first bad line is refused with file and number, as is a file of none. */
export function readJsonFile<T extends z.ZodType<{ readonly id: string }>>(
  shape: T,
  file: string,
  words: Words,
): readonly z.infer<T>[] {
  const inFile = (fault: string): CliError => new CliError(words('cli.inFile', { file, fault }))
  const ids = new Set<string>()
  const lines = readTextFile(file, words).split('\n')
  const values = lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    const value = readLine(shape, line, at + 1, words, inFile)
    if (ids.has(value.id)) throw inFile(words('cli.idTwice', { line: at + 1, id: value.id }))
    ids.add(value.id)
    return [value]
  })
  if (values.length === 0) throw inFile(words('cli.noLines'))
  return values
}

function readLine<T extends z.ZodType>(
  shape: T,
  line: string,
  number: number,
  words: Words,
  fault = (what: string): CliError => new CliError(what),
): z.infer<T> {
  let data: unknown
  try {
    data = JSON.parse(line)
  } catch {
    throw fault(words('cli.badJson', { line: number }))
  }
  const read = shape.safeParse(data)
  if (read.success) return read.data
  const fields = read.error.issues.map((issue) => issue.path.join('.') || 'line').join(', ')
  throw fault(words('cli.badFields', { line: number, fields }))
}
