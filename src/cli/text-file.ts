import { readFileSync, writeFileSync } from 'node:fs'
import type { Words } from '../core/ports.ts'
import { CliError } from './command.ts'

/** Reads a text file, without a byte order mark; one that cannot be read is a clear fault. */
export function readTextFile(file: string, words: Words): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch {
    throw new CliError(words('cli.fileUnreadable', { file }))
  }
}

/** Writes lines to a file; one that cannot be written is a clear fault. */
export function writeLines(file: string, lines: readonly string[], words: Words): void {
  try {
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
  } catch {
    throw new CliError(words('cli.fileUnwritable', { file }))
  }
}
