import { parse } from 'yaml'
import type { z } from 'zod'

/** Takes one fault of the file being read. */
export type Say = (fault: string) => void

/** Parses YAML and holds it to a shape. Says every fault and answers undefined when there is one. */
export function readYaml<T>(text: string, shape: z.ZodType<T>, say: Say): T | undefined {
  let data: unknown
  try {
    data = parse(text)
  } catch (error) {
    say(`not YAML: ${(error as Error).message.split('\n')[0] ?? ''}`)
    return undefined
  }
  const read = shape.safeParse(data)
  if (read.success) return read.data
  for (const issue of read.error.issues) say(`${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`)
  return undefined
}
