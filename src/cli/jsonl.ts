import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { CliError, type CliContext } from './command.ts'

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
    context.print(JSON.stringify(await answer(readLine(shape, line, number, context))))
  }
}

function readLine<T extends z.ZodType>(shape: T, line: string, number: number, context: CliContext): z.infer<T> {
  let data: unknown
  try {
    data = JSON.parse(line)
  } catch {
    throw new CliError(context.words('cli.badJson', { line: number }))
  }
  const read = shape.safeParse(data)
  if (read.success) return read.data
  const fields = read.error.issues.map((issue) => issue.path.join('.') || 'line').join(', ')
  throw new CliError(context.words('cli.badFields', { line: number, fields }))
}
