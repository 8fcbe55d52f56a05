import type { Readable, Writable } from 'node:stream'
import type { Base } from '../base.ts'
import type { Content } from '../content.ts'
import type { Words } from '../core/ports.ts'

/** What a command may use; nothing is opened before it asks. */
export interface CliContext {
  readonly words: Words
  readonly input: Readable
  readonly output: Writable
  /** Reads flows, knowledge, locales and places; faults stop the command. */
  content(): Content
  /** Opens storage and keys with the settings; closed when the command is over. */
  base(): Promise<Base>
  print(line: string): void
}

/** One command of the command line. `help` is the locale key of its help text. */
export interface Command {
  readonly help: string
  run(args: readonly string[], context: CliContext): Promise<void>
}

/** A fault of the person at the command line: one clear line on standard error, exit status 1. */
export class CliError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CliError'
  }
}
