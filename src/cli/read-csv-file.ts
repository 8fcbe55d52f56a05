import { ContentError } from '../core/errors.ts'
import { CliError, type CliContext } from './command.ts'
import { readTextFile } from './text-file.ts'

/** Reads the file named in `args`; a missing name or file is a clear fault. */
export function readCsvFile([file]: readonly string[], context: CliContext): string {
  if (file === undefined) throw new CliError(context.words('cli.fileNeeded'))
  return readTextFile(file, context.words)
}

/** Adds the file's name to the faults of its lines. */
export function namingFile<T>([file = '']: readonly string[], read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof ContentError) throw new ContentError(error.faults.map((fault) => `${file}: ${fault}`))
    throw error
  }
}
