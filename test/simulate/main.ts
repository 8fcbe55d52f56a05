import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, ContentError } from '../../src/core/errors.ts'
import { readOptions } from './options.ts'
import { startSimulator } from './simulator.ts'
import { loadSimulatorWords, say } from './words.ts'

const print = (line: string): void => void process.stdout.write(`${line}\n`)

const asked = readOptions(process.argv.slice(2))
const words = loadSimulatorWords(asked?.locale ?? 'vi')
if (asked === undefined || asked.wantsHelp) {
  if (asked === undefined) process.stderr.write(`${say(words, 'cli.usage')}\n`)
  else print(say(words, 'cli.usage'))
  process.exit(asked === undefined ? 1 : 0)
}

const dataDir = mkdtempSync(join(tmpdir(), 'la-chan-simulate-'))
process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
const starting = startSimulator({ ...asked, dataDir })
/** npm passes on a Ctrl-C that was heard already: only a later one means impatience. */
const sameSignalMs = 1_000
let stoppingSince: number | undefined
const stop = (): void => {
  const now = Date.now()
  if (stoppingSince !== undefined) {
    if (now - stoppingSince > sameSignalMs) process.exit(130)
    return
  }
  stoppingSince = now
  print(say(words, 'cli.stopping'))
  starting
    .then((simulator) => simulator.close())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    )
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)

try {
  const { pageUrl, chatUrl, consoleLink } = await starting
  if (stoppingSince === undefined) print(say(words, 'cli.ready', { pageUrl, chatUrl, consoleLink, dataDir }))
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof ContentError)) throw error
  process.stderr.write(`${error.faults.join('\n')}\n`)
  process.exit(1)
}
